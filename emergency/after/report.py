"""The report of one incident on paper (PDF): where, when, what was said and done, by whom, with a map."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from fpdf import FPDF, XPos, YPos
from fpdf.enums import WrapMode
from fpdf.fonts import TTFFont

from addresses.errors import OutsideGrid
from addresses.grids import npn
from addresses.grids.place import Point
from emergency import detail
from emergency.models import Incident
from emergency.phrases import phrase

from . import map as drawing
from .report_words import REPORT_WORDS, ReportWords

FONTS: Final = Path("/usr/share/fonts/truetype/nanum")
FACES: Final = {"": "NanumGothic.ttf", "B": "NanumGothicBold.ttf"}
WIDTH_MM: Final = 174.0
MAP_MM: Final = (WIDTH_MM, 92.0)
LABEL_MM: Final = 44.0
LINE_MM: Final = 5.4


class NoFonts(Exception):
    """The machine has no letters for Korean; the message says how to install them."""


def pdf(incident: Incident, language: str, by: str, now: datetime) -> bytes:
    """Return the report. Numbers to call are cut to their last four digits. Raises NoFonts.

    ``language`` is ko or en; ``by`` is the account for which it is made, and stands on each page.
    """
    missing = [name for name in FACES.values() if not (FONTS / name).is_file()]
    if missing:
        raise NoFonts(f"{', '.join(missing)} is not in {FONTS}. Install Debian's package fonts-nanum.")
    words = REPORT_WORDS[language]
    told = detail.of(incident, now)
    paper = _Paper(words, language, incident, by, now)
    try:
        paper.head(told)
        paper.facts(words.where, _where(told, words, language))
        paper.map(drawing.of(_seen(told), ratio=MAP_MM[0] / MAP_MM[1]))
        paper.facts(words.when, _when(told, words))
        for number, report in enumerate(told["report_list"], start=1):
            paper.facts(words.report.format(number=number), _report(report, words, language))
        paper.rows(words.units, [_unit(unit, words, language) for unit in told["units"]])
        paper.rows(words.messages, [_message(said, words) for said in told["messages"]])
        paper.rows(words.timeline, [_entry(entry, language) for entry in told["timeline"]])
        return bytes(paper.output())
    finally:
        paper.close_fonts()


class _Paper(FPDF):
    """A4 pages with a head and a foot; everything that is written goes through ``_text``."""

    def __init__(self, words: ReportWords, language: str, incident: Incident, by: str, now: datetime) -> None:
        super().__init__(format="A4")
        self.words, self.language, self.incident, self.by, self.now = words, language, incident, by, now
        for style, name in FACES.items():
            self.add_font("nanum", style, FONTS / name)
        self.set_margins(18, 18, 18)
        self.set_auto_page_break(True, 20)
        self.set_title(f"{words.title} {incident.pk}")
        self.set_lang(language)
        self.set_creation_date(now)
        self.add_page()

    def header(self) -> None:
        if self.incident.is_exercise:
            self.set_font("nanum", "B", 11)
            self.set_fill_color(255, 214, 10)
            self.cell(0, 7, self.words.exercise, align="C", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(2)

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("nanum", "", 7.5)
        made = self.words.made.format(by=self.by, at=_time(self.now))
        self.cell(WIDTH_MM - 20, 5, f"{self.incident.pk} · {made}")
        self.cell(20, 5, f"{self.page_no()}", align="R")

    def close_fonts(self) -> None:
        """Close the files of the letters, which fpdf2 leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def head(self, told: dict[str, Any]) -> None:
        self.set_font("nanum", "B", 18)
        self.multi_cell(0, 9, self.words.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font("nanum", "B", 13)
        place = _name(told, "place", self.language) or self.words.no_place
        said = f"{place} · {phrase('kind', told['kind'], self.language)}"
        self.multi_cell(0, 7, said, wrapmode=WrapMode.CHAR, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def facts(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        self._title(title)
        for label, text in rows:
            if text:
                self._row(label, text)

    def rows(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        self._title(title)
        for label, text in rows or [("", self.words.nothing)]:
            self._row(label, text)

    def map(self, drawn: drawing.Map | None) -> None:
        if drawn is None:
            return
        width, height = MAP_MM
        if self.get_y() + height + 8 > self.page_break_trigger:
            self.add_page()
        left, top = self.l_margin, self.get_y() + 2
        per_m = width / (2 * drawn.half_width_m)
        with self.local_context():
            self.set_fill_color(246, 247, 244)
            self.set_draw_color(190, 194, 198)
            self.rect(left, top, width, height, style="DF")
            with self.rect_clip(left, top, width, height):
                self._draw(drawn, left + width / 2, top + height / 2, per_m)
            self._scale(drawn, left, top, per_m)
        self.set_xy(self.l_margin, top + height + 1)
        self.set_font("nanum", "", 8)
        self.multi_cell(0, 4.4, self.words.legend, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _draw(self, drawn: drawing.Map, x0: float, y0: float, per_m: float) -> None:
        def lines(some: list[drawing.Line]) -> None:
            for line in some:
                self.polyline([(x0 + east * per_m, y0 - north * per_m) for east, north in line])

        self.set_line_width(0.5)
        self.set_draw_color(120, 130, 120)
        lines(drawn.trails)
        self.set_draw_color(123, 31, 162)
        self.set_line_width(0.4)
        lines(drawn.tracks)
        if drawn.best:
            x, y = x0 + drawn.best.east_m * per_m, y0 - drawn.best.north_m * per_m
            self.circle(x, y, max(0.8, drawn.best.uncertainty_m * per_m))
            self.set_fill_color(123, 31, 162)
            self.circle(x, y, 0.8, style="F")
        if drawn.plate:
            self.set_draw_color(11, 61, 145)
            x, y = x0 + drawn.plate.east_m * per_m, y0 - drawn.plate.north_m * per_m
            self.rect(x - 1.2, y - 1.2, 2.4, 2.4)
            self.circle(x, y, max(0.8, drawn.plate.uncertainty_m * per_m))

    def _scale(self, drawn: drawing.Map, left: float, top: float, per_m: float) -> None:
        length_m = drawing.scale_m(2 * drawn.half_width_m)
        y, x = top + MAP_MM[1] - 4, left + 4
        self.set_draw_color(30, 30, 30)
        self.set_line_width(0.6)
        self.line(x, y, x + length_m * per_m, y)
        self.set_font("nanum", "", 8)
        self.text(x, y - 1, f"{length_m} m")
        self.text(left + MAP_MM[0] - 8, top + 6, "N ↑" if self.language == "en" else "북↑")

    def _title(self, title: str) -> None:
        self.ln(3)
        self.set_font("nanum", "B", 11)
        if self.get_y() + 16 > self.page_break_trigger:
            self.add_page()
        self.cell(0, 7, title, border="B", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)

    def _row(self, label: str, text: str) -> None:
        self.set_font("nanum", "", 9)
        if self.get_y() + LINE_MM > self.page_break_trigger:
            self.add_page()
        top, page = self.get_y(), self.page_no()
        self.set_text_color(90, 95, 100)
        self.multi_cell(
            LABEL_MM - 2,
            LINE_MM,
            label,
            align="L",
            wrapmode=WrapMode.CHAR,
            new_x=XPos.RIGHT,
            new_y=YPos.NEXT,
        )
        below, is_on_page = self.get_y(), self.page_no() == page
        self.set_text_color(0, 0, 0)
        if not is_on_page:  # the label alone filled the rest of the page
            top, page = self.t_margin, self.page_no()
        self.set_xy(self.l_margin + LABEL_MM, top)
        self.multi_cell(
            WIDTH_MM - LABEL_MM,
            LINE_MM,
            text,
            align="L",
            wrapmode=WrapMode.CHAR,
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
        # A long label reaches further down than a short text.
        if self.page_no() == page:
            self.set_y(max(self.get_y(), below))


def _where(told: dict[str, Any], words: ReportWords, language: str) -> list[tuple[str, str]]:
    place, position, agreement = told["place"] or {}, told["position"], told["agreement"]
    best = words.unknown
    if position:
        point = Point(position["longitude"], position["latitude"])
        source = words.by_plate if position["source"] == "plate" else words.by_phone
        best = f"{point.latitude:.6f}, {point.longitude:.6f} · ± {position['uncertainty_m']:.0f} m (95 %) · {source}"
        best += f" · {_time(position['fixed_at'])}"
    return [
        (words.place, _name(told, "place", language) or told["typed"]),
        (words.npn, _square(position) or place.get("npn", "")),
        (words.plate, told["tag"]),
        (words.position, best),
        (words.agreement, (agreement or {}).get(f"text_{language}", "")),
        (words.presence, phrase("presence", told["presence"], language) if told["presence"] else ""),
    ]


def _square(position: dict[str, Any] | None) -> str:
    if position is None:
        return ""
    try:
        return npn.write(Point(position["longitude"], position["latitude"]))
    except OutsideGrid:
        return ""


def _when(told: dict[str, Any], words: ReportWords) -> list[tuple[str, str]]:
    start = _moment(told["received_at"])
    rows = [(words.received, _time(told["received_at"]))]
    for step in ("opened", "acknowledged", "dispatched", "closed"):
        at = told[f"{step}_at"]
        if at:
            seconds = (_moment(at) - start).total_seconds()
            rows.append((words.steps[step], f"{_time(at)} (+{seconds:.0f} s)"))
    if told["disposition"]:
        rows.append((words.disposition, phrase("disposition", told["disposition"], words.language)))
    return rows


def _report(report: dict[str, Any], words: ReportWords, language: str) -> list[tuple[str, str]]:
    phone = report["phone"]
    return [
        (words.received, _time(report["received_at"])),
        (words.kind, phrase("kind", report["kind"], language)),
        (words.words, report["words"]),
        (words.people, str(report["people"] or "")),
        (words.phone, f"…{phone[-4:]}" if phone else ""),
        (words.language_spoken, report["language"]),
        (words.fixes, str(len(report["fixes"]))),
        (words.flags, ", ".join(phrase("flag", flag, language) for flag in report["flags"])),
    ]


def _unit(unit: dict[str, Any], words: ReportWords, language: str) -> tuple[str, str]:
    steps = [
        f"{words.steps[step]} {_time(unit[f'{step}_at'])}"
        for step in ("assigned", "en_route", "on_scene", "cleared")
        if unit[f"{step}_at"]
    ]
    return f"{unit['name']} ({phrase('unit', unit['kind'], language)})", " · ".join(steps)


def _message(said: dict[str, Any], words: ReportWords) -> tuple[str, str]:
    who = said["author"] if said["from_centre"] else words.person
    return _time(said["at"]), f"{who}: {said['text']}"


def _entry(entry: dict[str, Any], language: str) -> tuple[str, str]:
    text = phrase("event", entry["kind"], language)
    return _time(entry["at"]), f"{text} · {entry['actor_name']}" if entry["actor_name"] else text


def _seen(told: dict[str, Any]) -> drawing.Seen:
    position, plate = told["position"], told["plate"]
    tracks = [
        [Point(fix["longitude"], fix["latitude"]) for fix in report["fixes"]]
        for report in told["report_list"]
    ]
    return drawing.Seen(_measured(position), _measured(plate), tracks)


def _measured(one: dict[str, Any] | None) -> tuple[Point, float] | None:
    return (Point(one["longitude"], one["latitude"]), one["uncertainty_m"]) if one else None


def _name(told: dict[str, Any], what: str, language: str) -> str:
    return str(told[f"{what}_{language}"] or told[f"{what}_ko"])


def _moment(at: str | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def _time(at: str | datetime) -> str:
    return f"{timezone.localtime(_moment(at)):%Y-%m-%d %H:%M:%S}"
