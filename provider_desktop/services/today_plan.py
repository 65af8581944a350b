"""The month's plan against what was made: visits due and missed by recipient, and amounts about to lapse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.plans import Entitlement, Period, PlanLine, Unit, amount_used, period_of
from provider_desktop.domain.schedule import line_days, missing_visits
from provider_desktop.domain.visits import Outcome
from provider_desktop.services.today_book import MonthBook
from provider_desktop.storage.unit_of_work import Reading

#: Days before a period's end in which what is left over is worth a row.
LAPSE_DAYS = 10
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Missed:
    """Visits of one recipient that were due before today and not made, and the items they were for."""

    recipient: str
    count: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What one recipient loses at a period's end unless more is done than the plan still expects."""

    recipient: str
    entitlement: Entitlement


class MonthPlan:
    """The month of a day, over its book. Drafts count as made: sealing them is another row."""

    def __init__(self, reading: Reading, book: MonthBook) -> None:
        self._reading = reading
        self._book = book
        self.today, self.first, self.last = book.today, book.first, book.last

    def due_today(self) -> int:
        """Visits that the plan expects today."""
        return sum(visit.day == self.today for days in self._book.days.values() for visit in days)

    def logged_today(self) -> int:
        """Visits of today entered so far."""
        return len(self._reading.visit_context.on_days(self.today, self.today))

    def standing(self) -> tuple[int, int]:
        """Visits made of those due so far this month, and those due; no more of anybody than are due.

        For counties that do not rate the plan; elsewhere the estimate says it, and knows what counts.
        """
        done, due = 0, 0
        for recipient, planned in self._planned(self.today).items():
            made, excused = self._made(recipient)
            due += max(0, planned - excused)
            done += min(made, max(0, planned - excused))
        return done, due

    def missed(self) -> tuple[Missed, ...]:
        """Recipients with visits that were due before today and not made, by recipient."""
        yesterday = self.today - _DAY
        if yesterday < self.first:
            return ()
        found = []
        for recipient, planned in sorted(self._planned(yesterday).items()):
            made, excused = self._made(recipient)
            if planned > made + excused:
                items = self._items(recipient, yesterday)
                found.append(Missed(recipient, planned - made - excused, items))
        return tuple(found)

    def lapsing(self) -> tuple[Lapsing, ...]:
        """Plan lines of which more is left than the days to come expect, shortly before the period's end.

        A monthly line in visits whose recipient has missed visits is told by these already.
        """
        missed = {each.recipient for each in self.missed()}
        return tuple(self._lapsing(missed))

    def _lapsing(self, missed: set[str]) -> Iterator[Lapsing]:
        for recipient, assignments in self._book.assignments.items():
            known = self._book.left_over.get(recipient)
            if known is None:
                known = tuple(self._left_over(recipient, assignments))
                # What a half-year leaves over hangs on months that the book does not watch.
                if all(line.period is Period.MONTH for each in assignments for line in each.plan):
                    self._book.left_over[recipient] = known
            for entitlement in known:
                line = entitlement.line
                told = line.unit is Unit.VISIT and line.period is Period.MONTH and recipient in missed
                if not told:
                    yield Lapsing(recipient, entitlement)

    def _left_over(self, recipient: str, assignments: Iterable[Assignment]) -> Iterator[Entitlement]:
        """Lines near their period's end of which more is left than is still expected."""
        for assignment in assignments:
            if not assignment.covers(self.today) or assignment.state_on(self.today) is not None:
                continue
            for line in assignment.plan:
                first, last = period_of(line.period, self.today)
                if (last - self.today).days > LAPSE_DAYS:
                    continue
                entitlement = Entitlement(line, first, last, self._used(recipient, line, first, last))
                if entitlement.left > self._still_expected(assignment, entitlement):
                    yield entitlement

    def _still_expected(self, assignment: Assignment, entitlement: Entitlement) -> float:
        """What the plan expects from today on; amounts in minutes are spread over all days alike."""
        line, last = entitlement.line, entitlement.last_day
        if line.unit is Unit.VISIT:
            return len(line_days(assignment, line, self.today, last))
        length = (last - entitlement.first_day).days + 1
        return entitlement.allowed * ((last - self.today).days + 1) / length

    def _used(self, recipient: str, line: PlanLine, first: date, last: date) -> int:
        if line.period is Period.MONTH:
            return amount_used(line, self._book.visits.get(recipient, ()), self.today)
        return self._reading.visit_context.amount_used(recipient, line, first, last, "")

    def _planned(self, until: date) -> Mapping[str, int]:
        planned = ((recipient, self._book.planned(recipient, until)) for recipient in self._book.assignments)
        return {recipient: count for recipient, count in planned if count}

    def _made(self, recipient: str) -> tuple[int, int]:
        """Visits done, and visits that met nobody or a refusal, which excuse."""
        visits = self._book.visits.get(recipient, ())
        done = sum(visit.outcome is Outcome.DONE for visit in visits)
        return done, len(visits) - done

    def _items(self, recipient: str, until: date) -> tuple[str, ...]:
        """Items of the visits that were missed, the most frequent two."""
        planned = [visit for visit in self._book.days.get(recipient, ()) if visit.day <= until]
        missing = missing_visits(planned, self._book.visits.get(recipient, ()), until)
        counts = Counter(item for visit in missing or planned for item in visit.items)
        return tuple(item for item, _ in counts.most_common(2))
