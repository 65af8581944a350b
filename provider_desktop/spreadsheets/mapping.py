"""Which column is which field, as data: remembered for the same headings, given in a file, or set by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from provider_desktop.domain.ledger.fields import FIELDS, Kind, heading_key
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.errors import AppError, ErrorCode

_WIDEST = 3  # letters of the last column that any spreadsheet has


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Fields of a kind with the column of each: its heading, or its letter as the spreadsheet shows it."""

    kind: Kind
    columns: Mapping[str, str]


def mapping_of(layout: Layout) -> ColumnMapping:
    """The mapping of a layout, by letters: it holds for sheets of the same heading signature."""
    return ColumnMapping(
        layout.kind, {field: letter(column) for field, column in sorted(layout.columns.items())}
    )


def write_mapping(mapping: ColumnMapping) -> str:
    """A mapping as the text of a JSON file: ``{"kind": "visits", "columns": {"date": "B", …}}``."""
    document = {"kind": mapping.kind.value, "columns": dict(mapping.columns)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_mapping(text: str) -> ColumnMapping:
    """The mapping in a file's text; ``AppError`` ``MappingInvalid`` where it is none."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise AppError(ErrorCode.MAPPING_INVALID, reason="JSON") from error
    columns = document.get("columns") if isinstance(document, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(column, str) for column in columns.values()):
        raise AppError(ErrorCode.MAPPING_INVALID, reason="columns")
    try:
        kind = Kind(document.get("kind", Kind.VISITS.value))
    except ValueError as error:
        raise AppError(ErrorCode.MAPPING_INVALID, reason=str(document["kind"])[:40]) from error
    for field in columns:
        _known(kind, field)
    return ColumnMapping(kind, columns)


def apply_mapping(layout: Layout, mapping: ColumnMapping) -> Layout:
    """The layout with the mapping's columns; what the mapping leaves out is not read.

    Raises ``AppError`` ``MappingInvalid`` for another kind, an unknown field, a heading or a letter
    that the sheet does not have, or one column for two fields.
    """
    if mapping.kind is not layout.kind:
        raise AppError(ErrorCode.MAPPING_INVALID, reason=mapping.kind.value)
    keys = [heading_key(heading) for heading in layout.headings]
    chosen: dict[int, str] = {}
    for field, place in mapping.columns.items():
        key = heading_key(place)
        column = keys.index(key) if key and key in keys else _column(place)
        if column is None or (layout.headings and column >= len(layout.headings)):
            raise AppError(ErrorCode.MAPPING_INVALID, reason=place[:40])
        if column in chosen:
            raise AppError(ErrorCode.MAPPING_INVALID, reason=f"{chosen[column]} = {field}")
        chosen[column] = field
    return with_columns(layout, chosen)


def with_columns(layout: Layout, fields: Mapping[int, str]) -> Layout:
    """The layout with exactly these fields at these 0-based columns; an empty field leaves a column unread.

    Raises ``AppError`` ``MappingInvalid`` for an unknown field or one that is given twice.
    """
    columns: dict[str, int] = {}
    for column, field in fields.items():
        if not field:
            continue
        _known(layout.kind, field)
        if field in columns:
            raise AppError(ErrorCode.MAPPING_INVALID, reason=field)
        columns[field] = column
    return replace(layout, columns=columns)


def letter(column: int) -> str:
    """The letters over a 0-based column: A, B, …, Z, AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column(place: str) -> int | None:
    letters = place.strip().upper()
    if not (letters.isascii() and letters.isalpha() and len(letters) <= _WIDEST):
        return None
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


def _known(kind: Kind, field: str) -> None:
    if field == "serial" or all(field != spec.name for spec in FIELDS[kind]):
        raise AppError(ErrorCode.MAPPING_INVALID, reason=str(field)[:40])
