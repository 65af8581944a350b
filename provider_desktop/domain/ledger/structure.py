"""Where the table of a sheet begins, what its title says, and which rows of it are no entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from provider_desktop.domain.ledger.columns import Names, match_columns, match_headings
from provider_desktop.domain.ledger.dates import Around, read_date, read_month
from provider_desktop.domain.ledger.fields import FIELDS, REQUIRED, Kind, heading_key
from provider_desktop.domain.ledger.sheet import Row, Sheet, is_blank, shown
from provider_desktop.domain.ledger.text import folded
from provider_desktop.domain.ledger.times import read_period, read_time

#: Titles take a few rows; a table that begins below these is no table of an office.
HEADING_ROWS = 30


class RowRole(StrEnum):
    """What a row below the headings is."""

    ENTRY = "entry"
    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read.

    ``heading_row`` is the spreadsheet's number of the (last) row of headings, 0 where there is none.
    ``columns`` maps fields to 0-based columns. ``year`` and ``month`` are what the title says.
    """

    kind: Kind
    heading_row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    year: int | None = None
    month: int | None = None

    @property
    def around(self) -> Around:
        """What the title says of dates that do not say all themselves."""
        return Around(self.year, self.month)

    @property
    def signature(self) -> str:
        """What tells this set of headings from others, for remembering a mapping."""
        return heading_signature(self.headings)

    @property
    def missing(self) -> tuple[frozenset[str], ...]:
        """Groups of fields of which the sheet lacks every one although it needs one."""
        return tuple(group for group in REQUIRED[self.kind] if not group & self.columns.keys())

    def heading(self, field: str) -> str:
        """The heading over a field's column; the field's own name where the sheet has none."""
        column = self.columns.get(field, -1)
        return (self.headings[column] if 0 <= column < len(self.headings) else "") or field

    def field_at(self, column: int) -> str | None:
        """The field that a column holds, if any."""
        return next((field for field, place in self.columns.items() if place == column), None)


def heading_signature(headings: Sequence[str]) -> str:
    """Headings as one line of text; sheets with the same signature are read the same way."""
    return "|".join(heading_key(heading) for heading in headings).rstrip("|")


def find_layout(
    sheet: Sheet, kind: Kind | None = None, names: Names | None = None, file_name: str = ""
) -> Layout | None:
    """How to read a sheet, or ``None`` where neither headings nor cells tell.

    ``kind`` None: the kind whose fields the headings name best. ``file_name`` may say the month too.
    """
    kinds = tuple(Kind) if kind is None else (kind,)
    best: tuple[float, Kind, int, tuple[str, ...]] | None = None
    for index, headings in _heading_candidates(sheet):
        for one in kinds:
            match = match_headings(one, headings)
            held = sum(1 for group in REQUIRED[one] if group & match.columns.keys())
            # a kind that lacks what it needs is the worse explanation of the same headings
            score = match.score - 3 * (len(REQUIRED[one]) - held)
            if held and len(match.columns) >= 2 and (best is None or score > best[0]):
                best = (score, one, index, headings)
    if best is not None:
        _, found, index, headings = best
        layout = _layout(sheet, found, index, headings, names, file_name)
        if not layout.missing or kind is not None:
            return layout
    bare = _layout(sheet, kind or Kind.VISITS, -1, (), names, file_name)
    return bare if not bare.missing else None


def _layout(
    sheet: Sheet, kind: Kind, index: int, headings: tuple[str, ...], names: Names | None, file_name: str
) -> Layout:
    year, month = _title_month(sheet, index, file_name)
    body = [row for row in sheet.rows[index + 1 :] if sum(not is_blank(cell) for cell in row.cells) > 2]
    columns = match_columns(kind, headings, body, Around(year, month), names)
    columns = {field: column for field, column in columns.items() if field != "serial"}
    number = sheet.rows[index].number if index >= 0 else 0
    return Layout(kind, number, headings, columns, year, month)


def _heading_candidates(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each of the first rows as headings, alone and as the lower half of two-storey headings."""
    above: tuple[str, ...] = ()
    for index, row in enumerate(sheet.rows[:HEADING_ROWS]):
        headings = tuple(" ".join(shown(cell).split()) for cell in row.cells)
        if sum(bool(text) for text in headings) > 1:
            yield index, headings
        if above and any(headings):
            upper = _widened(sheet, index - 1, above, len(headings))
            joined = tuple(text or parent for text, parent in zip(headings, upper, strict=True))
            # the lower storey names parts only: a row of entries would have a word for every column
            if joined != headings and _names_fields(headings):
                yield index, joined
        above = headings


def _widened(sheet: Sheet, index: int, headings: tuple[str, ...], width: int) -> list[str]:
    """Headings with each sideways merge written over all of its columns."""
    wide = [*headings, *[""] * (width - len(headings))][:width]
    for merged in sheet.merged:
        if merged.first_row <= sheet.rows[index].number <= merged.last_row:
            for column in range(merged.first_column, min(merged.last_column + 1, width)):
                wide[column] = wide[merged.first_column]
    return wide


def _names_fields(headings: tuple[str, ...]) -> bool:
    """Whether every text of a row is some field's heading."""
    texts = [text for text in headings if text]
    return bool(texts) and all(
        any(match_headings(kind, (text,)).columns for kind in FIELDS) for text in texts
    )


def _title_month(sheet: Sheet, index: int, file_name: str) -> tuple[int | None, int | None]:
    """Year and month from the rows above the headings, the sheet's name, or the file's."""
    year: int | None = None
    month: int | None = None
    titles = [
        shown(cell) for row in sheet.rows[: max(index, 0)] for cell in row.cells if isinstance(cell, str)
    ]
    for text in (*titles, sheet.name, file_name):
        found_year, found_month = read_month(text)
        if found_year and found_month and (year is None or month is None):
            return (found_year, found_month) if year in (None, found_year) else (year, month or found_month)
        year, month = year or found_year, month or found_month
    return year, month


# ---------------------------------------------------------------- rows of the body

_TOTAL = re.compile(
    r"^(?:本?[页月周日]?)?(?:小计|合计|总计|累计|共计|统计|汇总|总数|total|subtotal|grandtotal|sum)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:备?注|说明|填表说明|负责人|审核人?|复核人?|制表人?|填表人?|经办人?|单位负责人|主管|盖章|签字|日期|站长|会计|统计人|"
    r"note|prepared|approved|checked|signature)[^,。]{0,12}[::]"
    r"|^(?:备?注|说明)\d*[、.]",
    re.IGNORECASE,
)

#: Fields of which a visit, a person or a plan line cannot lack all: a row without any is no entry.
_CORE: Mapping[Kind, frozenset[str]] = {
    Kind.VISITS: frozenset({"recipient", "recipient_id", "in", "out", "period", "items"}),
    Kind.STAFF: frozenset({"name", "id_number"}),
    Kind.RECIPIENTS: frozenset({"name", "id_number"}),
    Kind.PLANS: frozenset({"item", "count"}),
}


def role_of(row: Row, layout: Layout) -> RowRole:
    """What a row below the headings is: only a row of role ``ENTRY`` is one to judge."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    if not filled:
        return RowRole.BLANK
    first = folded(filled[0])
    if _TOTAL.match(first) and not _timed(row, layout):
        return RowRole.TOTAL
    if _NOTE.match(first) and not _timed(row, layout):
        return RowRole.NOTE
    if len(filled) == 1:
        return RowRole.SECTION if read_date(filled[0], layout.around) else _alone(row, layout)
    if _repeats_headings(row, layout):
        return RowRole.HEADING
    core = _CORE[layout.kind] & layout.columns.keys()
    if all(is_blank(row.cell(layout.columns[field])) for field in core):
        return RowRole.NOTE
    return RowRole.ENTRY


def _timed(row: Row, layout: Layout) -> bool:
    """Whether the row holds a time where times belong: then it is no total and no line of signatures."""
    cells = [row.cell(layout.columns[field]) for field in ("in", "period") if field in layout.columns]
    return any(read_time(cell, layout.around) or read_period(cell, layout.around) for cell in cells)


def _alone(row: Row, layout: Layout) -> RowRole:
    """A row with one cell: an unfinished entry where the cell stands for a person, otherwise a note."""
    names = {"recipient", "name"} & layout.columns.keys()
    entry = any(not is_blank(row.cell(layout.columns[field])) for field in names)
    in_first_column = not is_blank(row.cell(0))
    return RowRole.ENTRY if entry and not in_first_column else RowRole.NOTE


def _repeats_headings(row: Row, layout: Layout) -> bool:
    """Headings printed again at the top of each page, letter by letter."""
    same = sum(
        1
        for column, heading in enumerate(layout.headings)
        if heading and isinstance(cell := row.cell(column), str) and cell.strip() == heading
    )
    return same > 1 and same * 2 > sum(bool(heading) for heading in layout.headings)
