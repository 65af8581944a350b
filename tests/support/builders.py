"""Small builders of domain values: everything has a default, a test names only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue, ItemClass, ServiceItem
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import Category, Recipient, RecipientState, SelfCare
from provider_desktop.domain.staff import Certificate, CertificateKind, Leave, StaffMember
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
from provider_desktop.resources import read_json

ITEM = "T-10"
DATA = Path(__file__).parent.parent / "data"


def local(text: str) -> datetime:
    """A local time (``2026-11-02 09:00``) as aware UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL).astimezone(UTC)


def a_record(number: int = 1) -> str:
    """The ``number``-th record id: valid, and in order of time."""
    moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=number)
    return make_ulid(moment, number.to_bytes(10, "big"))


def a_hash(text: str = "scan") -> str:
    """The hash of an invented file."""
    return sha256(text.encode()).hexdigest()


def a_recipient(recipient: str = "R1", name: str = "张秀英", **changes: Any) -> Recipient:
    """A recipient with a valid invented id, at home in Huimin County."""
    made = Recipient(
        recipient=recipient,
        name=name,
        id_number="371621194906070011",
        category=Category.MINIMUM_RURAL,
        self_care=SelfCare.PARTIAL,
        township="石庙镇",
        address="石庙镇第1号",
        phone="13812341234",
        lat="37.490000",
        lon="117.540000",
    )
    return replace(made, **changes)


def an_assignment(
    recipient: Recipient | str = "R1",
    plan: Sequence[PlanLine] = (PlanLine(ITEM, 12),),
    states: Sequence[RecipientState] = (),
    first_day: date = date(2026, 1, 1),
    last_day: date | None = None,
    **changes: Any,
) -> Assignment:
    """An assignment running since the beginning of 2026."""
    person = a_recipient(recipient) if isinstance(recipient, str) else recipient
    made = Assignment(
        assignment=f"A-{person.recipient}",
        recipient=person,
        first_day=first_day,
        last_day=last_day,
        states=tuple(states),
        plan=tuple(plan),
    )
    return replace(made, **changes)


def a_staff_member(
    staff: str = "S1",
    name: str = "王芳",
    kinds: Iterable[CertificateKind] = (CertificateKind.CARE_WORKER,),
    until: date | None = date(2028, 6, 30),
    health_certificate: date | None = date(2027, 5, 31),
    first_day: date = date(2025, 1, 1),
    last_day: date | None = None,
    leave: Sequence[Leave] = (),
) -> StaffMember:
    """A care worker on the roster since 2025, with valid certificates."""
    return StaffMember(
        staff=staff,
        name=name,
        id_number="371621198105225421",
        post="护理员",
        certificates=tuple(Certificate(kind, f"N-{staff}", until) for kind in kinds),
        health_certificate=health_certificate,
        first_day=first_day,
        last_day=last_day,
        leave=tuple(leave),
    )


def an_item(code: str = ITEM, **changes: Any) -> ServiceItem:
    """A plain item of 20-30-60 minutes that asks for nothing else."""
    made = ServiceItem(
        code=code,
        name=f"项目{code}",
        name_en=f"Item {code}",
        item_class=ItemClass.CARE,
        minimum=20,
        reference=30,
        maximum=60,
    )
    return replace(made, **changes)


def a_catalogue(*items: ServiceItem, **changes: Any) -> Catalogue:
    """A catalogue of 2026 with the given items, or one plain item."""
    made = Catalogue("test-1", date(2026, 1, 1), None, items or (an_item(),))
    return replace(made, **changes)


def default_catalogue() -> Catalogue:
    """The catalogue as shipped."""
    found, faults = read_catalogue(read_json("catalogue", "default.json"))
    assert found is not None, faults
    return found


def a_visit(
    start: str = "2026-11-02 09:00",
    minutes: int = 30,
    recipient: str = "R1",
    staff: Sequence[str] = ("S1",),
    items: Sequence[ItemDone | str] = (ITEM,),
    record: str | int = 1,
    source: Source = Source.PAPER,
    **changes: Any,
) -> Visit:
    """A visit of Monday, 2 November 2026, 09:00-09:30, with sheet and signature: nothing to object to.

    The sheet's hash follows from record and start, so that two visits never share it by accident.
    """
    begun = local(start)
    key = a_record(record) if isinstance(record, int) else record
    made = Visit(
        record=key,
        version=1,
        recipient=recipient,
        staff=tuple(staff),
        sign_in=Capture(begun, source),
        sign_out=Capture(begun + timedelta(minutes=minutes), source),
        items=tuple(item if isinstance(item, ItemDone) else ItemDone(item) for item in items),
        catalogue="test-1",
        outcome=Outcome.DONE,
        evidence=(Evidence(EvidenceKind.SHEET, a_hash(f"{key}/{start}"), 48_000),),
        signer=Signer(Relation.SELF, SigningMethod.PAPER),
        satisfaction=1,
    )
    return replace(made, **changes)
