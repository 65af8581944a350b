"""The morning sheet: what to do today in the order of the window, with a box to tick and room for a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from provider_desktop.reports.style import Column, figure_boxes, paper_day, table, text, write_paper
from provider_desktop.wording import sentence

#: The marks that say a severity without colour, as in the window; black and white printers are common.
_MARKS = {"red": "■", "yellow": "▲", "green": "●"}
_NO_MARK = "○"


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """One of the figures at the top: what it is, the figure, and a line on it; ready to print."""

    name: str
    figure: str
    detail: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One thing to do. ``severity`` is red, yellow or none; ``days_left`` None where there is no deadline and
    negative once it has passed. ``reason`` says why it stands there; small below the sentence."""

    severity: str
    sentence: str
    affects: str
    days_left: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MorningSheet:
    """What the paper shows, in the order given; ``more`` lines of less weight are left out. ``light`` is the
    sentence on the light, empty while there is none; ``made_at`` is local and ready to print."""

    agency_name: str
    day: date
    made_at: str
    made_by: str
    light: str
    figures: tuple[SheetFigure, ...]
    lines: tuple[SheetLine, ...]
    more: int = 0


def write_morning_sheet(out: Path, sheet: MorningSheet, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    title = say("morning_sheet")
    day = say("day_and_weekday", day=paper_day(sheet.day, language), weekday=_weekday(say, sheet.day))
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 1 * mm),
        text(day, 11, align="center"),
        Spacer(0, 3 * mm),
        text(say("made_line", at=sheet.made_at, by=sheet.made_by or "—"), 9, muted=True),
    ]
    if sheet.light:
        story.append(text(sheet.light, 10.5, bold=True))
    story += [
        Spacer(0, 3 * mm),
        figure_boxes([(each.name, each.figure, each.detail) for each in sheet.figures]),
        Spacer(0, 4 * mm),
    ]
    if sheet.lines:
        story.append(_lines(say, sheet.lines))
        if sheet.more:
            story += [Spacer(0, 2 * mm), text(say("more_lines", count=sheet.more), 9, muted=True)]
        story += [Spacer(0, 3 * mm), text(say("severity_legend"), 8.5, muted=True)]
    else:
        story.append(text(say("nothing_to_do"), 11))
    return write_paper(
        out, title, story, f"{sheet.agency_name} · {title} · {sheet.day.isoformat()}", language
    )


def _lines(say: Callable[..., str], lines: tuple[SheetLine, ...]) -> Any:
    columns = [
        Column(say("number"), 6, figures=True),
        Column("", 5),
        Column(say("to_do"), 44),
        Column(say("affects"), 17),
        Column(say("deadline"), 14),
        Column(say("done_by_whom"), 14),
    ]
    rows: list[list[str | tuple[str, str]]] = [
        [
            str(number),
            _MARKS.get(line.severity, _NO_MARK),
            (line.sentence, line.reason),
            line.affects,
            _deadline(say, line.days_left),
            "□",
        ]
        for number, line in enumerate(lines, 1)
    ]
    return table(columns, rows)


def _deadline(say: Callable[..., str], days: int | None) -> str:
    if days is None:
        return "—"
    if days < 0:
        return say("days_overdue", count=-days)
    return say("days_left", count=days) if days else say("due_today")


def _weekday(say: Callable[..., str], day: date) -> str:
    return say(f"weekday_{day.isoweekday()}")
