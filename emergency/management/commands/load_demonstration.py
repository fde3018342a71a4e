"""Load the demonstration town; print its accounts, one a line: ``role: name / password``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from emergency import demonstration
from trails.packages import building


class Command(BaseCommand):
    help = "Add what is missing of the demonstration town and print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one password for all accounts instead of random ones."""
        parser.add_argument(
            "--accounts-password", help="one password for all accounts (default: random ones)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print nothing but the accounts."""
        accounts = demonstration.load(settings.DATA_DIR, options["accounts_password"])
        # The first phone is offered its surroundings, whether or not a worker runs yet.
        building.sweep()
        for account in accounts:
            self.stdout.write(str(account))
