"""Lists of recipients and plans held against what the regulator assigned: where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.findings import Action, Finding, FindingValue
from provider_desktop.domain.ledger.plans import PlannedLine
from provider_desktop.domain.ledger.row_cells import WHOLE_ROW, CellFinding
from provider_desktop.domain.ledger.sheet import Cell, is_blank, shown
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.plans import PlanLine, Unit

#: The list says something else than the regulator's assignment.
DIFFERS = "LIST-DIFFERS"
#: The regulator has not assigned this recipient, or this item of the plan.
UNASSIGNED = "LIST-UNASSIGNED"
LIST_RULES = (DIFFERS, UNASSIGNED)

#: Fields whose values are codes: the sentence for each has the word, not the code.
_CODED = ("category", "self_care")


class Assigned:
    """What the regulator assigned, found by recipient and by id number."""

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        """Of several assignments of one recipient the last one given counts."""
        self._by_recipient: dict[str, Assignment] = {}
        self._by_id: dict[str, Assignment] = {}
        for assignment in assignments:
            self._by_recipient[assignment.recipient.recipient] = assignment
            self._by_id[assignment.recipient.id_number.upper()] = assignment

    def of(self, recipient: str, id_number: str = "") -> Assignment | None:
        """The assignment of the person with that id number; without one, of that recipient's number."""
        if id_number:
            return self._by_id.get(id_number.upper())
        return self._by_recipient.get(recipient)


def compare_recipient(
    said: Assignment, cells: tuple[Cell, ...], layout: Layout, assigned: Assigned
) -> tuple[CellFinding, ...]:
    """What a row of a list of recipients says otherwise; a cell left empty says nothing."""
    person = said.recipient
    known = assigned.of(person.recipient, person.id_number)
    if known is None:
        return (_finding(layout, cells, "id_number", UNASSIGNED, {}),)
    ours, theirs = _fields(said), _fields(known)
    found = [
        _finding(layout, cells, field, DIFFERS, _stated(field, theirs[field]))
        for field in ours
        if field in layout.columns and _says(cells, layout, field) and ours[field] != theirs[field]
    ]
    if _says(cells, layout, "plan") and _amounts(said.plan) != _amounts(known.plan):
        found.append(_finding(layout, cells, "plan", DIFFERS, {"stated": plan_text(known.plan)}))
    return tuple(found)


def compare_plan(
    said: PlannedLine, cells: tuple[Cell, ...], layout: Layout, assigned: Assigned
) -> tuple[CellFinding, ...]:
    """What a row of a list of plans says otherwise than the plan assigned."""
    known = assigned.of(said.recipient)
    lines = [line for line in known.plan if line.item == said.line.item] if known else []
    if not lines:
        return (_finding(layout, cells, "item", UNASSIGNED, {}),)
    if _amounts((said.line,)) == _amounts(lines):
        return ()
    return (_finding(layout, cells, "count", DIFFERS, {"stated": plan_text(lines)}),)


def plan_text(plan: Iterable[PlanLine]) -> str:
    """A plan in one line, as offices write it: ``ZH-01×8、SH-03×4``."""
    return "、".join(f"{line.item}×{line.count}" for line in plan) or "–"


def _fields(assignment: Assignment) -> Mapping[str, str]:
    person = assignment.recipient
    return {
        "recipient": person.recipient,
        "name": person.name,
        "category": person.category.value,
        "self_care": person.self_care.value,
        "township": person.township,
        "address": person.address,
        "phone": person.phone,
        "first_day": assignment.first_day.isoformat(),
        "last_day": assignment.last_day.isoformat() if assignment.last_day else "",
    }


def _stated(field: str, value: str) -> dict[str, FindingValue]:
    if field in _CODED:
        return {"why": field, field: value}
    return {"stated": value or "–"}


def _amounts(plan: Iterable[PlanLine]) -> frozenset[PlanLine]:
    return frozenset(_in_minutes(plan))


def _in_minutes(plan: Iterable[PlanLine]) -> Iterator[PlanLine]:
    """Lines as the wire has them: hours travel in minutes, so six hours are the same as 360 minutes."""
    for line in plan:
        is_hours = line.unit is Unit.HOUR
        yield PlanLine(line.item, line.allowed, Unit.MINUTE, line.period) if is_hours else line


def _says(cells: tuple[Cell, ...], layout: Layout, field: str) -> bool:
    column = layout.columns.get(field, WHOLE_ROW)
    return 0 <= column < len(cells) and not is_blank(cells[column])


def _finding(
    layout: Layout, cells: tuple[Cell, ...], field: str, rule: str, values: Mapping[str, FindingValue]
) -> CellFinding:
    column = layout.columns.get(field, WHOLE_ROW)
    heading = layout.heading(field)
    written = shown(cells[column]) if 0 <= column < len(cells) else ""
    told = {"column": heading, "value": written or "–", **values}
    return CellFinding(column, Finding(rule, Action.BLOCK, heading, told))
