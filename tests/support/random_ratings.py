"""Invented agencies and rule sets by chance, from a seed: small, but of every kind the language knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.catalogue import Catalogue, ItemClass, ServiceItem
from provider_desktop.domain.histories import RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.ratings.facts import FIELDS, ComplaintFact, FieldType, Source
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.recipients import RecipientState, State
from provider_desktop.domain.staff import CertificateKind, StaffMember
from provider_desktop.domain.visits import (
    NOT_SIGNED,
    Capture,
    Evidence,
    EvidenceKind,
    ItemDone,
    Outcome,
    Relation,
    Signer,
    SigningMethod,
    Visit,
)
from provider_desktop.domain.visits import Source as CapturedBy
from tests.support.builders import a_hash, a_recipient, a_staff_member, an_assignment, local
from tests.support.ratings import FIRST, LAST, rules_from, shipped

ITEMS = ("ZH-01", "SH-03", "GA-07")
CATALOGUES = (
    Catalogue(
        "c1",
        date(2026, 1, 1),
        None,
        (
            ServiceItem("ZH-01", "上门探访", "Home call", ItemClass.CARE, 20, 30, 60),
            ServiceItem("SH-03", "助洁", "Cleaning", ItemClass.LIFE, 40, 60, 120),
            ServiceItem("GA-07", "电话", "Call", ItemClass.SUPPORT, 3, 10, 30, counts_as_visit=False),
        ),
    ),
)
HOME = ("37.490000", "117.540000")
#: Places that chance picks from, so that some repeat; the last is far from home.
PLACES = (*((f"37.49000{digit}", "117.540000") for digit in range(9)), ("37.600000", "117.540000"))
RECIPIENTS = ("R1", "R2", "R3", "R4")
STAFF = ("S1", "S2", "S3")


def random_visit(chance: Random, record: str, version: int = 1) -> Visit:
    """A visit in or around November 2026, good or bad in any way."""
    start = local("2026-11-01 08:00") + timedelta(days=chance.randint(-2, 31), minutes=chance.randrange(600))
    end = start + timedelta(minutes=chance.choice((10, 25, 45, 70)))
    phone = chance.random() < 0.6
    source = CapturedBy.PHONE if phone else chance.choice(tuple(CapturedBy))
    outcome = Outcome.DONE if chance.random() < 0.85 else chance.choice((Outcome.ABSENT, Outcome.REFUSED))
    kinds = (EvidenceKind.PHOTO_AFTER,) if phone else (EvidenceKind.SHEET,)
    shown = chance.random() < 0.8
    return Visit(
        record=record,
        version=version,
        recipient=chance.choice(RECIPIENTS),
        staff=tuple(chance.sample(STAFF, chance.choice((1, 1, 1, 2)))),
        sign_in=_captured(chance, start, source),
        sign_out=_captured(chance, end, source),
        items=() if outcome is not Outcome.DONE else (ItemDone(chance.choice(ITEMS), 20),),
        evidence=tuple(Evidence(kind, a_hash(record), 10) for kind in kinds if shown),
        signer=Signer(Relation.SELF, SigningMethod.PAPER) if chance.random() < 0.9 else NOT_SIGNED,
        outcome=outcome,
        satisfaction=chance.choice((0, 1, 1, 1, 2, 3, 4)) if outcome is Outcome.DONE else 0,
    )


def _captured(chance: Random, at: datetime, source: CapturedBy) -> Capture:
    if source is not CapturedBy.PHONE or chance.random() < 0.1:
        return Capture(at, source)
    # Most are of their own, to the last digit.
    shared = chance.random() < 0.4
    lat, lon = chance.choice(PLACES) if shared else (f"37.49{chance.randrange(9999):04}", HOME[1])
    return Capture(at, source, lat, lon)


def random_history(chance: Random, record: str) -> RecordHistory:
    """One to three versions of a record with what became of each."""
    versions: list[SealedVersion] = []
    visit = random_visit(chance, record)
    for number in range(1, chance.choice((1, 1, 1, 2, 3)) + 1):
        if number > 1:
            other = random_visit(chance, record, number)
            visit = chance.choice((replace(visit, version=number), other))
        withdraws = number > 1 and chance.random() < 0.1
        received = None
        outcome = VerdictOutcome.NONE
        if visit.ended is not None and chance.random() < 0.9:
            received = visit.ended + timedelta(hours=chance.choice((1, 5, 30, 48, 49, 90)))
            outcome = chance.choice(
                (VerdictOutcome.ACCEPTED,) * 8 + (VerdictOutcome.RETURNED,) * 2 + tuple(VerdictOutcome)
            )
            if outcome is VerdictOutcome.WITHDRAWN and not withdraws:
                outcome = VerdictOutcome.NONE
        versions.append(SealedVersion(visit, withdraws, received, outcome))
        if withdraws:
            break
    return RecordHistory(tuple(versions))


def random_assignments(chance: Random, recipient: str) -> tuple[Assignment, ...]:
    """None, one or two assignments of a recipient, with plan lines of every unit and some states."""
    found = []
    for number in range(chance.choice((0, 1, 1, 1, 2))):
        lines = tuple(
            PlanLine(
                item,
                chance.randint(1, 12) * (45 if unit is Unit.MINUTE else 1),
                unit,
                chance.choice(tuple(Period)),
            )
            for item in chance.sample(ITEMS, chance.randint(1, 3))
            for unit in (chance.choice((Unit.VISIT, Unit.VISIT, Unit.MINUTE, Unit.HOUR)),)
        )
        states: tuple[RecipientState, ...] = ()
        if chance.random() < 0.3:
            since = FIRST + timedelta(days=chance.randrange(30))
            states = (RecipientState(chance.choice(tuple(State)), since, since + timedelta(days=4)),)
        first = date(2026, 1, 1) if number == 0 else FIRST + timedelta(days=chance.randrange(20))
        last = chance.choice((None, None, FIRST + timedelta(days=chance.randrange(30))))
        lat = chance.choice((HOME[0], "37.493000", ""))
        found.append(
            an_assignment(
                a_recipient(recipient, lat=lat),
                lines,
                states,
                first,
                last if last is None or last >= first else None,
                assignment=f"{recipient}-{number}",
                answer=chance.choice((Answer.NONE, Answer.ACCEPTED, Answer.ACCEPTED, Answer.DECLINED)),
            )
        )
    return tuple(found)


def random_member(chance: Random, staff: str) -> StaffMember:
    """A staff member whose certificates are valid, expiring, expired or missing."""
    until = chance.choice((None, date(2027, 6, 1), LAST + timedelta(days=10), FIRST + timedelta(days=9)))
    kinds = (CertificateKind.CARE_WORKER,) if chance.random() < 0.85 else ()
    return a_staff_member(staff, kinds=kinds, until=until)


def random_complaints(chance: Random) -> tuple[ComplaintFact, ...]:
    """A few complaints."""
    return tuple(
        ComplaintFact(f"C{number}", open=is_open, overdue=is_open and chance.random() < 0.5)
        for number in range(chance.randrange(4))
        for is_open in (chance.random() < 0.5,)
    )


def random_rules(chance: Random) -> RuleSet:
    """The starter set with other bounds, Texas's score, or indicators put together by chance."""
    kind = chance.choice(("starter", "starter", "texas_evv", "made", "made"))
    if kind != "made":
        data = shipped(kind)
        if kind == "texas_evv":
            data["period"] = {"kind": "month"}
        for indicator in data["indicators"]:
            indicator["minimum"] = chance.choice((1, 1, 2, 5))
        if kind == "starter" and chance.random() < 0.5:
            data["due"]["per"] = "item"
        if "due" in data and chance.random() < 0.3:
            data["due"]["capped"] = False
        return rules_from(data)
    return rules_from(_made(chance))


def _made(chance: Random) -> dict[str, Any]:
    data = shipped("starter")
    data["indicators"] = [_indicator(chance, f"made_{number}") for number in range(chance.randint(1, 4))]
    ids = [each["id"] for each in data["indicators"]]
    if len(ids) > 1 and chance.random() < 0.5:
        condition = {"indicator": ids[1], "at_least": str(chance.randint(0, 100))}
        data["indicators"][0]["bands"][0]["if"] = [condition]
    shape = chance.choice(("worst", "weighted", "points"))
    if shape != "worst":
        combine: dict[str, Any] = {
            "kind": shape,
            "missing": chance.choice(("no_data", "leave_out")),
            "places": chance.randint(0, 2),
            "rounding": chance.choice(("half_up", "down", "up")),
            "better": "higher",
            "bands": _bounds(chance, 100),
        }
        if shape == "weighted":
            combine["terms"] = [{"indicator": each, "weight": str(chance.randint(1, 60))} for each in ids]
        else:
            table = {"green": "10", "yellow": "5.5", "red": "0"}
            combine["points"] = [{"indicator": each, "bands": table} for each in ids]
        data["combine"] = combine
    return data


def _indicator(chance: Random, name: str) -> dict[str, Any]:
    over = chance.choice(("visits", "visits", "visits", "due", "staff", "complaints"))
    measure: dict[str, Any] = {"over": over, "kind": chance.choice(("ratio", "ratio", "count", "average"))}
    numbers = [field for field, kind in FIELDS[Source(over)].items() if kind.type is FieldType.NUMBER]
    if measure["kind"] == "average" and not numbers:
        measure["kind"] = "ratio"
    if chance.random() < 0.6:
        measure["among"] = _condition(chance, over)
    if measure["kind"] == "average":
        measure["field"] = chance.choice(numbers)
    elif over == "due" and measure["kind"] == "ratio":
        measure["weigh"] = {"among": "due", "share": "served"}
    else:
        measure["share"] = _condition(chance, over)
    better = chance.choice(("higher", "higher", "lower"))
    bounds = _bounds(chance, 100 if measure["kind"] == "ratio" else 8)
    if better == "lower":
        at = sorted((bounds[0]["at"], bounds[1]["at"]), key=float)
        bounds[0]["at"], bounds[1]["at"] = at
    if chance.random() < 0.3:
        counted = {"over": "visits", "where": _condition(chance, "visits")}
        bounds[0]["if"] = [{"count": counted, "at_most": chance.randrange(4)}]
    return {
        "id": name,
        "name": {"zh": name, "en": name},
        "note": {"zh": name, "en": name},
        "measure": measure,
        "minimum": chance.choice((1, 1, 3, 6)),
        "better": better,
        "bands": bounds,
        "remedy": chance.choice(("visits", "correct", "dilute", "renew", "close")),
    }


def _bounds(chance: Random, most: int) -> list[dict[str, Any]]:
    low, high = sorted(chance.sample(range(most + 1), 2))
    return [{"band": "green", "at": str(high)}, {"band": "yellow", "at": str(low)}, {"band": "red"}]


def _condition(chance: Random, over: str, depth: int = 2) -> dict[str, Any]:
    if depth and chance.random() < 0.4:
        kind = chance.choice(("all", "any", "not"))
        if kind == "not":
            return {"not": _condition(chance, over, depth - 1)}
        return {kind: [_condition(chance, over, depth - 1) for _ in range(2)]}
    fields = {name: kind for name, kind in FIELDS[Source(over)].items() if name not in ("recipient", "item")}
    name = chance.choice(sorted(fields))
    field = fields[name]
    if field.type in (FieldType.FLAG_OR_UNKNOWN, FieldType.NUMBER_OR_UNKNOWN) and chance.random() < 0.3:
        return {"field": name, "known": chance.random() < 0.7}
    if field.type.is_flag:
        return {"field": name, "equals": chance.random() < 0.7}
    if field.type.is_number:
        return {"field": name, chance.choice(("at_least", "at_most")): chance.choice((0, 1, 2, 20, 40))}
    return {"field": name, "in": chance.sample(field.values, min(2, len(field.values)))}
