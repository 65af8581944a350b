"""The month's tally as a workbook: one sheet a kind of line, agencies beneath one another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provider_desktop.domain.settlement import Tally
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.wording import sentence

#: Parts of a tally, each a sheet of its own.
_PARTS = ("recipients", "staff", "items")


def write_tally(path: Path, month: str, tallies: Sequence[tuple[str, str, Tally]], language: str) -> None:
    """Write the tallies of some agencies (code, name, tally).

    Raises ``AppError`` ``FileUnwritable`` or ``DiskFull``.
    """

    def say(code: str) -> str:
        return sentence("receiver", f"tally.{code}", language)

    tables = []
    for part in _PARTS:
        rows = [
            (code, name, line.key, line.visits, line.minutes, line.not_done)
            for code, name, each in tallies
            for line in getattr(each, part)
        ]
        headings = ("agency", "name", part, "visits", "minutes", "not_done")
        total = (
            say("total"),
            "",
            "",
            sum(each.visits for _, _, each in tallies),
            sum(each.minutes for _, _, each in tallies),
            sum(each.not_done for _, _, each in tallies),
        )
        tables.append(
            Table(
                name=say(part),
                title=((f"{month} {say('title')}",),),
                headings=tuple(map(say, headings)),
                rows=tuple(rows),
                # Staff and items count a visit more than once: their columns do not add up to it.
                total=total if part == "recipients" else (),
            )
        )
    write_tables(path, tables)
