"""The agency's reply to a yellow or red light or a notice: cause, measures, by when, who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from provider_desktop.domain.case_rules import (
    EMPTY,
    UNKNOWN,
    CaseWorld,
    Names,
    Outline,
    filled,
    finding,
    known,
)
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_day


@dataclass(frozen=True, slots=True)
class Rectification:
    """``notice`` is the seq of the statement answered, 0 for none; ``records`` are those that it is about."""

    notice: int = 0
    records: tuple[str, ...] = ()
    cause: str = ""
    measures: str = ""
    done_by: date | None = None
    responsible: str = ""


def to_payload(reply: Rectification) -> dict[str, Any]:
    """A reply as ``rectification/1``."""
    return {
        "notice": reply.notice,
        "records": list(reply.records),
        "cause": reply.cause,
        "measures": reply.measures,
        "done_by": wire_day(reply.done_by),
        "responsible": reply.responsible,
    }


def from_payload(payload: object) -> tuple[Rectification | None, tuple[Finding, ...]]:
    """The reply behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    reply = Rectification(
        notice=reader.number("notice", 10**15 - 1, required=True),
        records=reader.identifiers("records"),
        cause=reader.text("cause"),
        measures=reader.text("measures"),
        done_by=reader.day("done_by"),
        responsible=reader.text("responsible", limit=100),
    )
    return reply, tuple(reader.faults)


def outline(reply: Rectification) -> Outline:
    """What was promised is due on its day."""
    return Outline(due=reply.done_by)


def names(reply: Rectification) -> Names:
    """What it names."""
    return Names(visits=reply.records, statements=(reply.notice,) if reply.notice else ())


def check(reply: Rectification, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps a reply from being sent."""
    if reply.notice and reply.notice not in world.statements:
        yield finding(UNKNOWN, "/notice", "notice", id=reply.notice)
    yield from known("/records", reply.records, world.visits, "visit")
    yield from filled("/cause", reply.cause)
    yield from filled("/measures", reply.measures)
    if reply.done_by is None:
        yield finding(EMPTY, "/done_by", "done_by")
    yield from filled("/responsible", reply.responsible)
