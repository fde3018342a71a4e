from argparse import ArgumentParser
from typing import Any

from addresses.formats import Source
from addresses.imports import Action, Plan
from addresses.imports.command import ImportCommand
from trails import anchors
from trails.imports import Options, plan
from trails.models import Trail, TrailKind


class Command(ImportCommand):
    help = "Import trails from the lines of a file; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--kind", choices=TrailKind.values, default=TrailKind.FOREST, help="of new trails"
        )

    def settle(self, plan: Plan) -> str:
        written = [row.obj for row in plan.rows if row.action in (Action.NEW, Action.CHANGED)]
        standing = sum(anchors.derive_all(trail) for trail in written if isinstance(trail, Trail))
        return f"Points that stand on them: {standing:,}."

    def make_plan(self, source: Source, options: dict[str, Any]) -> Plan:
        return plan(source, Options(options["kind"], options["source"], options["key"]))
