"""Complaints and their clock: who complained about what, by when it is answered, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from provider_desktop.domain.case_rules import (
    COMPLAINT_DAYS,
    EMPTY,
    TIME,
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
from provider_desktop.domain.payload_reading import Reader, wire_day, wire_time
from provider_desktop.domain.ratings.facts import ComplaintFact


class Channel(StrEnum):
    """How a complaint came."""

    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    HOTLINE = "hotline"
    REGULATOR = "regulator"
    OTHER = "other"


class About(StrEnum):
    """What a complaint is about."""

    ATTITUDE = "attitude"
    QUALITY = "quality"
    TIME = "time"
    CHARGE = "charge"
    PRIVACY = "privacy"
    SAFETY = "safety"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Whether an answer is still owed."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Complaint:
    """``due`` is the last day for an answer, inclusive; ``result`` says how it ended."""

    recipient: str = ""
    visit: str = ""
    received_at: datetime | None = None
    channel: Channel = Channel.PHONE
    about: About = About.QUALITY
    text: str = ""
    due: date | None = None
    state: ComplaintState = ComplaintState.OPEN
    closed_at: datetime | None = None
    result: str = ""


def due_day(received_at: datetime, days: int = COMPLAINT_DAYS) -> date:
    """The last day for an answer where nobody sets another."""
    return local_day(received_at) + timedelta(days=days)


def to_payload(complaint: Complaint) -> dict[str, Any]:
    """A complaint as ``complaint/1``."""
    return {
        "recipient": complaint.recipient,
        "visit": complaint.visit,
        "received_at": wire_time(complaint.received_at),
        "channel": complaint.channel.value,
        "about": complaint.about.value,
        "text": complaint.text,
        "due": wire_day(complaint.due),
        "state": complaint.state.value,
        "closed_at": wire_time(complaint.closed_at),
        "result": complaint.result,
    }


def from_payload(payload: object) -> tuple[Complaint | None, tuple[Finding, ...]]:
    """The complaint behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    complaint = Complaint(
        recipient=reader.identifier("recipient"),
        visit=reader.text("visit", limit=26),
        received_at=reader.time("received_at"),
        channel=reader.word("channel", Channel, Channel.OTHER, required=True),
        about=reader.word("about", About, About.OTHER, required=True),
        text=reader.text("text"),
        due=reader.day("due"),
        state=reader.word("state", ComplaintState, ComplaintState.OPEN, required=True),
        closed_at=reader.time("closed_at"),
        result=reader.text("result"),
    )
    return complaint, tuple(reader.faults)


def outline(complaint: Complaint) -> Outline:
    """The clock runs while the complaint is open."""
    is_open = complaint.state is ComplaintState.OPEN
    return Outline(
        recipient=complaint.recipient,
        visit=complaint.visit,
        at=complaint.received_at,
        due=complaint.due if is_open else None,
        is_open=is_open,
    )


def names(complaint: Complaint) -> Names:
    """Whom it names."""
    return Names(recipients=(complaint.recipient,), visits=(complaint.visit,))


def check(complaint: Complaint, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps a complaint from being recorded, or closed."""
    yield from known("/recipient", (complaint.recipient,), world.recipients, "recipient")
    yield from known("/visit", (complaint.visit,), world.visits, "visit")
    yield from not_later(world, "/received_at", complaint.received_at)
    yield from filled("/text", complaint.text)
    if complaint.due is None:
        yield finding(EMPTY, "/due", "due")
    elif complaint.received_at is not None and complaint.due < local_day(complaint.received_at):
        yield finding(TIME, "/due", "due")
    if complaint.state is ComplaintState.CLOSED:
        yield from not_later(world, "/closed_at", complaint.closed_at, complaint.received_at)
        yield from filled("/result", complaint.result)
    elif complaint.closed_at is not None:
        yield finding(TIME, "/closed_at", "open")


def complaint_facts(complaints: Iterable[tuple[str, Complaint]], until: date) -> tuple[ComplaintFact, ...]:
    """The rating's facts on a day: of every complaint received by then, as it stood at that day's end.

    A complaint answered on its last day is in time; one closed later was overdue until then.
    """
    facts = []
    for record, complaint in sorted(complaints, key=lambda each: each[0]):
        if complaint.received_at is None or local_day(complaint.received_at) > until:
            continue
        closed = complaint.closed_at if complaint.state is ComplaintState.CLOSED else None
        is_open = closed is None or local_day(closed) > until
        overdue = is_open and complaint.due is not None and complaint.due < until
        facts.append(ComplaintFact(record, open=is_open, overdue=overdue))
    return tuple(facts)
