from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from emergency.models import Webhook
from emergency.webhooks import plan


class Command(BaseCommand):
    """Send a webhook again all that it asked for, from an event number on."""

    help = "Send a webhook again what it asked for, from an event number on. The ids stay the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "webhook", type=int, help="its number, as the address of its page in /admin/ ends"
        )
        parser.add_argument(
            "first", type=int, help="the number of the first event (data.number of a message)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        first: int | None = options["first"]
        found = Webhook.objects.filter(pk=options["webhook"])
        endpoint = found.select_related("jurisdiction").first()
        if endpoint is None:
            raise CommandError(
                "There is no such webhook. Its number stands at the end of its page's address."
            )
        if first is None or not 1 <= first < 2**63:
            raise CommandError("Events are numbered from 1 on.")
        planned = 0
        try:
            while first is not None:
                told = plan.replay(endpoint, first, timezone.now())
                planned, first = planned + told.planned, told.next
        except plan.SwitchedOff as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{planned} events are sent again, up to number {told.through}.")
