"""One line of the table: a figure, what it is measured against, and whether the goal is met."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HEAD = ("what", "on", "ours", "limit or peer, same run", "ratio", "goal", "met?")
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


@dataclass(frozen=True)
class Peer:
    """What the same machine reached in the same run by other means, in the row's unit."""

    name: str
    value: float


@dataclass(frozen=True)
class Goal:
    """What the figure must stay within; ``of_peer`` makes it a share of the peer's figure."""

    at_least: float | None = None
    at_most: float | None = None
    of_peer: bool = False

    def holds(self, value: float) -> bool:
        """Return whether the value is good enough."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def text(self, unit: str) -> str:
        """Return the goal as the table shows it."""
        sign, bound = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        assert bound is not None
        return f"{sign} {bound:.0%}" if self.of_peer else f"{sign} {number(bound)} {unit}".strip()


@dataclass(frozen=True)
class Row:
    """One measured figure. ``note`` says what a reader must know to believe it."""

    what: str
    on: str
    value: float
    unit: str
    peer: Peer | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return our figure as a share of the peer's."""
        return self.value / self.peer.value if self.peer and self.peer.value else None

    @property
    def is_met(self) -> bool | None:
        """Return whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        judged = self.ratio if self.goal.of_peer else self.value
        return judged is not None and self.goal.holds(judged)

    def cells(self) -> tuple[str, ...]:
        """Return the row as the table shows it."""
        met = {True: "yes", False: "NO", None: ""}[self.is_met]
        ours = f"{number(self.value)} {self.unit}".strip()
        peer = f"{number(self.peer.value)} ({self.peer.name})" if self.peer else ""
        ratio = f"{self.ratio:.0%}" if self.ratio is not None else ""
        goal = self.goal.text(self.unit) if self.goal else ""
        return (self.what, self.on, f"{ours}; {self.note}" if self.note else ours, peer, ratio, goal, met)

    def document(self) -> dict[str, Any]:
        """Return the row as JSON holds it."""
        return asdict(self) | {"ratio": self.ratio, "is_met": self.is_met}


def number(value: float) -> str:
    """Return a figure with as many digits as it deserves."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def markdown(rows: Iterable[Row]) -> str:
    """Return the table in Markdown."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def plain(rows: Sequence[Row]) -> str:
    """Return the table for a terminal: one block per figure, because a line would not fit."""
    lines = []
    for row in rows:
        what, on, ours, peer, ratio, goal, met = row.cells()
        lines.append(f"{what} [{on}]" if on else what)
        against = f"  against {peer}: {ratio}" if peer else ""
        wanted = f"  goal {goal}: {met}" if goal else ""
        lines.append(f"    {ours}{against}{wanted}")
    return "\n".join(lines)


def write_docs(page: Path, rows: Iterable[Row], circumstances: str) -> None:
    """Put the table into its marked place of the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n{circumstances}\n\n{markdown(rows)}\n{END}{after}"
    page.write_text(text, encoding="utf-8")


def write_json(file: Path, rows: Iterable[Row], circumstances: dict[str, Any]) -> None:
    """Keep the figures of one run."""
    file.parent.mkdir(parents=True, exist_ok=True)
    document = {**circumstances, "rows": [row.document() for row in rows]}
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
