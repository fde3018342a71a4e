from argparse import ArgumentParser
from typing import Any

from addresses.formats import Source
from addresses.imports import Options, Plan, plan
from addresses.imports.command import ImportCommand
from addresses.imports.points import UNCERTAINTY_M
from trails import anchors
from trails.models import Trail


# Here and not in addresses, because a point's metre on its trail is derived with it.
class Command(ImportCommand):
    help = "Import address points from a file; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--type", help="facility type (slug or Korean name) of rows that name none")
        parser.add_argument(
            "--uncertainty",
            type=float,
            default=UNCERTAINTY_M,
            metavar="METRES",
            help="radius at 95 %% of positions that say none (default %(default)s)",
        )

    def settle(self, plan: Plan) -> str:
        standing = sum(anchors.derive_all(trail) for trail in Trail.objects.filter(is_active=True))
        return f"Points that stand on a trail: {standing:,}."

    def make_plan(self, source: Source, options: dict[str, Any]) -> Plan:
        return plan(
            source,
            Options(options["type"], options["source"], options["key"], options["uncertainty"]),
        )
