"""What the checks ask of the world around a visit, answered from the database (a ``ContextSource``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, or_, select

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks import Neighbour
from provider_desktop.domain.clock import day_start
from provider_desktop.domain.geo import Place, known_place
from provider_desktop.domain.plans import PlanLine, amount_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Visit
from provider_desktop.storage.assignments import load_assignments
from provider_desktop.storage.catalogues import load_catalogues
from provider_desktop.storage.recipients import load_recipients
from provider_desktop.storage.staff import load_staff
from provider_desktop.storage.tables import visit_marks, visit_staff, visits
from provider_desktop.storage.visit_rows import evidence_mark, place_mark, visit_of_columns
from provider_desktop.storage.visit_states import WITHDRAW

_DAY = timedelta(days=1)
#: People named in one query.
_AT_ONCE = 500


class VisitContextRepository:
    """Effective visits: the current row of each record, drafts included, withdrawn ones not.

    Visits are given as far as the columns tell (``visit_of_columns``), which is all that the checks
    compare. ``record`` is always left out.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Asked again for each row of an import, and the same as long as the connection sees one moment.
        self._catalogues: tuple[Catalogue, ...] | None = None

    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every version of the catalogue known."""
        if self._catalogues is None:
            self._catalogues = load_catalogues(self._connection)
        return self._catalogues

    def assignments_of(self, recipient: str) -> tuple[Assignment, ...]:
        """Assignments of a recipient, ended and declined ones included."""
        return load_assignments(self._connection, (recipient,))

    def staff_members(self, staff: Iterable[str]) -> Mapping[str, StaffMember]:
        """Those of the staff members that are known, by id."""
        return {member.staff: member for member in load_staff(self._connection, tuple(staff))}

    def neighbours(
        self, staff: Iterable[str], recipient: str, since: datetime, until: datetime, record: str
    ) -> tuple[Neighbour, ...]:
        """Visits of any of the staff, or of the recipient, that touch a span of time, in order of time."""
        people = tuple(dict.fromkeys(staff))
        found: dict[str, Visit] = {}
        for query in (
            _touching(since, until).where(visits.c.recipient == recipient),
            _touching(since, until)
            .join(visit_staff, visit_staff.c.record == visits.c.record)
            .where(visit_staff.c.staff.in_(people), _since_a_day_before(visit_staff.c.at, since, until)),
        ):
            for visit in self._visits(query):
                found[visit.record] = visit
        found.pop(record, None)
        homes = self._homes({visit.recipient for visit in found.values()})
        ordered = sorted(found.values(), key=lambda visit: (str(visit.started), visit.record))
        return tuple(Neighbour(visit, homes.get(visit.recipient)) for visit in ordered)

    def worked_minutes(self, staff: str, first: date, last: date, record: str) -> int:
        """Minutes of a staff member's visits done whose sign-in lies on the days."""
        query = select(func.sum(visit_staff.c.minutes)).where(
            visit_staff.c.staff == staff,
            visit_staff.c.at >= day_start(first),
            visit_staff.c.at < day_start(last + _DAY),
            visit_staff.c.record != record,
        )
        return self._connection.execute(query).scalar() or 0

    def amount_used(self, recipient: str, line: PlanLine, first: date, last: date, record: str) -> int:
        """What the recipient's visits on the days took of a line, in visits or minutes."""
        return sum(
            amount_of(line, visit)
            for visit in self.of_recipient(recipient, first, last)
            if visit.record != record
        )

    def evidence_elsewhere(self, hashes: Iterable[str], record: str) -> Mapping[str, str]:
        """For each hash that another visit has: that visit's record, the one made first."""
        marks = {evidence_mark(sha256): sha256 for sha256 in hashes}
        found = self._marked(marks, record)
        return {sha256: found[mark] for mark, sha256 in marks.items() if mark in found}

    def places_elsewhere(self, places: Iterable[Place], record: str) -> frozenset[Place]:
        """Those of the places that another visit was captured at, digit by digit."""
        marks = {place_mark(*place): place for place in places}
        return frozenset(marks[mark] for mark in self._marked(marks, record))

    def of_recipient(self, recipient: str, first: date, last: date) -> tuple[Visit, ...]:
        """The recipient's visits on the days, in order of time; for what is used and left."""
        query = _effective().where(visits.c.recipient == recipient, *_on_days(first, last))
        return tuple(self._visits(query.order_by(visits.c.at, visits.c.record)))

    def of_staff(self, staff: str, first: date, last: date) -> tuple[Visit, ...]:
        """The staff member's visits on the days, in order of time."""
        query = (
            _effective()
            .join(visit_staff, visit_staff.c.record == visits.c.record)
            .where(
                visit_staff.c.staff == staff,
                visit_staff.c.at >= day_start(first),
                visit_staff.c.at < day_start(last + _DAY),
            )
        )
        return tuple(self._visits(query.order_by(visits.c.at, visits.c.record)))

    def on_days(self, first: date, last: date) -> tuple[Visit, ...]:
        """All visits on the days, in order of time; to fill a ``VisitIndex`` for an import."""
        return tuple(self._visits(_effective().where(*_on_days(first, last)).order_by(visits.c.at)))

    def marks_on_days(self, first: date, last: date) -> dict[str, tuple[int, datetime]]:
        """By recipient, how many visits the days have and when one of them was saved last: while neither
        changes, no visit of the recipient has."""
        query = select(
            visits.c.recipient, func.count(), func.max(visits.c.saved_at, type_=visits.c.saved_at.type)
        ).where(visits.c.op != WITHDRAW, *_on_days(first, last))
        rows = self._connection.execute(query.group_by(visits.c.recipient))
        return {recipient: (count, saved_at) for recipient, count, saved_at in rows}

    def of_people(
        self, recipients: Iterable[str], staff: Iterable[str], first: date, last: date
    ) -> Iterator[Visit]:
        """The visits on the days of any of the people, once each and in no order; to fill a ``VisitIndex``
        for rows that name nobody else."""
        seen: set[str] = set()
        for part in _parts(recipients):
            query = _effective().where(visits.c.recipient.in_(part), *_on_days(first, last))
            for visit in self._visits(query):
                seen.add(visit.record)
                yield visit
        for part in _parts(staff):
            query = (
                _effective()
                .join(visit_staff, visit_staff.c.record == visits.c.record)
                .where(
                    visit_staff.c.staff.in_(part),
                    visit_staff.c.at >= day_start(first),
                    visit_staff.c.at < day_start(last + _DAY),
                )
            )
            for visit in self._visits(query):
                if visit.record not in seen:
                    seen.add(visit.record)
                    yield visit

    def last_of_recipient(self, recipient: str, before: datetime, limit: int = 1) -> tuple[Visit, ...]:
        """The recipient's newest visits before a moment, newest first; to suggest staff and items from."""
        query = _effective().where(visits.c.recipient == recipient, visits.c.at < before)
        return tuple(self._visits(query.order_by(visits.c.at.desc()).limit(limit)))

    def latest(self, limit: int) -> tuple[Visit, ...]:
        """The agency's newest visits, newest first; to learn what is usual."""
        return tuple(self._visits(_effective().order_by(visits.c.at.desc()).limit(limit)))

    def sealed_on(self, day: date) -> dict[str, int]:
        """How many sealed visits each recipient has on a day."""
        query = select(visits.c.recipient, func.count()).where(
            *_on_days(day, day), visits.c.op != WITHDRAW, visits.c.entry_hash.is_not(None)
        )
        return dict(self._connection.execute(query.group_by(visits.c.recipient)).all())

    def _visits(self, query: Select[tuple[object, ...]]) -> Iterator[Visit]:
        for row in self._connection.execute(query).mappings():
            yield visit_of_columns(row)

    def _marked(self, marks: Iterable[str], record: str) -> dict[str, str]:
        query = select(visit_marks.c.mark, func.min(visit_marks.c.record)).where(
            visit_marks.c.mark.in_(tuple(marks)), visit_marks.c.record != record
        )
        return dict(self._connection.execute(query.group_by(visit_marks.c.mark)).all())

    def _homes(self, people: Iterable[str]) -> Mapping[str, Place | None]:
        known = load_recipients(self._connection, tuple(people))
        return {person.recipient: known_place(person.lat, person.lon) for person in known}


def _parts(people: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(dict.fromkeys(people))
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _effective() -> Select[tuple[object, ...]]:
    return select(*visits.columns).where(visits.c.op != WITHDRAW)


def _on_days(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (visits.c.at >= day_start(first), visits.c.at < day_start(last + _DAY))


def _touching(since: datetime, until: datetime) -> Select[tuple[object, ...]]:
    """Visits with both times in the right order that share a moment with the span, ends included."""
    return _effective().where(
        visits.c.started < visits.c.ended,
        visits.c.started <= until,
        visits.c.ended >= since,
        _since_a_day_before(visits.c.at, since, until),
    )


def _since_a_day_before(at: ColumnElement[datetime], since: datetime, until: datetime) -> ColumnElement[bool]:
    """Narrow to what an index finds: visits that began within a day before, and the few that are longer."""
    recent = and_(at >= since - _DAY, at <= until)
    # Written out, not bound, so that SQLite sees that the index of long visits holds them all.
    return or_(recent, and_(literal_column("visits.minutes > 1440"), visits.c.ended >= since))
