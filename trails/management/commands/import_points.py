import sys
from argparse import Action, ArgumentParser
from typing import Any

from addresses.formats import Source
from addresses.imports import Options, Plan, plan
from addresses.imports.command import ImportCommand
from addresses.imports.points import UNCERTAINTY_M
from addresses.imports.types import Types
from trails import anchors
from trails.models import Trail


class ListTypes(Action):
    """Prints the known facility types and ends, whatever else the command line says: no file is needed."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        sys.stdout.writelines(f"{kind.slug}\t{kind.name_ko}\t{kind.name_en}\n" for kind in Types().listed())
        parser.exit()


# Here and not in addresses, because a point's metre on its trail is derived with it.
class Command(ImportCommand):
    help = "Import address points from a file; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--type", help="facility type (slug or Korean name) of rows that name none")
        parser.add_argument(
            "--unknown-as-type",
            action="store_true",
            help="take --type for rows that name an unknown type, too; without it they are problems",
        )
        parser.add_argument(
            "--list-types", action=ListTypes, nargs=0, help="print the known facility types and end"
        )
        parser.add_argument(
            "--uncertainty",
            type=float,
            default=UNCERTAINTY_M,
            metavar="METRES",
            help="radius at 95 %% of positions that say none (default %(default)s)",
        )

    def settle(self, plan: Plan) -> str:
        standing = sum(anchors.derive_all(trail) for trail in Trail.objects.filter(is_active=True))
        return f"In the whole database, {standing:,} points stand on a trail now."

    def make_plan(self, source: Source, options: dict[str, Any]) -> Plan:
        return plan(
            source,
            Options(
                options["type"],
                options["source"],
                options["key"],
                options["uncertainty"],
                options["unknown_as_type"],
            ),
        )
