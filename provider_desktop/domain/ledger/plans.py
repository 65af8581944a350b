"""Plans in sheets: one line a row, or all of a recipient's lines in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from provider_desktop.domain.checks import SHIPPED_RULES, CheckRules
from provider_desktop.domain.ledger.directory import Directory, Fault, unknown
from provider_desktop.domain.ledger.items import FindItem, read_items
from provider_desktop.domain.ledger.names import has_id, read_id, read_name
from provider_desktop.domain.ledger.row_cells import RowCells, RowResult, entries
from provider_desktop.domain.ledger.sheet import Cell, Sheet
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.ledger.text import folded, plain, with_digits
from provider_desktop.domain.plans import Period, PlanLine, Unit

_UNITS = {
    word: unit
    for unit, words in (
        (Unit.VISIT, "次 人次 visit visits"),
        (Unit.MINUTE, "分 分钟 minute minutes"),
        (Unit.HOUR, "时 小时 hour hours"),
    )
    for word in words.split()
} | {"": Unit.VISIT}
_PERIODS = {
    word: period
    for period, words in (
        (Period.MONTH, "月 每月 month monthly"),
        (Period.HALF_YEAR, "半年 每半年 half-year halfyear"),
    )
    for word in words.split()
} | {"": Period.MONTH}
_AMOUNT = re.compile(
    r"(?P<before>每?半年|每?月)?(?P<count>\d{1,4})(?P<unit>次|人次|分钟?|小时|visits?|minutes?|hours?)?"
    r"(?:[/每](?P<after>半年|月|month))?"
)
_IN_CELL = re.compile(
    r"^(?P<name>.+?)[\s:]*[×xX*:]?\s*(?P<count>\d{1,4})(?P<unit>次|分钟|小时)?(?:/(?P<period>月|半年))?$"
)
_LINES = re.compile(r"[、,;+\n]+")


Word = TypeVar("Word", Unit, Period)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A plan line with the recipient (our key) whom it is for."""

    recipient: str
    line: PlanLine


def read_plans(
    sheet: Sheet, layout: Layout, directory: Directory, rules: CheckRules = SHIPPED_RULES
) -> Iterator[RowResult[PlannedLine]]:
    """Every entry of a list of plans: recipient, item, amount, unit (visits) and period (month)."""
    for row in entries(sheet, layout, rules):
        yield row.result(_line(row, directory))


def read_plan(cell: Cell, find: FindItem) -> tuple[tuple[PlanLine, ...], tuple[str, ...]]:
    """The lines of one cell (``ZH-01×4、助洁 2次``), and the texts that are no line of a plan."""
    lines: list[PlanLine] = []
    unknown: list[str] = []
    for part in filter(None, (one.strip() for one in _LINES.split(plain(cell)))):
        match = _IN_CELL.match(part)
        code = find(match["name"].strip(" (")) if match else None
        if match is None or code is None:
            unknown.append(part)
            continue
        unit, period = _UNITS[match["unit"] or ""], _PERIODS[match["period"] or ""]
        lines.append(PlanLine(code, int(match["count"]), unit, period))
    return tuple(lines), tuple(unknown)


def _line(row: RowCells, directory: Directory) -> PlannedLine | None:
    recipient = _recipient(row, directory)
    items = read_items(row.cell("item"), directory.item_code)
    if not items:
        row.missing("item")
    for item in items:
        if item.code is None:
            row.find("CELL-UNKNOWN", "item", **unknown(item.text).values)
    if len(items) > 1:
        row.unreadable("item")  # an amount for several items at once says nothing of each
    amount = _amount(row)
    code = items[0].code if items else None
    if recipient is None or amount is None or code is None:
        return None
    return PlannedLine(recipient, PlanLine(code, *amount))


def _recipient(row: RowCells, directory: Directory) -> str | None:
    key = row.text("recipient")
    name, digits = read_name(row.cell("name"))
    known = [digits] if digits else []
    if has_id(row.cell("id_number")):
        found = read_id(row.cell("id_number"))
        if found is None:
            row.unreadable("id_number")
            return None
        known.append(found)
    if not key and not name and not known:
        row.missing("name")
        return None
    person = directory.recipients.find(key or name, known)
    if isinstance(person, Fault):
        row.find(person.rule, "recipient" if key else "name", **person.values)
        return None
    return person.key


def _amount(row: RowCells) -> tuple[int, Unit, Period] | None:
    """Count, unit and period, from their own columns or all from one (``每月4次``)."""
    if row.blank("count"):
        row.missing("count")
        return None
    match = _AMOUNT.fullmatch(with_digits(folded(row.cell("count"))))
    if match is None or not int(match["count"]):
        row.unreadable("count")
        return None
    unit = _word(row, "unit", match["unit"], _UNITS)
    period = _word(row, "period", match["before"] or match["after"], _PERIODS)
    if unit is None or period is None:
        return None
    return int(match["count"]), unit, period


def _word(row: RowCells, field: str, said: str | None, words: Mapping[str, Word]) -> Word | None:
    text = said or with_digits(folded(row.cell(field)))
    found = words.get(text)
    if found is None:
        row.unreadable(field)
    return found
