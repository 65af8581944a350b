"""Incidents and their clock: a fall, an injury, somebody missing, told to the regulator without delay."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from provider_desktop.domain.case_rules import (
    INCIDENT_HOURS,
    LATE,
    CaseWorld,
    Names,
    Outline,
    filled,
    finding,
    known,
    not_later,
)
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_time
from provider_desktop.domain.ratings.facts import VetoFact


class IncidentKind(StrEnum):
    """What happened."""

    FALL = "fall"
    INJURY = "injury"
    ILLNESS = "illness"
    DEATH = "death"
    MISSING = "missing"
    PROPERTY = "property"
    DATA = "data"
    OTHER = "other"


class Severity(StrEnum):
    """How bad it was."""

    MINOR = "minor"
    SERIOUS = "serious"
    FATAL = "fatal"


class Informed(StrEnum):
    """Who was told."""

    FAMILY = "family"
    VILLAGE = "village"
    EMERGENCY = "emergency"
    POLICE = "police"
    REGULATOR = "regulator"


#: The veto of the starter rule set that a hidden injury falls under, and what counts as one.
INJURY_VETO = "unreported_injury"
_INJURIES = frozenset({IncidentKind.FALL, IncidentKind.INJURY, IncidentKind.DEATH, IncidentKind.MISSING})


@dataclass(frozen=True, slots=True)
class Incident:
    """``staff`` are those who were there; ``measures`` what was done at once."""

    recipient: str = ""
    visit: str = ""
    kind: IncidentKind = IncidentKind.FALL
    severity: Severity = Severity.MINOR
    happened_at: datetime | None = None
    reported_at: datetime | None = None
    staff: tuple[str, ...] = ()
    measures: str = ""
    informed: tuple[Informed, ...] = ()
    text: str = ""

    @property
    def is_injury(self) -> bool:
        """Whether hiding it would decide the light: harm to a person that was more than slight."""
        return self.kind in _INJURIES and self.severity is not Severity.MINOR


@dataclass(frozen=True, slots=True)
class ToldIncident:
    """An incident with when the regulator first had it; None while it has not."""

    record: str
    incident: Incident
    received_at: datetime | None


def due_at(incident: Incident, hours: int = INCIDENT_HOURS) -> datetime | None:
    """The moment by which the regulator is told; None while it is not known when it happened."""
    return incident.happened_at + timedelta(hours=hours) if incident.happened_at else None


def to_payload(incident: Incident) -> dict[str, Any]:
    """An incident as ``incident/1``."""
    return {
        "recipient": incident.recipient,
        "visit": incident.visit,
        "kind": incident.kind.value,
        "severity": incident.severity.value,
        "happened_at": wire_time(incident.happened_at),
        "reported_at": wire_time(incident.reported_at),
        "staff": list(incident.staff),
        "measures": incident.measures,
        "informed": [each.value for each in incident.informed],
        "text": incident.text,
    }


def from_payload(payload: object) -> tuple[Incident | None, tuple[Finding, ...]]:
    """The incident behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    incident = Incident(
        recipient=reader.identifier("recipient"),
        visit=reader.text("visit", limit=26),
        kind=reader.word("kind", IncidentKind, IncidentKind.OTHER, required=True),
        severity=reader.word("severity", Severity, Severity.MINOR, required=True),
        happened_at=reader.time("happened_at"),
        reported_at=reader.time("reported_at"),
        staff=reader.identifiers("staff"),
        measures=reader.text("measures"),
        informed=reader.words("informed", Informed),
        text=reader.text("text"),
    )
    return incident, tuple(reader.faults)


def outline(incident: Incident) -> Outline:
    """The clock of an incident stops when it is told; lists show the day by which it had to be."""
    due = due_at(incident)
    return Outline(
        recipient=incident.recipient,
        visit=incident.visit,
        at=incident.happened_at,
        due=local_day(due) if due else None,
    )


def names(incident: Incident) -> Names:
    """Whom it names."""
    return Names(recipients=(incident.recipient,), staff=incident.staff, visits=(incident.visit,))


def check(incident: Incident, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps an incident from being reported; that it is late stops nothing."""
    yield from known("/recipient", (incident.recipient,), world.recipients, "recipient")
    yield from known("/visit", (incident.visit,), world.visits, "visit")
    yield from known("/staff", incident.staff, world.staff, "staff")
    yield from not_later(world, "/happened_at", incident.happened_at)
    yield from not_later(world, "/reported_at", incident.reported_at, incident.happened_at)
    yield from filled("/text", incident.text)
    yield from filled("/measures", incident.measures)
    hours = world.incident_hours
    due = due_at(incident, hours)
    if due is not None and incident.reported_at is not None and incident.reported_at > due:
        late = math.ceil((incident.reported_at - due) / timedelta(hours=1))
        yield finding(LATE, "/reported_at", incident.severity.value, hours=hours, late=late)


def injury_vetoes(
    told: Iterable[ToldIncident], now: datetime, first: date, until: date, hours: int = INCIDENT_HOURS
) -> tuple[VetoFact, ...]:
    """The vetoes that follow from injuries of the days, both inclusive, told later than in time or not yet.

    What nobody ever recorded is for the regulator to find.
    """
    return tuple(
        VetoFact(INJURY_VETO, each.record)
        for each in sorted(told, key=lambda each: each.record)
        if each.incident.is_injury
        and (due := due_at(each.incident, hours)) is not None
        and each.incident.happened_at is not None
        and first <= local_day(each.incident.happened_at) <= until
        and (each.received_at or now) > due
    )
