"""A ledger of visits made into drafts: each row checked against stored visits and the rows before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from provider_desktop.domain.checks import check_visit
from provider_desktop.domain.checks.source import build_context
from provider_desktop.domain.clock import month_days
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.ledger.directory import Directory
from provider_desktop.domain.ledger.row_cells import RowResult
from provider_desktop.domain.ledger.rows import read_visits
from provider_desktop.domain.ledger.sheet import Sheet
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.ledger.verdicts import RowOutcome, judge_rows
from provider_desktop.domain.ledger.verdicts import RowVerdict as DomainVerdict
from provider_desktop.domain.plans import Period, period_of
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visit_payload import fingerprint
from provider_desktop.domain.visits import Visit
from provider_desktop.services.import_rows import row_verdict
from provider_desktop.services.imports import RowVerdict
from provider_desktop.services.rules import moment_of, rules_on
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading

#: Fingerprints asked for in one query.
_ASKED = 500
_DAY = timedelta(days=1)


class VisitImport:
    """One pass over one sheet: portions are judged in turn, and may be written as drafts.

    Everything the checks ask is loaded once: stored visits of the days concerned stand in an index in
    memory, so that a row costs microseconds and not a handful of queries.
    """

    def __init__(self, workspace: Workspace, sheet: Sheet, layout: Layout, directory: Directory) -> None:
        self._workspace = workspace
        self._now = workspace.now()
        self._written: list[DomainVerdict] = []
        with workspace.reading() as reading:
            rules = rules_on(reading, self._now.date()).checks
            # read twice, so that no more than a row at a time is held of what is not accepted yet
            named = _Named()
            for result in read_visits(sheet, layout, directory, rules):
                named.add(result.value)
            self._known = _known(reading, named.marks)
            self._index = _index(reading, named)
            days = {self._now.date(), *named.days}
            self._moments = {day: moment_of(reading, day, self._now) for day in days}
        self._verdicts = self._judged(read_visits(sheet, layout, directory, rules), layout)

    def judge(self, count: int) -> list[RowVerdict]:
        """The verdicts on the next rows, none after the last one. :meth:`write` keeps what they bring."""
        portion = list(islice(self._verdicts, count))
        self._written = [each for each in portion if each.outcome is RowOutcome.IMPORTED]
        return [
            row_verdict(
                each.row,
                each.outcome.value,
                each.cells,
                each.findings,
                each.visit.record if each.visit else "",
            )
            for each in portion
        ]

    def write(self) -> None:
        """Save the good rows of the portion judged last as drafts, in one transaction."""
        with self._workspace.writing() as work:
            for each in self._written:
                if each.visit is not None:
                    findings = tuple(cell.finding for cell in each.findings)
                    work.visits.save_draft(each.visit, findings, self._now, imported=True)
        self._written = []

    def _judged(self, results: Iterable[RowResult[Visit]], layout: Layout) -> Iterator[DomainVerdict]:
        return judge_rows(
            results,
            layout,
            known=self._known.__contains__,
            check=self._check,
            accept=self._index.add,
            new_record=self._workspace.new_ulid,
        )

    def _check(self, visit: Visit) -> tuple[Finding, ...]:
        moment = self._moments[visit.day or self._now.date()]
        return check_visit(visit, build_context(visit, self._index, moment))


class _Named:
    """Whom, when and what the rows of a ledger name."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.staff: set[str] = set()
        self.days: set[date] = set()
        self.marks: list[str] = []

    def add(self, visit: Visit | None) -> None:
        """Take note of a row."""
        if visit is None:
            return
        self.people.add(visit.recipient)
        self.staff.update(visit.staff)
        self.marks.append(fingerprint(visit))
        if visit.day:
            self.days.add(visit.day)


def _known(reading: Reading, marks: Sequence[str]) -> frozenset[str]:
    """Which of the rows are visits kept already, also where the draft was edited since."""
    found: set[str] = set()
    for start in range(0, len(marks), _ASKED):
        found |= reading.visits.known_fingerprints(marks[start : start + _ASKED]).keys()
    return frozenset(found)


def _index(reading: Reading, named: _Named) -> VisitIndex:
    """Stored visits of the people and days that the checks of these rows may look at, with catalogues."""
    staff, people = sorted(named.staff), sorted(named.people)
    assignments = [
        assignment
        for start in range(0, len(people), _ASKED)
        for of_one in reading.assignments.of_recipients(people[start : start + _ASKED]).values()
        for assignment in of_one
    ]
    index = VisitIndex((), reading.catalogues.all(), assignments, reading.staff.all())
    if not named.days:
        return index
    by_half_year = any(
        line.period is Period.HALF_YEAR for assignment in assignments for line in assignment.plan
    )
    for first, last in _spans(named.days, by_half_year=by_half_year):
        # a visit of the evening before may still go on, and be too near for the way between
        for visit in reading.visit_context.of_people(people, staff, first - _DAY, last + _DAY):
            index.add(visit)
    return index


def _spans(days: Iterable[date], *, by_half_year: bool) -> Iterator[tuple[date, date]]:
    """Whole months, or half-years where a plan counts by them, that the days lie in."""
    if by_half_year:
        yield from sorted({period_of(Period.HALF_YEAR, day) for day in days})
    else:
        yield from sorted({month_days(day.strftime("%Y-%m")) for day in days})
