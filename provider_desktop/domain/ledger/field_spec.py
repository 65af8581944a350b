"""What a field of a sheet is known by: headings, parts of headings, and the look of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Content(StrEnum):
    """What the cells of a field look like; columns without a telling heading are known by it."""

    ANY = ""
    DATE = "date"
    TIME = "time"
    PERIOD = "period"
    NUMBER = "number"
    ID = "id"
    RECIPIENT = "recipient"
    STAFF = "staff"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: ``headings`` say it outright, ``hints`` are parts of headings that suggest it, and
    ``shared`` are headings that fit several fields, so that the cells decide; a heading with a part
    of ``unless`` is never meant. ``spreads``: merged cells say it of each of their rows."""

    name: str
    headings: tuple[str, ...]
    hints: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    content: Content = Content.ANY
    spreads: bool = False
    unless: tuple[str, ...] = ()


def field(
    name: str,
    headings: str,
    *,
    hints: str = "",
    shared: str = "",
    unless: str = "",
    content: Content = Content.ANY,
    spreads: bool = False,
) -> FieldSpec:
    """A field whose words are written in one line each, apart by spaces."""
    return FieldSpec(
        name,
        tuple(headings.split()),
        tuple(hints.split()),
        tuple(shared.split()),
        content,
        spreads,
        tuple(unless.split()),
    )


#: Known and left out: a column is not asked about that only counts lines.
SERIAL = field("serial", "序号 编号 行号 序 no # serial")
