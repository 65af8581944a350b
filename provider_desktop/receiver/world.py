"""One agency's world as the receiver knows it: the answers that the shared checks ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.assignment_payload import read_assignment
from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import CheckRules, Neighbour, check_rules, lock_calendar
from provider_desktop.domain.checks.source import captured_places
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.geo import Place, known_place
from provider_desktop.domain.plans import PlanLine, amount_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.staff_payload import from_payload as read_staff
from provider_desktop.domain.visit_payload import from_payload
from provider_desktop.domain.visits import Visit
from provider_desktop.exchange.entries import Header, Op
from provider_desktop.exchange.scalars import sha256_hex
from provider_desktop.receiver.storage import feed, people, records, visits
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.storage.visits import VisitRow

_EVIDENCE, _PLACE = "sha256:", "place:"


def visit_of(row: EntryRow) -> Visit | None:
    """The visit in an entry; None where its payload was erased or is no visit."""
    try:
        payload = json.loads(row.payload)
    except ValueError:
        return None
    reason = Header.from_bytes(row.header).reason
    withdraws = row.op == Op.VISIT_WITHDRAW
    visit, _ = from_payload(row.record, row.version, reason, payload, withdrawal=withdraws)
    return visit


def person_of(agency: str, staff: str, id_number: str) -> str:
    """The same for one person in every agency, and no more than a hash to look at."""
    return sha256_hex(f"id {id_number}".encode() if id_number else f"{agency} {staff}".encode())


def visit_row(row: EntryRow, visit: Visit, known: Mapping[str, str]) -> VisitRow:
    """What is kept of the version that counts; *known* gives the person behind each known staff id."""
    return VisitRow(
        entry=row.id,
        agency=row.agency,
        record=row.record,
        recipient=visit.recipient,
        started=visit.started,
        ended=visit.ended,
        day=visit.day.isoformat() if visit.day else "",
        minutes=visit.minutes,
        outcome=visit.outcome.value,
        persons={each: known.get(each) or person_of(row.agency, each, "") for each in visit.staff},
        marks=(
            *(f"{_EVIDENCE}{evidence.sha256}" for evidence in visit.evidence),
            *map(_place_mark, captured_places(visit)),
        ),
    )


class World:
    """The ``ContextSource`` of an agency within one transaction. Of other agencies it knows only that a
    person or recipient was busy elsewhere."""

    def __init__(self, connection: Connection, agency: str) -> None:
        self._connection = connection
        self._agency = agency
        self._answers: Mapping[str, tuple[str, str]] | None = None
        self._visits: dict[int, Visit | None] = {}
        self._published: dict[str, Sequence[feed.Publication]] = {}
        self._settled: list[tuple[int, str, str]] | None = None

    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every version of the catalogue published to the agency, the latest publication first."""
        found = (_catalogue(each.body) for each in reversed(self._all("catalogue")))
        return tuple(catalogue for catalogue in found if catalogue is not None)

    def rules(self, day: date | None) -> CheckRules:
        """The rule set in force on a day (else the one published last), with the calendar."""
        ruleset = in_force(self._all("ruleset"), day)
        calendars = self._all("calendar")
        calendar = lock_calendar(json.loads(calendars[-1].body)) if calendars else None
        return check_rules(ruleset or {}, calendar)

    def settled_months(self, before: int, but: str = "") -> frozenset[str]:
        """Months whose settlement was confirmed, and accepted, by entries before that one; leaving out
        the record ``but``."""
        if self._settled is None:
            confirmed = records.entries_of_op(self._connection, self._agency, Op.SETTLEMENT_CONFIRM.value)
            said = records.verdicts_on(self._connection, [row.id for row in confirmed])
            self._settled = [
                (row.id, row.record, json.loads(row.payload)["month"])
                for row in confirmed
                if row.payload and row.id in said and said[row.id][-1].outcome == "accepted"
            ]
        return frozenset(month for entry, record, month in self._settled if entry < before and record != but)

    def assignments_of(self, recipient: str) -> tuple[Assignment, ...]:
        """Assignments of a recipient to this agency, with the agency's answers."""
        if not recipient:
            return ()
        return self._read_assignments(people.assignments(self._connection, self._agency, recipient))

    def all_assignments(self) -> tuple[Assignment, ...]:
        """Every assignment ever stated to this agency, with its answers."""
        return self._read_assignments(people.assignments(self._connection, self._agency))

    def staff_members(self, staff: Iterable[str]) -> Mapping[str, StaffMember]:
        """Those of the staff members that the agency has described, by id."""
        return _members(people.staff(self._connection, self._agency, staff))

    def all_staff(self) -> Mapping[str, StaffMember]:
        """Every staff member that the agency has described, by id."""
        return _members(people.staff(self._connection, self._agency))

    def neighbours(
        self, staff: Iterable[str], recipient: str, since: datetime, until: datetime, record: str
    ) -> tuple[Neighbour, ...]:
        """Visits that count, of any of the people or of the recipient, touching a span of time."""
        staff = tuple(staff)
        persons = people.persons(self._connection, self._agency, staff)
        own = {person: each for each, person in persons.items()}
        found = visits.touching(
            self._connection,
            persons=own,
            recipient=recipient,
            # A visit lies on the day of its sign-in, and lasts less than two days.
            days=(local_day(since) - timedelta(days=2), local_day(until)),
            span=(since, until),
        )
        neighbours = []
        for agency, other, entry in found:
            foreign = agency != self._agency
            visit = self._visit(entry)
            if visit is None or (other == record and not foreign):
                continue
            if foreign:
                # Their staff ids mean nothing here: name those of our people who were there.
                there = visits.persons_of(self._connection, entry).values()
                visit = replace(visit, staff=tuple(own[person] for person in there if person in own))
            neighbours.append(Neighbour(visit, None if foreign else self._home(visit.recipient), foreign))
        return tuple(neighbours)

    def worked_minutes(self, staff: str, first: date, last: date, record: str) -> int:
        """Minutes of a staff member's visits done on the days."""
        return visits.worked_minutes(self._connection, self._agency, staff, (first, last), record)

    def amount_used(self, recipient: str, line: PlanLine, first: date, last: date, record: str) -> int:
        """What the recipient's visits on the days took of a line."""
        entries = visits.of_recipient(self._connection, self._agency, recipient, (first, last), record)
        found = (self._visit(entry) for entry in entries)
        return sum(amount_of(line, visit) for visit in found if visit is not None)

    def evidence_elsewhere(self, hashes: Iterable[str], record: str) -> Mapping[str, str]:
        """For each hash that another visit of the agency has: that record."""
        found = self._carried((f"{_EVIDENCE}{each}" for each in hashes), record)
        return {mark.removeprefix(_EVIDENCE): other for mark, other in found.items()}

    def places_elsewhere(self, places: Iterable[Place], record: str) -> frozenset[Place]:
        """Those of the places that another visit of the agency was captured at."""
        by_mark = {_place_mark(place): place for place in places}
        return frozenset(by_mark[mark] for mark in self._carried(by_mark, record))

    def repeated_places(self) -> frozenset[str]:
        """Places as ``lat,lon`` that stand in several visits of the agency."""
        marks = visits.repeated_marks(self._connection, self._agency, _PLACE)
        return frozenset(mark.removeprefix(_PLACE) for mark in marks)

    def let_count(self, row: EntryRow, visit: Visit) -> None:
        """Let this version of a visit count, so that later ones are laid beside it."""
        known = people.persons(self._connection, self._agency, visit.staff)
        visits.put(self._connection, visit_row(row, visit, known))
        self._visits[row.id] = visit

    def _all(self, kind: str) -> Sequence[feed.Publication]:
        if kind not in self._published:
            self._published[kind] = feed.published(self._connection, kind, self._agency)
        return self._published[kind]

    def _carried(self, marks: Iterable[str], record: str) -> Mapping[str, str]:
        return visits.carried_elsewhere(self._connection, self._agency, list(marks), record)

    def _visit(self, entry: int) -> Visit | None:
        if entry not in self._visits:
            self._visits[entry] = visit_of(records.entry(self._connection, entry))
        return self._visits[entry]

    def _home(self, recipient: str) -> Place | None:
        known = next(iter(self.assignments_of(recipient)), None)
        return known_place(known.recipient.lat, known.recipient.lon) if known else None

    def _read_assignments(self, rows: Iterable[tuple[str, bytes]]) -> tuple[Assignment, ...]:
        if self._answers is None:
            self._answers = people.answers(self._connection, self._agency)
        found = []
        for assignment_id, body in rows:
            assignment = _assignment(body)
            if assignment is None:
                continue
            answer, reason = self._answers.get(assignment_id, ("", ""))
            found.append(replace(assignment, answer=Answer(answer), answer_reason=reason))
        return tuple(found)


def in_force(published: Iterable[feed.Publication], day: date | None) -> dict[str, Any] | None:
    """The body of the rule set that holds on a day: of several the one that began last, as every desktop has
    it (of one day, the greatest version). Where none does, or no day is asked for, the one published last."""
    latest: dict[str, Any] | None = None
    holding: dict[str, Any] | None = None
    for each in published:
        latest = json.loads(each.body)
        if day is None or not (latest["from"] <= day.isoformat() <= (latest["to"] or "9999")):
            continue
        if holding is None or _began(latest) >= _began(holding):
            holding = latest
    return holding or latest


def _began(body: Mapping[str, Any]) -> tuple[str, str]:
    return str(body["from"]), str(body["version"])


def _place_mark(place: Place) -> str:
    return f"{_PLACE}{place[0]},{place[1]}"


def _members(bodies: Mapping[str, bytes]) -> dict[str, StaffMember]:
    read = {staff: _staff_member(body) for staff, body in bodies.items()}
    return {staff: member for staff, member in read.items() if member is not None}


# Bodies are immutable bytes, and the same few are read for every entry.
@lru_cache(maxsize=16)
def _catalogue(body: bytes) -> Catalogue | None:
    return read_catalogue(json.loads(body))[0]


@lru_cache(maxsize=4096)
def _assignment(body: bytes) -> Assignment | None:
    return read_assignment(json.loads(body))[0]


@lru_cache(maxsize=1024)
def _staff_member(body: bytes) -> StaffMember | None:
    return read_staff(json.loads(body))[0]
