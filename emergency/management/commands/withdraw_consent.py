from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from emergency import withdrawal
from emergency.models import Report


class Command(BaseCommand):
    """Carry out a person's withdrawal of consent: destroy the positions and the log of looks."""

    help = "Destroy what a report holds of its person, at once (Location Information Act art. 24)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", type=UUID, help="the report's id, as the person's receipt shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            withdrawal.take(options["report"], timezone.now())
        except Report.DoesNotExist:
            raise CommandError("There is no such report. Compare the id with the person's receipt.") from None
        self.stdout.write("Erased: positions, words, telephone number, links to family, and who looked.")
