"""Assignments: what the regulator gave, with plan and states, and what the agency answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, update

from provider_desktop.domain.assignments import Answer, Assignment, AssignmentStatus
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import Recipient, RecipientState
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.encoding import decode, decode_tuple, encode
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import assignments, recipients

# The answer is the agency's own: no statement of the regulator takes it back.
_PUT = put(assignments, "assignment", keep=frozenset({"answer", "answer_reason"}))


_COLUMNS = (*assignments.columns, recipients.c.content)
_JOINED = assignments.join(recipients, recipients.c.recipient == assignments.c.recipient)


@dataclass(frozen=True, slots=True)
class StoredAssignment:
    """An assignment and when its latest statement was issued."""

    assignment: Assignment
    issued_at: datetime


class AssignmentRepository:
    """Assignments with their recipients; the recipient is saved first (``recipients.save``)."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, assignment: Assignment, issued_at: datetime) -> None:
        """Write what a statement says; an answer given before stays."""
        self._changed(Topic.ASSIGNMENTS)
        self._changed(Topic.PLANS)
        row = {
            "assignment": assignment.assignment,
            "recipient": assignment.recipient.recipient,
            "first_day": assignment.first_day,
            "last_day": assignment.last_day,
            "status": assignment.status.value,
            "issued_at": issued_at,
            "states": encode(assignment.states),
            "plan": encode(assignment.plan),
            "answer": assignment.answer.value,
            "answer_reason": assignment.answer_reason,
        }
        self._connection.execute(_PUT, row)

    def answer(self, assignment: str, answer: Answer, reason: str) -> bool:
        """Keep the agency's answer; False where there is no such assignment."""
        self._changed(Topic.ASSIGNMENTS)
        query = update(assignments).where(assignments.c.assignment == assignment)
        return self._connection.execute(query.values(answer=answer.value, answer_reason=reason)).rowcount > 0

    def get(self, assignment: str) -> StoredAssignment | None:
        """The assignment of that id."""
        return next(iter(self._rows(assignments.c.assignment == assignment)), None)

    def of_recipient(self, recipient: str) -> tuple[Assignment, ...]:
        """Assignments of a recipient, ended and declined ones included, oldest first."""
        return load_assignments(self._connection, (recipient,))

    def of_recipients(self, wanted: Iterable[str]) -> Mapping[str, tuple[Assignment, ...]]:
        """The same for many at once; recipients without any are left out."""
        found: dict[str, tuple[Assignment, ...]] = {}
        for assignment in load_assignments(self._connection, tuple(wanted)):
            recipient = assignment.recipient.recipient
            found[recipient] = (*found.get(recipient, ()), assignment)
        return found

    def inbox(self) -> tuple[StoredAssignment, ...]:
        """Assignments still to be answered and not ended, newest first."""
        return self._rows(
            assignments.c.answer == Answer.NONE.value,
            assignments.c.status != AssignmentStatus.ENDED.value,
        )

    def inbox_count(self) -> int:
        """How many are still to be answered."""
        query = (
            select(func.count())
            .select_from(assignments)
            .where(
                assignments.c.answer == Answer.NONE.value,
                assignments.c.status != AssignmentStatus.ENDED.value,
            )
        )
        return self._connection.execute(query).scalar_one()

    def all(self) -> tuple[StoredAssignment, ...]:
        """Every assignment, newest first."""
        return self._rows()

    def between(self, first: date, last: date) -> tuple[Assignment, ...]:
        """Assignments that run on any of the days and were not declined; for plans due."""
        return tuple(stored.assignment for stored in reversed(self._rows(*_running(first, last))))

    def count_between(self, first: date, last: date) -> int:
        """How many those are."""
        query = select(func.count()).select_from(assignments).where(*_running(first, last))
        return self._connection.execute(query).scalar_one()

    def _rows(self, *conditions: ColumnElement[bool]) -> tuple[StoredAssignment, ...]:
        query = select(*_COLUMNS).select_from(_JOINED).where(*conditions)
        query = query.order_by(assignments.c.issued_at.desc(), assignments.c.assignment)
        rows = self._connection.execute(query).mappings()
        return tuple(StoredAssignment(_assignment(row), row["issued_at"]) for row in rows)


def _running(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (
        assignments.c.answer != Answer.DECLINED.value,
        assignments.c.first_day <= last,
        or_(assignments.c.last_day.is_(None), assignments.c.last_day >= first),
    )


def load_assignments(connection: Connection, wanted: tuple[str, ...]) -> tuple[Assignment, ...]:
    """The assignments of recipients, oldest first."""
    query = select(*_COLUMNS).select_from(_JOINED).where(assignments.c.recipient.in_(wanted))
    rows = connection.execute(query.order_by(assignments.c.first_day, assignments.c.assignment))
    return tuple(_assignment(row) for row in rows.mappings())


def _assignment(row: RowMapping) -> Assignment:
    return Assignment(
        assignment=row["assignment"],
        recipient=decode(Recipient, row["content"]),
        first_day=row["first_day"],
        last_day=row["last_day"],
        states=decode_tuple(RecipientState, row["states"]),
        plan=decode_tuple(PlanLine, row["plan"]),
        status=AssignmentStatus(row["status"]),
        answer=Answer(row["answer"]),
        answer_reason=row["answer_reason"],
    )
