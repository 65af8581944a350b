"""Which column is which field, told by headings, and by the cells where headings are silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from provider_desktop.domain.ledger.dates import Around, read_date
from provider_desktop.domain.ledger.field_spec import Content, FieldSpec
from provider_desktop.domain.ledger.fields import FIELDS, Kind, heading_key
from provider_desktop.domain.ledger.items import read_items
from provider_desktop.domain.ledger.marks import read_minutes
from provider_desktop.domain.ledger.names import IdDigits, read_id, read_name, read_people
from provider_desktop.domain.ledger.sheet import Cell, Row, is_blank, shown
from provider_desktop.domain.ledger.times import read_period, read_time

#: How many rows of the body are looked at to tell what a column holds.
_SAMPLE = 100
_EXACT, _HINT, _SHARED = 4.0, 2.5, 1.5
_CONTENT = 2.0
#: A column without a telling heading needs this share of cells that look like the field.
_ENOUGH = 0.7
_ID_LENGTH = 15


class Names(Protocol):
    """The names by which columns of people and items are known."""

    @property
    def recipient_names(self) -> frozenset[str]:
        """Names of recipients, without spaces."""
        ...

    @property
    def staff_names(self) -> frozenset[str]:
        """Names of staff members, without spaces."""
        ...

    def item_code(self, text: str) -> str | None:
        """Code of the service item that people call so."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """Columns found for the fields of a kind, and how well the headings spoke for it."""

    columns: Mapping[str, int]
    score: float


def match_headings(kind: Kind, headings: Sequence[str]) -> Match:
    """Columns by headings alone. The score adds up what each found field is worth."""
    keys = [heading_key(heading) for heading in headings]
    weights = [
        (_weight(spec, key), place, column, spec.name)
        for place, spec in enumerate(FIELDS[kind])
        for column, key in enumerate(keys)
    ]
    return _assigned(weights)


def match_columns(
    kind: Kind, headings: Sequence[str], rows: Sequence[Row], around: Around, names: Names | None
) -> Mapping[str, int]:
    """Columns by headings and cells together; fields that no heading names are found by cells alone."""
    width = max(len(headings), max((len(row.cells) for row in rows), default=0))
    keys = [heading_key(headings[column]) if column < len(headings) else "" for column in range(width)]
    samples = [
        [row.cell(column) for row in rows[:_SAMPLE] if not is_blank(row.cell(column))]
        for column in range(width)
    ]
    weights: list[tuple[float, int, int, str]] = []
    silent: list[tuple[float, int, int, str]] = []
    for place, spec in enumerate(FIELDS[kind]):
        for column, key in enumerate(keys):
            weight = _weight(spec, key)
            share = _share(spec.content, samples[column], around, names)
            if weight == _SHARED:
                weight = weight + _CONTENT * share if share is not None and share >= 0.5 else 0.0
            elif weight:
                weight += _CONTENT * (share or 0.0)
            elif share is not None and share >= _ENOUGH and spec.content is not Content.NUMBER:
                silent.append((share, place, column, spec.name))
            weights.append((weight, place, column, spec.name))
    found = dict(_assigned(weights).columns)
    for _, _, column, name in sorted(silent, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if name not in found and column not in found.values() and not (name == "period" and "in" in found):
            found[name] = column
    return found


def _assigned(weights: Iterable[tuple[float, int, int, str]]) -> Match:
    """Each field its best column and each column one field, best pairs first."""
    columns: dict[str, int] = {}
    score = 0.0
    for weight, _, column, name in sorted(weights, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if weight <= 0:
            break
        if name not in columns and column not in columns.values():
            columns[name] = column
            score += weight
    return Match(columns, score)


def _weight(spec: FieldSpec, key: str) -> float:
    if not key or any(part in key for part in spec.unless):
        return 0.0
    if key in spec.headings:
        return _EXACT
    if key in spec.shared:
        return _SHARED
    return _HINT if any(hint in key for hint in spec.hints) else 0.0


def _share(content: Content, cells: Sequence[Cell], around: Around, names: Names | None) -> float | None:
    """How large a part of the cells looks like the content; ``None`` where that cannot be told."""
    test = _test(content, around, names)
    if test is None or not cells:
        return None
    return sum(1 for cell in cells if test(cell)) / len(cells)


def _test(content: Content, around: Around, names: Names | None) -> Callable[[Cell], bool] | None:
    plain: Mapping[Content, Callable[[Cell], bool]] = {
        Content.DATE: lambda cell: _looks_dated(cell) and read_date(cell, around) is not None,
        Content.TIME: lambda cell: read_time(cell, around) is not None,
        Content.PERIOD: lambda cell: read_period(cell, around) is not None,
        Content.NUMBER: lambda cell: read_minutes(cell) is not None,
        Content.ID: _looks_like_id,
    }
    if names is None or content in plain:
        return plain.get(content)
    known: Mapping[Content, Callable[[Cell], bool]] = {
        Content.RECIPIENT: lambda cell: read_name(cell)[0] in names.recipient_names,
        Content.STAFF: lambda cell: any(
            one in names.staff_names for one in read_people(cell, names.staff_names)
        ),
        Content.ITEMS: lambda cell: any(item.code for item in read_items(cell, names.item_code)),
    }
    return known.get(content)


def _looks_dated(cell: Cell) -> bool:
    """A bare day of the month is no sign of a column of dates: line numbers look the same."""
    return not (isinstance(cell, int) and cell <= 31) and not (isinstance(cell, str) and len(shown(cell)) < 3)


def _looks_like_id(cell: Cell) -> bool:
    found = read_id(cell)
    return isinstance(found, IdDigits) and (bool(found.full) or len(found.head) == _ID_LENGTH)
