"""Drafts that each break one rule, so that every check has something to show on the entry page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.visits import (
    Capture,
    Evidence,
    EvidenceKind,
    ItemDone,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)
from provider_desktop.sample.county import SampleAgency


def defective_drafts(agency: SampleAgency, catalogue: Catalogue, today: date) -> Iterator[tuple[str, Visit]]:
    """Pairs of a rule id and a draft (``record`` empty) in which that rule finds something.

    Every draft lies on the last working day before ``today``; what needs another visit beside it
    (overlap, reuse) comes right after that visit.
    """
    day = today - timedelta(days=1)
    homes = {level: _of_level(agency, level) for level in SelfCare}
    half, none = homes[SelfCare.PARTIAL], homes[SelfCare.NONE]
    carer, nurse = agency.staff[0].staff, agency.staff[1].staff

    def visit(home: Assignment, staff: str, start: time, minutes: int, *items: ItemDone) -> Visit:
        begun = datetime.combine(day, start, LOCAL)
        ended = begun + timedelta(minutes=minutes)
        sheet = Evidence(EvidenceKind.SHEET, _scan_hash(home, start), 48_000, ended)
        return Visit(
            record="",
            version=1,
            recipient=home.recipient.recipient,
            staff=(staff,),
            sign_in=Capture(begun, Source.PAPER),
            sign_out=Capture(ended, Source.PAPER),
            items=items,
            catalogue=catalogue.version,
            evidence=(sheet,),
            signer=Signer(Relation.SELF, SigningMethod.PAPER),
            satisfaction=1,
        )

    call = ItemDone("ZH-01", 0)
    yield "", visit(half[0], carer, time(18, 0), 30, call)
    yield "OVER-STAFF", visit(half[1], carer, time(18, 10), 30, call)
    yield "TIME-SHORT", visit(half[2], nurse, time(18, 0), 8, call)
    backwards = visit(none[0], nurse, time(19, 0), 30, call)
    swapped = replace(backwards, sign_in=backwards.sign_out, sign_out=backwards.sign_in)
    yield "TIME-ORDER", swapped
    yield "TIME-SUM", visit(none[1], nurse, time(19, 0), 40, ItemDone("SH-04", 60))
    yield "SCOPE-PLAN", visit(half[0], nurse, time(19, 50), 60, ItemDone("GA-01", 0))
    yield "STAFF-COUNT", visit(none[2], nurse, time(21, 0), 45, ItemDone("ZH-08", 0))
    bare = visit(half[1], carer, time(20, 0), 30, call)
    yield "EVID-MISSING", replace(bare, evidence=(), signer=Signer())
    left = agency.staff[-1].staff
    yield "STAFF-ROSTER", visit(half[2], left, time(20, 0), 30, call)


def _scan_hash(home: Assignment, start: time) -> str:
    """A content hash for an invented scan: distinct for each home and time."""
    return hashlib.sha256(f"{home.assignment}/{start}".encode()).hexdigest()


def _of_level(agency: SampleAgency, level: SelfCare) -> list[Assignment]:
    return [assignment for assignment in agency.assignments if assignment.recipient.self_care is level]
