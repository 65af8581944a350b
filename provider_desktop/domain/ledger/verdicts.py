"""What becomes of each row of a ledger: imported, refused, or known already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from provider_desktop.domain.findings import Action, Finding, worst
from provider_desktop.domain.ledger.row_cells import CellFinding, RowResult
from provider_desktop.domain.ledger.rows import column_of
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.visit_payload import fingerprint
from provider_desktop.domain.visits import Visit


class RowOutcome(StrEnum):
    """The three things that may become of a row."""

    IMPORTED = "imported"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What becomes of one row and why. ``visit`` has its record number where the row comes in;
    ``cells`` is the row as it reads by itself; ``fingerprint`` is empty where the row does not even
    say what visit it is."""

    row: int
    outcome: RowOutcome
    visit: Visit | None
    findings: tuple[CellFinding, ...]
    cells: tuple[Cell, ...]
    fingerprint: str = ""


def judge_rows(
    results: Iterable[RowResult[Visit]],
    layout: Layout,
    *,
    known: Callable[[str], bool],
    check: Callable[[Visit], tuple[Finding, ...]],
    accept: Callable[[Visit], None],
    new_record: Callable[[], str],
) -> Iterator[RowVerdict]:
    """Judge row by row, each against everything accepted before it.

    ``known`` tells whether a fingerprint belongs to a visit kept already, ``check`` runs the checks,
    ``accept`` adds a visit to what later rows are checked against, ``new_record`` gives record numbers.
    A row with a ``block`` is refused; of rows that collide the first comes in; the same visit again
    is a duplicate however it is written.
    """
    seen: set[str] = set()
    for result in results:
        verdict = _judge(result, layout, seen, known, check, new_record)
        if verdict.outcome is RowOutcome.IMPORTED and verdict.visit is not None:
            seen.add(verdict.fingerprint)
            accept(verdict.visit)
        yield verdict


def _judge(
    result: RowResult[Visit],
    layout: Layout,
    seen: set[str],
    known: Callable[[str], bool],
    check: Callable[[Visit], tuple[Finding, ...]],
    new_record: Callable[[], str],
) -> RowVerdict:
    if result.value is None:
        return RowVerdict(result.row, RowOutcome.REFUSED, None, result.findings, result.cells)
    mark = fingerprint(result.value)
    if mark in seen or known(mark):
        return RowVerdict(result.row, RowOutcome.DUPLICATE, None, (), result.cells, mark)
    visit = replace(result.value, record=new_record())
    checked = (CellFinding(column_of(finding.pointer, layout), finding) for finding in check(visit))
    findings = (*result.findings, *checked)
    if worst(cell.finding for cell in findings) is Action.BLOCK:
        return RowVerdict(result.row, RowOutcome.REFUSED, None, findings, result.cells, mark)
    return RowVerdict(result.row, RowOutcome.IMPORTED, visit, findings, result.cells, mark)
