"""Assignments as they travel: bodies of ``assignment`` statements, and the file that a receiver loads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from provider_desktop.domain.assignments import Assignment, AssignmentStatus
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_day
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import (
    Category,
    Recipient,
    RecipientState,
    SelfCare,
    State,
    category_of,
    self_care_of,
    state_of,
)

_COUNT_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class LoadFile:
    """What a receiver loads for one agency. ``catalogue`` and ``ruleset`` are a shipped one's name
    (``default``, ``starter``) or a whole body; None where the file says nothing of them."""

    agency: str
    agency_name: str
    catalogue: object
    ruleset: object
    assignments: tuple[Assignment, ...]


def assignment_body(assignment: Assignment) -> dict[str, Any]:
    """The body of an ``assignment`` statement (exchange.md): codes in English, days ISO, '' = open.

    A line in hours travels in minutes, since the wire knows visits and minutes only.
    """
    person = assignment.recipient
    return {
        "assignment": assignment.assignment,
        "recipient": {
            "recipient": person.recipient,
            "name": person.name,
            "id_number": person.id_number,
            "category": person.category.value,
            "self_care": person.self_care.value,
            "township": person.township,
            "address": person.address,
            "phone": person.phone,
            "lat": person.lat,
            "lon": person.lon,
        },
        "from": wire_day(assignment.first_day),
        "to": wire_day(assignment.last_day),
        "states": [
            {"state": each.state.value, "from": wire_day(each.since), "to": wire_day(each.until)}
            for each in assignment.states
        ],
        "plan": [
            {
                "item": line.item,
                "count": line.allowed,
                "unit": (Unit.VISIT if line.unit is Unit.VISIT else Unit.MINUTE).value,
                "period": line.period.value,
            }
            for line in assignment.plan
        ],
        "status": assignment.status.value,
    }


def read_assignment(
    body: object, stated_on: date | None = None
) -> tuple[Assignment | None, tuple[Finding, ...]]:
    """The assignment of a statement's body, and every fault as SCHEMA with its pointer; unusable then.

    Categories, levels and states may be codes or the regulator's Chinese words. An ``ended``
    assignment without a last day ends on the day of the statement, if that is given.
    """
    if not isinstance(body, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(body)
    assignment = reader.identifier("assignment", required=True)
    recipient = _read_recipient(reader.part("recipient", required=True))
    found = _read_terms(reader, assignment, recipient, stated_on)
    return (None if reader.faults else found), tuple(reader.faults)


def read_load_file(document: object) -> tuple[LoadFile | None, tuple[Finding, ...]]:
    """A file for ``provider-receiver load``: agency, catalogue, rule set, recipients with plans and states.

    An assignment without an id of its own has its recipient's, so that loading again changes it.
    """
    reader = Reader(document if isinstance(document, Mapping) else {})
    if not isinstance(document, Mapping):
        reader.fault("", "kind")
    agency = reader.part("agency")
    code = agency.text("code", limit=18)
    name = agency.text("name", limit=200)
    assignments = []
    for part in reader.parts("recipients"):
        person = _read_recipient(part)
        key = part.identifier("assignment") or person.recipient
        assignments.append(_read_terms(part, key, person, None))
    if reader.faults:
        return None, tuple(reader.faults)
    whole = tuple(each for each in assignments if each is not None)
    return LoadFile(code, name, reader.value.get("catalogue"), reader.value.get("ruleset"), whole), ()


def same_terms(one: Assignment, other: Assignment) -> bool:
    """Whether two statements say the same of an assignment, status and answer left aside."""
    told = replace(one, status=other.status, answer=other.answer, answer_reason=other.answer_reason)
    return told == other


def _read_recipient(part: Reader) -> Recipient:
    category = category_of(text) if (text := part.text("category")) else Category.OTHER
    if category is None:
        part.fault("category", "value")
    self_care = self_care_of(text) if (text := part.text("self_care")) else SelfCare.FULL
    if self_care is None:
        part.fault("self_care", "value")
    return Recipient(
        recipient=part.identifier("recipient", required=True),
        name=part.text("name", required=True, limit=100),
        id_number=part.text("id_number", limit=18),
        category=category or Category.OTHER,
        self_care=self_care or SelfCare.FULL,
        township=part.text("township", limit=100),
        address=part.text("address", limit=300),
        phone=part.text("phone", limit=40),
        lat=part.decimal("lat"),
        lon=part.decimal("lon"),
    )


def _read_terms(
    reader: Reader, assignment: str, recipient: Recipient, stated_on: date | None
) -> Assignment | None:
    status = reader.word("status", AssignmentStatus, AssignmentStatus.NEW)
    first_day = reader.day("from", required=True)
    last_day = reader.day("to")
    if status is AssignmentStatus.ENDED and last_day is None:
        last_day = stated_on
    states = tuple(_read_state(part) for part in reader.parts("states"))
    plan = tuple(_read_line(part) for part in reader.parts("plan"))
    if first_day is None:
        return None
    known = tuple(state for state in states if state is not None)
    return Assignment(assignment, recipient, first_day, last_day, known, plan, status)


def _read_state(part: Reader) -> RecipientState | None:
    text = part.text("state", required=True)
    state = state_of(text)
    if text and state is None:
        part.fault("state", "value")
    since = part.day("from", required=True)
    until = part.day("to")
    return RecipientState(state or State.PAUSED, since, until) if since else None


def _read_line(part: Reader) -> PlanLine:
    return PlanLine(
        item=part.identifier("item", required=True),
        count=part.number("count", _COUNT_LIMIT, required=True),
        unit=part.word("unit", Unit, Unit.VISIT),
        period=part.word("period", Period, Period.MONTH),
    )
