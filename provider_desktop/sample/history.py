"""What an agency did day by day: visits from the plans, with the defects that real months have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue, ServiceItem
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import (
    Capture,
    Evidence,
    EvidenceKind,
    ItemDone,
    Outcome,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)
from provider_desktop.sample.county import SampleAgency
from provider_desktop.sample.people import near

#: Shares of visits with each defect, as they are seen in the field: most months are nearly clean.
MISSED, ABSENT, SHORT, BARE = 0.09, 0.02, 0.03, 0.012
LATE, CORRECTED, RETURNED, ASTRAY = 0.012, 0.03, 0.04, 0.012


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """A visit as it will be entered (``record`` empty), and what becomes of it.

    ``entered_on`` is the day on which it is finalised and sent. ``fate`` is ``''``, ``correct``
    (the agency corrects it unasked) or ``return`` (the regulator returns it by hand); ``answered``
    tells whether the agency has corrected the returned record by the end of the history.
    """

    visit: Visit
    entered_on: date
    fate: str = ""
    answered: bool = True
    acknowledge: dict[str, str] = field(default_factory=dict)


def history(
    agency: SampleAgency, catalogue: Catalogue, first: date, last: date, seed: int = 7
) -> Iterator[SampleVisit]:
    """Visits of an agency from ``first`` to ``last`` (inclusive), in the order they took place."""
    items = {item.code: item for item in catalogue.items}
    random = Random(f"{seed}/{agency.code}")
    due = _due_by_day(agency.assignments, first, last, random)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        yield from _day(agency, items, catalogue.version, day, due.get(day, []), random)


def _due_by_day(
    assignments: tuple[Assignment, ...], first: date, last: date, random: Random
) -> dict[date, list[tuple[Assignment, tuple[str, ...]]]]:
    """Which items each recipient is due on which day.

    A recipient is visited as often as the largest line of the plan asks, evenly over the month; the
    other items are done on some of those visits.
    """
    wanted: dict[date, list[tuple[Assignment, tuple[str, ...]]]] = {}
    for assignment in assignments:
        times = max(line.count for line in assignment.plan)
        shift = random.randrange(3)
        month = first.replace(day=1)
        while month <= last:
            following = (month + timedelta(days=32)).replace(day=1)
            length = (following - month).days
            for turn in range(times):
                day = month + timedelta(days=min(length - 1, turn * length // times + shift))
                if first <= day <= last and assignment.state_on(day) is None:
                    items = tuple(line.item for line in assignment.plan if _falls_on(turn, line.count, times))
                    wanted.setdefault(day, []).append((assignment, items))
            month = following
    return wanted


def _falls_on(turn: int, count: int, times: int) -> bool:
    """Whether an item with ``count`` turns among ``times`` visits is done on this visit."""
    return (turn + 1) * count // times > turn * count // times


def _day(
    agency: SampleAgency,
    items: dict[str, ServiceItem],
    version: str,
    day: date,
    due: list[tuple[Assignment, tuple[str, ...]]],
    random: Random,
) -> Iterator[SampleVisit]:
    free = {
        member.staff: datetime.combine(day, time(8, 20 + random.randrange(20)), LOCAL)
        for member in agency.staff
        if member.on_roster(day) and member.on_leave(day) is None
    }
    staff = {member.staff: member for member in agency.staff}
    made = []
    for assignment, codes in due:
        if random.random() < MISSED:
            continue
        needed = max(items[code].staff_needed(assignment.recipient.self_care) for code in codes)
        able = [key for key in free if _able(staff[key], [items[code] for code in codes], day)]
        team = sorted(able, key=lambda key: (free[key], key))[:needed]
        if len(team) < needed:
            continue
        start = max(free[key] for key in team) + timedelta(minutes=random.randrange(8, 22))
        made.append(_visit(assignment, [items[code] for code in codes], tuple(team), version, start, random))
        end = made[-1].visit.sign_out.at or start
        for key in team:
            free[key] = end.astimezone(LOCAL)
    yield from sorted(
        made, key=lambda sample: sample.visit.sign_in.at or datetime.combine(day, time(), LOCAL)
    )


def _able(member: StaffMember, items: list[ServiceItem], day: date) -> bool:
    return all(member.qualified(item.qualification, day) for item in items)


def _visit(
    assignment: Assignment,
    items: list[ServiceItem],
    team: tuple[str, ...],
    version: str,
    start: datetime,
    random: Random,
) -> SampleVisit:
    home = assignment.recipient
    absent = random.random() < ABSENT
    short = not absent and random.random() < SHORT
    by_phone = random.random() < 0.55
    bare = not absent and random.random() < BARE
    shares = [max(item.minimum, item.reference + random.randrange(-3, 8)) for item in items]
    if short:
        shares = [max(1, item.minimum // 2) for item in items]
    end = start + timedelta(minutes=5 if absent else sum(shares) + random.randrange(0, 4))
    capture = Source.PHONE if by_phone else Source.PAPER
    place = (
        near(home.lat, home.lon, random, 3000 if random.random() < ASTRAY else 120) if by_phone else ("", "")
    )
    seed = f"{assignment.assignment}/{start.isoformat()}"
    evidence = () if absent or bare else tuple(evidence_of(items, by_phone, seed, end))
    signed = not absent and not bare
    visit = Visit(
        record="",
        version=1,
        recipient=home.recipient,
        staff=team,
        sign_in=Capture(start, capture, *place),
        sign_out=Capture(end, capture, *(near(*place, random, 20) if by_phone else ("", ""))),
        items=()
        if absent
        else tuple(item_done(item, share) for item, share in zip(items, shares, strict=True)),
        catalogue=version,
        outcome=(Outcome.ABSENT if random.random() < 0.7 else Outcome.REFUSED) if absent else Outcome.DONE,
        evidence=evidence,
        signer=Signer(Relation.SELF, SigningMethod.SCREEN if by_phone else SigningMethod.PAPER)
        if signed
        else Signer(),
        satisfaction=0 if absent else random.choices((1, 2, 3, 4), (74, 23, 2, 1))[0],
    )
    late = random.random() < LATE
    fate = random.choices(("correct", "return", ""), (CORRECTED, RETURNED, 1 - CORRECTED - RETURNED))[0]
    return SampleVisit(
        visit=visit,
        entered_on=start.date() + timedelta(days=3 if late else random.randrange(2)),
        fate="" if absent else fate,
        answered=random.random() < 0.6,
    )


def item_done(item: ServiceItem, minutes: int) -> ItemDone:
    """An item done with everything that its protocol asks for written down."""
    values = {need.removeprefix("value:"): _VALUES.get(need.removeprefix("value:"), "正常")
              for need in item.evidence if need.startswith("value:")}  # fmt: skip
    return ItemDone(item.code, minutes, values, "如常" if "note" in item.evidence else "")


#: Plausible readings for the values that protocols ask for.
_VALUES = {"temperature": "36.5", "blood_pressure": "128/78", "pulse": "72", "water_temperature": "39"}


def evidence_of(items: list[ServiceItem], by_phone: bool, seed: str, end: datetime) -> Iterator[Evidence]:
    """Invented evidence as capture and protocols ask for it; the same seed gives the same hashes."""
    wanted = {need for item in items for need in item.evidence}
    kinds = [EvidenceKind.SHEET] if not by_phone else [EvidenceKind.SIGNATURE]
    if "photo_before" in wanted:
        kinds.append(EvidenceKind.PHOTO_BEFORE)
    if by_phone or wanted & {"photo", "photo_after"}:
        kinds.append(EvidenceKind.PHOTO_AFTER)
    for kind in kinds:
        content = hashlib.sha256(f"{seed}/{kind}".encode()).hexdigest()
        yield Evidence(kind, content, 48_000, end - timedelta(minutes=2))
