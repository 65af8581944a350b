"""Lists of recipients and plans as the office keeps them in spreadsheets, read into assignments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.ledger.directory import Directory
from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.domain.ledger.people import read_recipients
from provider_desktop.domain.ledger.plans import read_plans
from provider_desktop.domain.ledger.row_cells import RowResult
from provider_desktop.domain.ledger.sheet import Sheet
from provider_desktop.domain.ledger.structure import Layout, find_layout
from provider_desktop.domain.plans import PlanLine
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets.reading import read_sheets

_READABLE = (Kind.RECIPIENTS, Kind.PLANS)


@dataclass(slots=True)
class SheetLoad:
    """What a workbook says of an agency's assignments, and rows that could not be taken, with reasons."""

    assignments: dict[str, Assignment] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)


def read_workbook(
    path: Path, known: Iterable[Assignment], catalogues: Iterable[Catalogue], today: date
) -> SheetLoad:
    """Read every sheet that lists recipients or plans; what the sheets leave out stays as it is *known*.

    Assignments come by their recipient's id. A row without the regulator's own id for the recipient is
    refused: nothing else may name a person to agencies. Raises ``AppError``: those of reading a sheet,
    and ``HeadingsUnknown`` where no sheet is such a list.
    """
    before = {each.recipient.recipient: each for each in known}
    load = SheetLoad()
    catalogues = tuple(catalogues)
    listed = [(sheet, layout) for sheet in read_sheets(path) if (layout := _layout(sheet, path))]
    if not listed:
        raise AppError(ErrorCode.HEADINGS_UNKNOWN, path=str(path))
    for sheet, layout in sorted(listed, key=lambda each: _READABLE.index(each[1].kind)):
        everybody = {**before, **load.assignments}
        directory = Directory((each.recipient for each in everybody.values()), (), catalogues)
        if layout.kind is Kind.RECIPIENTS:
            _recipients(sheet, layout, directory, today, before, load)
        else:
            _plans(sheet, layout, directory, everybody, load)
    return load


def _layout(sheet: Sheet, path: Path) -> Layout | None:
    layout = find_layout(sheet, None, None, path.stem)
    return layout if layout is not None and layout.kind in _READABLE else None


def _recipients(
    sheet: Sheet,
    layout: Layout,
    directory: Directory,
    today: date,
    before: Mapping[str, Assignment],
    load: SheetLoad,
) -> None:
    for result in _taken(sheet, read_recipients(sheet, layout, directory, today), load):
        read = result.value
        key = read.recipient.recipient if read else ""
        if read is None or not key:
            load.refused.append(_refusal(sheet, result, "CELL-MISSING"))
            continue
        old = before.get(key)
        load.assignments[key] = replace(
            read,
            assignment=old.assignment if old else key,
            first_day=read.first_day if "first_day" in layout.columns or not old else old.first_day,
            states=old.states if old else (),
            plan=read.plan if "plan" in layout.columns or not old else old.plan,
        )


def _plans(
    sheet: Sheet,
    layout: Layout,
    directory: Directory,
    everybody: Mapping[str, Assignment],
    load: SheetLoad,
) -> None:
    """The listed lines are the whole plan of each recipient who is listed."""
    lines: dict[str, list[PlanLine]] = {}
    for result in _taken(sheet, read_plans(sheet, layout, directory), load):
        planned = result.value
        if planned is None or planned.recipient not in everybody:
            load.refused.append(_refusal(sheet, result, "CELL-UNKNOWN"))
            continue
        lines.setdefault(planned.recipient, []).append(planned.line)
    for recipient, plan in lines.items():
        load.assignments[recipient] = replace(everybody[recipient], plan=tuple(plan))


def _taken(sheet: Sheet, results: Iterable[RowResult[Any]], load: SheetLoad) -> Iterator[RowResult[Any]]:
    for result in results:
        if result.blocked:
            load.refused.append(_refusal(sheet, result, ""))
        else:
            yield result


def _refusal(sheet: Sheet, result: RowResult[Any], otherwise: str) -> dict[str, Any]:
    """A row that was not taken: where it stands and the rules that say why, without what it holds."""
    rules = [cell.finding.rule for cell in result.findings] or [otherwise]
    return {"sheet": sheet.name, "row": result.row, "rules": list(dict.fromkeys(rules))}
