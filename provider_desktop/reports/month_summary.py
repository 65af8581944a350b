"""The month's summary of services: by recipient, staff member and item, with boxes for three stamps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from provider_desktop.reports.style import Column, stamp_boxes, table, text, write_paper
from provider_desktop.wording import sentence


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One row: who or what, a second column of words, amounts. Minutes are whole; ``planned`` is
    visits by the regulator's plan, or None where a plan has no meaning (staff, items)."""

    name: str
    detail: str
    planned: int | None
    visits: int
    minutes: int
    not_done: int


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """What the paper shows. ``month`` is ``2026-11``; ``made_at`` is local and ready to print;
    ``states`` are pairs of a visit state's name and a count."""

    agency: str
    agency_name: str
    month: str
    made_at: str
    made_by: str
    visits: int
    minutes: int
    not_done: int
    recipients: tuple[SummaryLine, ...]
    staff: tuple[SummaryLine, ...]
    items: tuple[SummaryLine, ...]
    states: tuple[tuple[str, int], ...]


def write_month_summary(out: Path, summary: MonthSummary, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    year, month = summary.month.split("-")
    title = say("month_summary", year=year, month=int(month))
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("agency_line", name=summary.agency_name, agency=summary.agency), 9.5),
        text(say("made_line", at=summary.made_at, by=summary.made_by or "—"), 9.5, muted=True),
        Spacer(0, 3 * mm),
        text(
            say("totals", visits=summary.visits, minutes=summary.minutes, hours=hours(summary.minutes),
                people=len(summary.recipients), not_done=summary.not_done),
            11, bold=True,
        ),
        text("　".join(f"{name} {count}" for name, count in summary.states if count), 9, muted=True),
        Spacer(0, 4 * mm),
    ]  # fmt: skip
    parts = (
        ("by_recipient", "recipient", "category", summary.recipients, True),
        ("by_staff", "staff", "post", summary.staff, False),
        ("by_item", "item", "item_class", summary.items, False),
    )
    for heading, who, detail, lines, planned in parts:
        if lines:
            story += [text(say(heading), 11, bold=True), Spacer(0, 1.5 * mm)]
            story += [_part(say, who, detail, lines, planned), Spacer(0, 5 * mm)]
    boxes = stamp_boxes([say("stamp_agency"), say("stamp_township"), say("stamp_bureau")], say("date_line"))
    story.append(KeepTogether([boxes]))
    return write_paper(out, title, story, f"{summary.agency_name} · {title}", language)


def _part(say: Any, who: str, detail: str, lines: tuple[SummaryLine, ...], planned: bool) -> Any:
    columns = [Column(say("number"), 6, figures=True), Column(say(who), 22), Column(say(detail), 26)]
    columns += [Column(say("planned"), 11, figures=True)] if planned else []
    columns += [Column(say(code), 12, figures=True) for code in ("visits", "minutes", "not_done")]
    rows = [
        [str(number), line.name, line.detail]
        + ([str(line.planned or 0)] if planned else [])
        + [str(line.visits), str(line.minutes), str(line.not_done)]
        for number, line in enumerate(lines, 1)
    ]
    total = ["", say("total"), ""] + ([str(sum(line.planned or 0 for line in lines))] if planned else [])
    total += [str(sum(getattr(line, code) for line in lines)) for code in ("visits", "minutes", "not_done")]
    return table(columns, rows, total)


def hours(minutes: int) -> str:
    """Minutes as hours and minutes, ``61:05``."""
    return f"{minutes // 60}:{minutes % 60:02d}"
