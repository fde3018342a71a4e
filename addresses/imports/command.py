"""What import_points and import_trails have in common on the command line."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from addresses import formats
from addresses.formats import Source, UnreadableFile

from . import report
from .applying import Applied, apply
from .planning import Action, Plan

# Exit codes: 0 every row could be used; 1 the file or an option was refused and nothing changed (Django's own);
# 2 the command line is wrong (argparse's own); and
ROWS_WITH_PROBLEMS = 3  # the other rows were written, or would be when it is a dry run


class ImportCommand(BaseCommand, ABC):
    """Read a file, plan, report, and (unless it is a dry run) apply."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options that say how to read the file, and what to do with it."""
        parser.add_argument(
            "file", help="Shapefile, GeoPackage, GeoJSON, CSV, GPX, KML, KMZ, or a ZIP of these"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )
        parser.add_argument("--report", metavar="FILE.csv", help="write what happens to each row")
        parser.add_argument("--encoding", help="of the file's text, for example cp949")
        parser.add_argument("--crs", help="of the file's coordinates, for example EPSG:5186")
        parser.add_argument("--layer", help="which layer of a GeoPackage, which file of a ZIP")
        parser.add_argument("--swap", action="store_true", help="exchange latitude and longitude")
        parser.add_argument(
            "--source", help="name of the register (default: known ones by themselves, else the file)"
        )
        parser.add_argument("--key", help="column with the register's own lasting number")
        parser.add_argument("--actor", help="user name to write into the history")

    @abstractmethod
    def make_plan(self, source: Source, options: dict[str, Any]) -> Plan:
        """Return the plan for this kind of object."""

    @abstractmethod
    def settle(self, plan: Plan) -> str:
        """Bring up to date what is derived from the written objects; return a sentence about it."""

    def handle(self, *_: Any, **options: Any) -> None:
        """Do the import. Raises CommandError for what cannot be understood, and at the end for rows with problems."""
        actor = self._actor(options["actor"])
        try:
            source = formats.read(
                options["file"],
                encoding=options["encoding"],
                crs=options["crs"],
                layer=options["layer"],
                swap=options["swap"],
            )
            plan = self.make_plan(source, options)
        except UnreadableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        applied = None if options["dry_run"] else apply(plan, actor=actor)
        for line in report.summary(plan):
            self.stdout.write(line)
        if options["report"]:
            report.write(plan, Path(options["report"]))
        self.stdout.write(self._outcome(plan, applied))
        if problems := plan.counts[Action.PROBLEM]:
            rows = "1 row has a problem" if problems == 1 else f"{problems:,} rows have problems"
            left_out = "would be left out" if options["dry_run"] else "left out"
            raise CommandError(f"{rows}: {left_out}.", returncode=ROWS_WITH_PROBLEMS)

    def _actor(self, name: str | None) -> Any:
        if name is None:
            return None
        try:
            return get_user_model().objects.get_by_natural_key(name)
        except get_user_model().DoesNotExist as error:
            raise CommandError(f"There is no user {name}.") from error

    def _outcome(self, plan: Plan, applied: Applied | None) -> str:
        if applied is None:
            return "Dry run: nothing was changed."
        written = f"Written: {applied.created:,} new, {applied.updated:,} changed."
        return f"{written} {self.settle(plan)}" if applied.created or applied.updated else written
