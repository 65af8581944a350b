"""A need found early, of a recipient or of somebody who is none yet: ``need/1`` of exchange.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from provider_desktop.domain.case_rules import (
    CONSENT,
    EMPTY,
    CaseWorld,
    Names,
    Outline,
    filled,
    finding,
    known,
    not_later,
)
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_time


class Dimension(StrEnum):
    """The seven dimensions that needs are assessed in (domain.md, "Facts to build from")."""

    ECONOMY = "economy"  # 经济
    HEALTH = "health"  # 健康
    EDUCATION = "education"  # 教育
    HOUSING = "housing"  # 居住
    EMPLOYMENT = "employment"  # 就业
    GUARDIANSHIP = "guardianship"  # 监护
    INTEGRATION = "integration"  # 社会融入


class Urgency(StrEnum):
    """How soon somebody has to act."""

    NORMAL = "normal"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is no recipient yet; empty where the need is of a recipient."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    township: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What was found, by whom (a staff id or ''), and where it is passed on (``refer_to``, '' for none)."""

    recipient: str = ""
    person: Person = Person()
    dimensions: tuple[Dimension, ...] = ()
    found_at: datetime | None = None
    found_by: str = ""
    urgency: Urgency = Urgency.NORMAL
    text: str = ""
    refer_to: str = ""
    consent: bool = False


def to_payload(need: Need) -> dict[str, Any]:
    """A need as ``need/1``."""
    person = need.person
    return {
        "recipient": need.recipient,
        "person": {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "township": person.township,
            "address": person.address,
        },
        "dimensions": [each.value for each in need.dimensions],
        "found_at": wire_time(need.found_at),
        "found_by": need.found_by,
        "urgency": need.urgency.value,
        "text": need.text,
        "refer_to": need.refer_to,
        "consent": need.consent,
    }


def from_payload(payload: object) -> tuple[Need | None, tuple[Finding, ...]]:
    """The need behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    person = reader.part("person", required=True)
    need = Need(
        recipient=reader.identifier("recipient"),
        person=Person(
            name=person.text("name", limit=100),
            id_number=person.text("id_number", limit=18),
            phone=person.text("phone", limit=40),
            township=person.text("township", limit=100),
            address=person.text("address", limit=300),
        ),
        dimensions=reader.words("dimensions", Dimension, required=True),
        found_at=reader.time("found_at"),
        found_by=reader.identifier("found_by"),
        urgency=reader.word("urgency", Urgency, Urgency.NORMAL, required=True),
        text=reader.text("text"),
        refer_to=reader.text("refer_to", limit=200),
        consent=reader.flag("consent"),
    )
    return need, tuple(reader.faults)


def outline(need: Need) -> Outline:
    """A need is done with once it is told."""
    return Outline(recipient=need.recipient, at=need.found_at)


def names(need: Need) -> Names:
    """Whom it names."""
    return Names(recipients=(need.recipient,), staff=(need.found_by,))


def check(need: Need, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps a need from being reported, and what should be looked at."""
    if not need.recipient:
        yield from filled("/person/name", need.person.name)
        if not (need.person.phone.strip() or need.person.address.strip()):
            yield finding(EMPTY, "/person/phone", "reach")
    yield from known("/recipient", (need.recipient,), world.recipients, "recipient")
    if not need.dimensions:
        yield finding(EMPTY, "/dimensions", "dimensions")
    yield from not_later(world, "/found_at", need.found_at)
    yield from known("/found_by", (need.found_by,), world.staff, "staff")
    yield from filled("/text", need.text)
    if not need.consent:
        yield finding(CONSENT, "/consent", need.urgency.value)
