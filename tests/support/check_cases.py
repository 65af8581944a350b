"""The table of check cases (``tests/domain/check_cases.json``), which desktop and receiver both must pass.

Each case names a visit by what differs from the table's plain one (objects are merged, lists and
values replaced), the world around it likewise, and every finding that must come out, no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from provider_desktop.domain.assignment_payload import read_assignment
from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import Moment, check_rules, lock_calendar
from provider_desktop.domain.staff_payload import from_payload as read_staff
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visit_payload import from_payload
from provider_desktop.domain.visits import Visit
from tests.support.builders import a_record

TABLE = Path(__file__).parent.parent / "domain" / "check_cases.json"


@dataclass(frozen=True, slots=True)
class CheckCase:
    """One case in the forms of the wire. ``others`` are payloads of visits beside it, by record.

    ``answers`` gives the agency's answer to an assignment where it gave one. ``moment`` holds ``now``,
    ``finalised_at``, ``settled``, ``returned_at`` and ``previous_day`` as texts.
    """

    name: str
    rule: str
    record: str
    version: int
    reason: str
    payload: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]]
    catalogue: Mapping[str, Any]
    assignments: tuple[Mapping[str, Any], ...]
    answers: Mapping[str, str]
    staff: tuple[Mapping[str, Any], ...]
    ruleset: Mapping[str, Any]
    calendar: Mapping[str, Any] | None
    moment: Mapping[str, Any]
    expected: tuple[Mapping[str, Any], ...]

    def visit(self) -> Visit:
        """The visit as a value."""
        return _visit(self.record, self.version, self.reason, self.payload)

    def source(self) -> VisitIndex:
        """The world around it as a source of contexts."""
        catalogue, faults = read_catalogue(self.catalogue)
        assert catalogue is not None, faults
        others = [_visit(record, 1, "", payload) for record, payload in self.others.items()]
        staff = [member for payload in self.staff if (member := read_staff(payload)[0])]
        assert len(staff) == len(self.staff)
        return VisitIndex(others, (catalogue,), self.assigned(), staff)

    def assigned(self) -> tuple[Assignment, ...]:
        """The assignments as values, with the agency's answers."""
        found = []
        for body in self.assignments:
            assignment, faults = read_assignment(body)
            assert assignment is not None, faults
            found.append(_answered(assignment, self.answers.get(assignment.assignment, "")))
        return tuple(found)

    def when(self) -> Moment:
        """The moment and rules of the check."""
        calendar = lock_calendar(self.calendar) if self.calendar is not None else None
        previous = self.moment.get("previous_day")
        return Moment(
            now=datetime.fromisoformat(self.moment["now"]),
            rules=check_rules(self.ruleset, calendar),
            finalised_at=_time(self.moment.get("finalised_at")),
            settled=frozenset(self.moment.get("settled", ())),
            returned_at=_time(self.moment.get("returned_at")),
            previous_day=date.fromisoformat(previous) if previous else None,
        )


@cache
def check_cases() -> tuple[CheckCase, ...]:
    """All cases of the table, in its order."""
    return tuple(_cases(json.loads(TABLE.read_text(encoding="utf-8"))))


def _cases(table: Mapping[str, Any]) -> Iterator[CheckCase]:
    for case in table["cases"]:
        world = merged(table["world"], case.get("world", {}))
        yield CheckCase(
            name=case["name"],
            rule=case["rule"],
            record=a_record(1),
            version=case.get("version", 1),
            reason=case.get("reason", ""),
            payload=merged(table["visit"], case.get("visit", {})),
            others={
                a_record(number): merged(table["visit"], other)
                for number, other in enumerate(case.get("others", ()), start=2)
            },
            catalogue=world["catalogue"],
            assignments=tuple(world["assignments"].values()),
            answers=world.get("answers", {}),
            staff=tuple(world["staff"].values()),
            ruleset=world.get("ruleset", {}),
            calendar=world.get("calendar"),
            moment=merged(table["moment"], case.get("moment", {})),
            expected=tuple(case["expect"]),
        )


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with changes: objects member by member, all else replaced."""
    found = dict(base)
    for name, value in changes.items():
        old = found.get(name)
        found[name] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def _visit(record: str, version: int, reason: str, payload: Mapping[str, Any]) -> Visit:
    visit, faults = from_payload(record, version, reason, payload)
    assert visit is not None, faults
    return visit


def _answered(assignment: Assignment, answer: str) -> Assignment:
    return replace(assignment, answer=Answer(answer))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
