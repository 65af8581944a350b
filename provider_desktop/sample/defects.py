"""Drafts that each break one rule, so that every check has something to show on the entry page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.visits import (
    Capture,
    ItemDone,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)
from provider_desktop.sample.county import SampleAgency
from provider_desktop.sample.history import evidence_of, item_done


def defective_drafts(agency: SampleAgency, catalogue: Catalogue, today: date) -> Iterator[tuple[str, Visit]]:
    """Pairs of a rule id and a draft (``record`` empty) in which that rule finds something.

    Every draft lies on the day before ``today``. Those with an empty rule are clean: they may be sealed.
    """
    day = today - timedelta(days=1)
    homes = {level: _of_level(agency, level) for level in SelfCare}
    half, none = homes[SelfCare.PARTIAL], homes[SelfCare.NONE]
    carer, nurse = agency.staff[0].staff, agency.staff[1].staff

    def visit(home: Assignment, staff: str, start: time, minutes: int, *items: ItemDone) -> Visit:
        begun = datetime.combine(day, start, LOCAL)
        ended = begun + timedelta(minutes=minutes)
        known = [found for item in items if (found := catalogue.item(item.item))]
        written = tuple(
            replace(item_done(found, 0), minutes=item.minutes)
            for found, item in zip(known, items, strict=True)
        )
        return Visit(
            record="",
            version=1,
            recipient=home.recipient.recipient,
            staff=(staff,),
            sign_in=Capture(begun, Source.PAPER),
            sign_out=Capture(ended, Source.PAPER),
            items=written,
            catalogue=catalogue.version,
            evidence=tuple(evidence_of(known, False, f"{home.assignment}/{start}", ended)),
            signer=Signer(Relation.SELF, SigningMethod.PAPER),
            satisfaction=1,
        )

    call = ItemDone("ZH-01", 0)
    yield "", visit(half[0], carer, time(15, 0), 30, call)
    yield "", visit(half[2], nurse, time(15, 30), 35, call)
    yield "OVER-STAFF", visit(half[0], carer, time(18, 0), 30, call)
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


def _of_level(agency: SampleAgency, level: SelfCare) -> list[Assignment]:
    return [assignment for assignment in agency.assignments if assignment.recipient.self_care is level]
