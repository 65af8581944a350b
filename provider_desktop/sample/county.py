"""The sample county: agencies, their staff, recipients with plans and states, all from one seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import Category, Recipient, RecipientState, SelfCare, State
from provider_desktop.domain.staff import Certificate, CertificateKind, Leave, StaffMember
from provider_desktop.sample.people import (
    COUNTY,
    TOWNSHIPS,
    a_credit_code,
    a_home,
    a_name,
    a_phone,
    an_id_number,
)

AGENCY_NAMES = ("惠民县暖心居家服务中心", "惠民县邻里互助养老服务站", "惠民县康宁社会工作服务社")

#: Recipients of one agency and staff to serve them, by size. A month and a half of history is
#: replayed for ``small``; ``county`` is for measuring and is written by the bulk path.
SIZES: dict[str, int] = {"small": 12, "county": 50_000}

_CATEGORIES = (
    Category.DESTITUTE_DISPERSED,
    Category.MINIMUM_RURAL,
    Category.MINIMUM_URBAN,
    Category.NEAR_MINIMUM,
    Category.HARDSHIP,
)

#: Visits a month by item for each self-care level, as counties buy them (domain.md, "Facts").
_PLANS: dict[SelfCare, tuple[tuple[str, int], ...]] = {
    SelfCare.FULL: (("ZH-01", 4), ("SH-03", 2), ("GA-01", 2)),
    SelfCare.PARTIAL: (("ZH-01", 8), ("ZH-16", 4), ("SH-03", 4), ("SH-05", 1)),
    SelfCare.NONE: (("ZH-01", 12), ("ZH-07", 8), ("ZH-16", 4), ("ZH-08", 2), ("SH-04", 2)),
}


@dataclass(frozen=True, slots=True)
class SampleAgency:
    """One agency with its people. ``inbox`` are assignments nobody has answered yet."""

    code: str
    name: str
    staff: tuple[StaffMember, ...]
    assignments: tuple[Assignment, ...]
    inbox: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class SampleCounty:
    """Three agencies; the first is the one whose window is opened."""

    today: date
    agencies: tuple[SampleAgency, ...]


def sample_county(today: date, size: str = "small", seed: int = 371621) -> SampleCounty:
    """The county as it stands on ``today``; the same seed and day give the same people.

    Raises ``KeyError`` for a size that is not in :data:`SIZES`.
    """
    random = Random(seed)
    count = SIZES[size]
    agencies = [
        _agency(random, number, name, max(4, (count if number == 0 else count // 3)), today)
        for number, name in enumerate(AGENCY_NAMES)
    ]
    return SampleCounty(today, tuple(agencies))


def sample_agency(today: date, recipients: int, seed: int = 371621) -> SampleAgency:
    """The first agency alone, with so many recipients; for measuring at sizes of one's own."""
    return _agency(Random(seed), 0, AGENCY_NAMES[0], recipients, today)


def teams(agency: SampleAgency, staff: int = 10) -> tuple[SampleAgency, ...]:
    """The agency in teams of so many staff who serve recipients of their own, as large agencies work.

    A team's days are planned apart from the others', so that planning costs the same for each visit
    however large the agency is. The staff left over join the last team.
    """
    count = max(1, len(agency.staff) // staff)
    share = -(-len(agency.assignments) // count)
    found = []
    for number in range(count):
        last = len(agency.staff) if number == count - 1 else (number + 1) * staff
        found.append(
            replace(
                agency,
                staff=agency.staff[number * staff : last],
                assignments=agency.assignments[number * share : (number + 1) * share],
                inbox=(),
            )
        )
    return tuple(found)


def _agency(random: Random, number: int, name: str, count: int, today: date) -> SampleAgency:
    staff = _staff(random, number, max(5, count // 12), today)
    inbox = 2 if number == 0 else 0
    people = [_assignment(random, number, index, today, new=index >= count) for index in range(count + inbox)]
    return SampleAgency(
        code=a_credit_code(12300 + number),
        name=name,
        staff=staff,
        assignments=tuple(people[:count]),
        inbox=tuple(people[count:]),
    )


def _staff(random: Random, agency: int, count: int, today: date) -> tuple[StaffMember, ...]:
    """Staff of an agency: the third's health certificate is about to expire, the fourth is on
    leave at the turn of the month, the last has left, and one holds a nurse's certificate."""
    members = []
    for index in range(count):
        kind = CertificateKind.NURSE if index == 1 else CertificateKind.CARE_WORKER
        last_day = today - timedelta(days=12) if index == count - 1 and count > 4 else None
        leave = (Leave(today - timedelta(days=1), today + timedelta(days=3)),) if index == 3 else ()
        certificates = [
            Certificate(kind, f"{COUNTY}{agency}{index:05d}", today + timedelta(days=400 + 11 * index))
        ]
        if index == 0:
            until = today + timedelta(days=700)
            certificates.append(Certificate(CertificateKind.SOCIAL_WORKER, f"SW{agency}{index:05d}", until))
        members.append(
            StaffMember(
                staff=f"S{agency + 1}{index + 1:03d}",
                name=a_name(random),
                id_number=an_id_number(random, 25, 58, today),
                post="护士" if index == 1 else "护理员",
                certificates=tuple(certificates),
                health_certificate=today + timedelta(days=12 if index == 2 else 200 + 7 * index),
                first_day=date(today.year - 1, 1, 1),
                last_day=last_day,
                leave=leave,
                phone=a_phone(random),
            )
        )
    return tuple(members)


def _assignment(random: Random, agency: int, index: int, today: date, *, new: bool) -> Assignment:
    self_care = (SelfCare.FULL, SelfCare.PARTIAL, SelfCare.NONE)[index % 3]
    latitude, longitude = a_home(random)
    township = random.choice(TOWNSHIPS)
    states: tuple[RecipientState, ...] = ()
    if index == 4:
        states = (RecipientState(State.HOSPITAL, today - timedelta(days=9), today - timedelta(days=5)),)
    recipient = Recipient(
        recipient=f"R{COUNTY}{agency + 1}{index + 1:05d}",
        # two people of one name, so that digits of the id have to tell them apart
        name="李秀英" if agency == 0 and index in {1, 5} else a_name(random),
        id_number=an_id_number(random, 45, 92, today),
        category=_CATEGORIES[index % len(_CATEGORIES)],
        self_care=self_care,
        township=township,
        address=f"{township}第{random.randrange(1, 240)}号",
        phone=a_phone(random),
        lat=latitude,
        lon=longitude,
    )
    return Assignment(
        assignment=f"A{agency + 1}{index + 1:05d}",
        recipient=recipient,
        first_day=today if new else date(today.year - 1, 1, 1),
        last_day=None,
        states=states,
        plan=tuple(PlanLine(item, amount) for item, amount in _PLANS[self_care]),
        answer=Answer.NONE,
    )
