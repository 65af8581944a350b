"""The columns of quick entry, and which of them a finding speaks of."""

from __future__ import annotations

from enum import IntEnum

from provider_desktop.domain.visits import NOT_SIGNED, Outcome
from provider_desktop.services.visits import EntryLine


class Field(IntEnum):
    """A column of the grid, in order; ``NUMBER`` and ``CHECK`` are not typed in."""

    NUMBER = 0
    DAY = 1
    RECIPIENT = 2
    STAFF = 3
    TIME_IN = 4
    TIME_OUT = 5
    ITEMS = 6
    EVIDENCE = 7
    SATISFACTION = 8
    CHECK = 9


#: Columns that are typed in, from left to right.
TYPED = tuple(field for field in Field if field not in (Field.NUMBER, Field.CHECK))

_ROOTS = {
    "recipient": Field.RECIPIENT,
    "staff": Field.STAFF,
    "in": Field.TIME_IN,
    "out": Field.TIME_OUT,
    "items": Field.ITEMS,
    "evidence": Field.EVIDENCE,
    "signer": Field.EVIDENCE,
    "satisfaction": Field.SATISFACTION,
    "outcome": Field.ITEMS,
}


def field_of(pointer: str) -> Field:
    """The column that a JSON pointer of a finding leads to; the recipient for what is about the whole."""
    parts = pointer.strip("/").split("/")
    if parts[0] == "adjusted" and len(parts) > 1:
        parts = parts[1:]
    return _ROOTS.get(parts[0], Field.RECIPIENT)


def is_filled(line: EntryLine, field: Field) -> bool:
    """Whether a line says something in a column; a visit that failed needs no more than its sign-in."""
    failed = line.outcome is not Outcome.DONE
    return {
        Field.DAY: line.day is not None,
        Field.RECIPIENT: bool(line.recipient),
        Field.STAFF: bool(line.staff),
        Field.TIME_IN: line.time_in is not None,
        Field.TIME_OUT: line.time_out is not None or failed,
        Field.ITEMS: bool(line.items) or failed,
        Field.EVIDENCE: line.signer != NOT_SIGNED or bool(line.evidence) or failed,
        Field.SATISFACTION: line.satisfaction > 0 or failed,
    }.get(field, True)


def is_blank(line: EntryLine) -> bool:
    """Whether nothing was typed but, at most, the day."""
    return not any(is_filled(line, field) for field in TYPED if field is not Field.DAY) and not line.remarks
