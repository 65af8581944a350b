"""The month's plans and visits by recipient, kept from one page of the day to the next."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.plans import Entitlement, Period, period_of
from provider_desktop.domain.ratings.due import visits_due
from provider_desktop.domain.ratings.rules import DueRule
from provider_desktop.domain.schedule import PlannedVisit, planned_visits
from provider_desktop.domain.visits import Visit
from provider_desktop.services.planned import items_not_visits
from provider_desktop.services.rules import rules_on
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading


@dataclass(slots=True)
class MonthBook:
    """The month of a day. ``visits`` are drafts and sealed ones by recipient, ``days`` the planned visits."""

    today: date
    first: date
    last: date
    due_rule: DueRule | None
    not_visits: frozenset[str]
    assignments: dict[str, tuple[Assignment, ...]] = field(default_factory=dict)
    visits: dict[str, tuple[Visit, ...]] = field(default_factory=dict)
    days: dict[str, tuple[PlannedVisit, ...]] = field(default_factory=dict)
    due: dict[tuple[str, date], int] = field(default_factory=dict)
    marks: Mapping[str, tuple[int, datetime]] = field(default_factory=dict)
    people_seen: int = 0
    #: By recipient, what is about to lapse; worked out when it is asked for.
    left_over: dict[str, tuple[Entitlement, ...]] = field(default_factory=dict)

    def planned(self, recipient: str, until: date) -> int:
        """Visits that the plans ask for up to a day, as the rating counts them."""
        key = (recipient, until)
        if key not in self.due:
            if self.due_rule is None:
                self.due[key] = sum(planned.day <= until for planned in self.days.get(recipient, ()))
            else:
                given = self.assignments.get(recipient, ())
                facts = visits_due(given, self.first, until, self.due_rule, self.not_visits)
                self.due[key] = sum(fact.planned for fact in facts)
        return self.due[key]

    def read_people(self, reading: Reading) -> None:
        """Take in the assignments of people of whom something changed."""
        _, newest = reading.facts.heads()
        if newest == self.people_seen:
            return
        touched = [
            person for kind, person in reading.facts.people_since(self.people_seen) if kind == "recipient"
        ]
        was_gone = any(kind == "gone" for kind, _ in reading.facts.people_since(self.people_seen))
        if was_gone or not self.people_seen:
            found: dict[str, tuple[Assignment, ...]] = {}
            for assignment in reading.assignments.between(self.first, self.last):
                recipient = assignment.recipient.recipient
                found[recipient] = (*found.get(recipient, ()), assignment)
            self.assignments, self.days = found, {}
            touched = list(found)
        else:
            known = reading.assignments.of_recipients(touched)
            for recipient in touched:
                self.assignments[recipient] = tuple(
                    each for each in known.get(recipient, ()) if self._runs(each)
                )
        gone = frozenset(touched)
        self.due = {key: count for key, count in self.due.items() if key[0] not in gone and not was_gone}
        for recipient in touched:
            self.days[recipient] = planned_visits(self.assignments[recipient], self.first, self.last)
            self.left_over.pop(recipient, None)
        self.people_seen = newest

    def read_visits(self, reading: Reading) -> None:
        """Take in the visits of recipients of whom one was saved, sealed or discarded."""
        marks = reading.visit_context.marks_on_days(self.first, self.last)
        changed = {
            recipient
            for recipient in {*marks, *self.marks}
            if marks.get(recipient) != self.marks.get(recipient)
        }
        found: dict[str, list[Visit]] = {recipient: [] for recipient in changed}
        for visit in reading.visit_context.of_people(changed, (), self.first, self.last):
            found[visit.recipient].append(visit)
        for recipient, given in found.items():
            self.visits[recipient] = tuple(given)
            self.left_over.pop(recipient, None)
        self.marks = marks

    def _runs(self, assignment: Assignment) -> bool:
        """Whether an assignment runs in the month and was not declined."""
        if assignment.answer is Answer.DECLINED or assignment.first_day > self.last:
            return False
        return assignment.last_day is None or assignment.last_day >= self.first


class MonthBooks:
    """The book of the present month, brought up to date when it is opened; one thread at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.lock = threading.Lock()
        self._book: MonthBook | None = None
        self._database: object = None

    def open(self, reading: Reading, today: date) -> MonthBook:
        """The book as the reading sees it; to be called, and the book used, with ``lock`` held."""
        rating = rules_on(reading, today).rating
        first, last = period_of(Period.MONTH, today)
        fresh = MonthBook(today, first, last, rating.due if rating else None, items_not_visits(reading))
        book = self._book
        if book is None or self._database is not self._workspace.database or not _is_same(book, fresh):
            book = fresh
        self._book, self._database = book, self._workspace.database
        book.read_people(reading)
        book.read_visits(reading)
        return book


def _is_same(book: MonthBook, other: MonthBook) -> bool:
    return (book.today, book.due_rule, book.not_visits) == (other.today, other.due_rule, other.not_visits)
