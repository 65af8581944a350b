"""The recovery sheet: the passphrase in large groups, what it opens, where to keep it, how to go back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table, TableStyle

from provider_desktop.reports.style import LINE, SHADE, WIDTH, stamp_boxes, text, write_paper
from provider_desktop.wording import sentence

#: Points of the day in the sheet's life on which somebody initials it, a quarter apart.
_CHECKS = 8


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet shows. ``made_at`` is local and ready to print."""

    passphrase: str
    agency_name: str
    agency: str
    platform: str
    made_at: str
    made_by: str


def write_recovery_sheet(out: Path, sheet: RecoverySheet, language: str) -> int:
    """Write the sheet as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    title = say("recovery_sheet")
    story: list[Any] = [
        text(title, 18, bold=True, align="center"),
        Spacer(0, 4 * mm),
        text(say("agency_line", name=sheet.agency_name or "—", agency=sheet.agency or "—"), 10),
        text(say("recovery_platform", url=sheet.platform or "—"), 10),
        text(say("made_line", at=sheet.made_at, by=sheet.made_by or "—"), 9.5, muted=True),
        Spacer(0, 6 * mm),
        text(say("recovery_what"), 10.5),
        Spacer(0, 4 * mm),
        _framed(sheet.passphrase),
        Spacer(0, 5 * mm),
    ]
    for number in range(1, 6):
        story += [text(say(f"recovery_step_{number}"), 10.5), Spacer(0, 1.5 * mm)]
    story += [Spacer(0, 4 * mm), text(say("recovery_checks"), 10, bold=True), Spacer(0, 1.5 * mm)]
    story.append(_quarters(say("recovery_day"), say("recovery_initials")))
    boxes = stamp_boxes([say("recovery_made"), say("recovery_kept")], say("date_line"))
    story += [Spacer(0, 5 * mm), KeepTogether([boxes])]
    return write_paper(out, title, story, title, language)


def _framed(passphrase: str) -> Table:
    box = Table([[text(passphrase, 20, bold=True, align="center")]], colWidths=[WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 1.2, LINE),
                ("BACKGROUND", (0, 0), (-1, -1), SHADE),
                ("TOPPADDING", (0, 0), (-1, -1), 12),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 16),
            ]
        )
    )
    return box


def _quarters(day: str, initials: str) -> Table:
    """Empty boxes for the day and the initials of each quarter's check."""
    rows = [[text(day, 8.5, muted=True)] + [""] * _CHECKS, [text(initials, 8.5, muted=True)] + [""] * _CHECKS]
    first = WIDTH * 0.14
    grid = Table(rows, colWidths=[first] + [(WIDTH - first) / _CHECKS] * _CHECKS, rowHeights=[9 * mm] * 2)
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return grid
