"""A call back after a visit: whether it took place, and how content people were; never a visit itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from provider_desktop.domain.case_rules import EMPTY, CaseWorld, Names, Outline, finding, known, not_later
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_time


class FollowupMethod(StrEnum):
    """How somebody was reached."""

    PHONE = "phone"
    HOME = "home"
    VIDEO = "video"
    OTHER = "other"


class Confirmed(StrEnum):
    """Whether the person says that the service took place as recorded."""

    YES = "yes"
    NO = "no"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Followup:
    """A call: ``visit`` is the record asked about or '' (a call of its own, such as GA-07); ``by`` the user
    who called; ``satisfaction`` 0 (not asked) or 1 (very satisfied) to 4 (dissatisfied)."""

    recipient: str = ""
    visit: str = ""
    at: datetime | None = None
    by: str = ""
    method: FollowupMethod = FollowupMethod.PHONE
    confirmed: Confirmed = Confirmed.YES
    satisfaction: int = 0
    text: str = ""


def to_payload(call: Followup) -> dict[str, Any]:
    """A call as ``followup/1``."""
    return {
        "recipient": call.recipient,
        "visit": call.visit,
        "at": wire_time(call.at),
        "by": call.by,
        "method": call.method.value,
        "confirmed": call.confirmed.value,
        "satisfaction": call.satisfaction,
        "text": call.text,
    }


def from_payload(payload: object) -> tuple[Followup | None, tuple[Finding, ...]]:
    """The call behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    call = Followup(
        recipient=reader.identifier("recipient"),
        visit=reader.text("visit", limit=26),
        at=reader.time("at"),
        by=reader.identifier("by"),
        method=reader.word("method", FollowupMethod, FollowupMethod.OTHER, required=True),
        confirmed=reader.word("confirmed", Confirmed, Confirmed.UNREACHED, required=True),
        satisfaction=reader.number("satisfaction", 4, required=True),
        text=reader.text("text"),
    )
    return call, tuple(reader.faults)


def outline(call: Followup) -> Outline:
    """A call is over when it is recorded."""
    return Outline(recipient=call.recipient, visit=call.visit, at=call.at)


def names(call: Followup) -> Names:
    """Whom it names."""
    return Names(recipients=(call.recipient,), visits=(call.visit,))


def check(call: Followup, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps a call from being recorded."""
    if not call.recipient:
        yield finding(EMPTY, "/recipient", "recipient")
    yield from known("/recipient", (call.recipient,), world.recipients, "recipient")
    yield from known("/visit", (call.visit,), world.visits, "visit")
    yield from not_later(world, "/at", call.at)
    if call.confirmed is Confirmed.NO and not call.text.strip():
        # What the person says instead is the whole point of such a call.
        yield finding(EMPTY, "/text", "denied")
    if call.confirmed is Confirmed.UNREACHED and call.satisfaction:
        yield finding(EMPTY, "/satisfaction", "unreached")
