"""The settlement of a month: each recipient's visits, time and amount, deductions, three boxes for stamps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from provider_desktop.reports.style import Column, stamp_boxes, table, text, write_paper
from provider_desktop.wording import sentence


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One recipient, money ready to print; ``reasons`` of what was taken off, '' for nothing."""

    name: str
    visits: int
    minutes: int
    gross: str
    deducted: str
    amount: str
    reasons: str


@dataclass(frozen=True, slots=True)
class SettlementSheet:
    """What the paper shows. ``state`` says in words whether it is confirmed; ``price`` is the contract's."""

    agency: str
    agency_name: str
    month: str
    made_at: str
    made_by: str
    state: str
    price: str
    lines: tuple[SheetLine, ...]
    visits: int
    minutes: int
    gross: str
    deducted: str
    amount: str


def write_settlement(out: Path, sheet: SettlementSheet, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    year, month = sheet.month.split("-")
    title = say("settlement", year=year, month=int(month))
    columns = [
        Column(say("number"), 6, figures=True),
        Column(say("recipient"), 18),
        Column(say("visits"), 9, figures=True),
        Column(say("minutes"), 10, figures=True),
        Column(say("gross"), 14, figures=True),
        Column(say("deducted"), 12, figures=True),
        Column(say("amount"), 14, figures=True),
        Column(say("deduction_reason"), 17),
    ]
    rows = [
        [
            str(number),
            line.name,
            str(line.visits),
            str(line.minutes),
            line.gross,
            line.deducted,
            line.amount,
            line.reasons,
        ]
        for number, line in enumerate(sheet.lines, 1)
    ]
    total = [
        "",
        say("total"),
        str(sheet.visits),
        str(sheet.minutes),
        sheet.gross,
        sheet.deducted,
        sheet.amount,
        "",
    ]
    boxes = stamp_boxes([say("stamp_agency"), say("stamp_township"), say("stamp_bureau")], say("date_line"))
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("agency_line", name=sheet.agency_name, agency=sheet.agency), 9.5),
        text(say("made_line", at=sheet.made_at, by=sheet.made_by or "—"), 9.5, muted=True),
        text(f"{sheet.price}　{sheet.state}", 9.5),
        Spacer(0, 4 * mm),
        table(columns, rows, total),
        Spacer(0, 6 * mm),
        KeepTogether([boxes]),
    ]
    return write_paper(out, title, story, f"{sheet.agency_name} · {title}", language)
