"""The dispatch sheet: where one staff member goes on a day, to whom and for what; a page a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, PageBreak, Spacer

from provider_desktop.reports.style import Column, stamp_boxes, table, text, write_paper
from provider_desktop.wording import sentence


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """One visit to make. ``minutes`` are whole; everything else is ready to print."""

    begins: str
    minutes: int
    recipient: str
    care: str
    address: str
    phone: str
    items: tuple[str, ...]
    together_with: str
    note: str


@dataclass(frozen=True, slots=True)
class DispatchSheet:
    """One person's day. ``day`` is ready to print."""

    agency: str
    agency_name: str
    day: str
    staff: str
    post: str
    phone: str
    made_at: str
    made_by: str
    lines: tuple[DispatchLine, ...]


def write_dispatch_sheets(out: Path, sheets: Sequence[DispatchSheet], language: str) -> int:
    """Write the sheets into one PDF; the number of pages. Raises ``OSError`` where it cannot be written."""
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        if number:
            story.append(PageBreak())
        story += _page(sheet, language)
    title = sentence("paper", "dispatch_sheet", language)
    agency = sheets[0].agency_name if sheets else ""
    return write_paper(out, title, story, agency, language)


def _page(sheet: DispatchSheet, language: str) -> list[Any]:
    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    minutes = sum(line.minutes for line in sheet.lines)
    facts = say("dispatch_facts", name=sheet.staff, post=sheet.post or "—", phone=sheet.phone or "—")
    columns = (
        Column(say("number"), 7),
        Column(say("begins"), 11),
        Column(say("recipient"), 19),
        Column(say("address_and_phone"), 31),
        Column(say("item"), 31),
        Column(say("remarks"), 21),
    )
    return [
        text(say("dispatch_sheet"), 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("agency_line", name=sheet.agency_name, agency=sheet.agency), 9.5),
        text(say("dispatch_day", day=sheet.day), 11, bold=True),
        text(facts, 9.5),
        text(say("made_line", at=sheet.made_at, by=sheet.made_by or "—"), 9.5, muted=True),
        Spacer(0, 3 * mm),
        table(columns, [_row(number, line, say) for number, line in enumerate(sheet.lines, 1)]),
        Spacer(0, 2 * mm),
        text(say("dispatch_total", visits=len(sheet.lines), minutes=minutes), 9.5, bold=True),
        text(say("dispatch_rule"), 9, muted=True),
        Spacer(0, 5 * mm),
        KeepTogether(stamp_boxes((say("sent_by"), say("taken_by")), say("date_line"))),
    ]


def _row(number: int, line: DispatchLine, say: Any) -> list[str]:
    person = f"{line.recipient}\n{line.care}" if line.care else line.recipient
    place = "\n".join(part for part in (line.address, line.phone) if part)
    together = say("together_with", names=line.together_with) if line.together_with else ""
    return [
        str(number),
        f"{line.begins}\n{say('minutes_long', count=line.minutes)}",
        person,
        place or "—",
        "、".join(line.items),
        "\n".join(part for part in (together, line.note) if part),
    ]
