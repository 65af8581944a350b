"""The ``staff/1`` payload of exchange.md, and the names that offices use for certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_day
from provider_desktop.domain.staff import Certificate, CertificateKind, Leave, StaffMember
from provider_desktop.domain.text import folded

SCHEMA_NAME = "staff/1"

#: Fragments of certificate names, the more telling ones first.
_FRAGMENTS: tuple[tuple[str, CertificateKind], ...] = (
    ("护士", CertificateKind.NURSE),
    ("护师", CertificateKind.NURSE),
    ("康复", CertificateKind.REHABILITATION),
    ("社会工作", CertificateKind.SOCIAL_WORKER),
    ("社工", CertificateKind.SOCIAL_WORKER),
    ("心理", CertificateKind.PSYCHOLOGY),
    ("评估", CertificateKind.ASSESSOR),
    ("养老护理", CertificateKind.CARE_WORKER),
    ("护理员", CertificateKind.CARE_WORKER),
)


def certificate_kind(text: str) -> CertificateKind:
    """The kind of a certificate by code or Chinese name; ``OTHER`` for one that qualifies for nothing."""
    written = folded(text)
    for kind in CertificateKind:
        if written == kind.value:
            return kind
    return next((kind for fragment, kind in _FRAGMENTS if fragment in written), CertificateKind.OTHER)


def to_payload(member: StaffMember) -> dict[str, Any]:
    """A staff member as ``staff/1``; days ISO, '' = none or open. The phone number stays at home."""
    return {
        "staff": member.staff,
        "name": member.name,
        "id_number": member.id_number,
        "post": member.post,
        "certificates": [
            {"kind": each.kind.value, "number": each.number, "to": wire_day(each.until)}
            for each in member.certificates
        ],
        "health_certificate": wire_day(member.health_certificate),
        "from": wire_day(member.first_day),
        "to": wire_day(member.last_day),
        "leave": [{"from": wire_day(each.since), "to": wire_day(each.until)} for each in member.leave],
    }


def from_payload(payload: object) -> tuple[StaffMember | None, tuple[Finding, ...]]:
    """The staff member behind a ``staff/1`` payload, and every fault as SCHEMA; unusable then."""
    reader = Reader(payload if isinstance(payload, Mapping) else {})
    if not isinstance(payload, Mapping):
        reader.fault("", "kind")
    first_day = reader.day("from", required=True)
    certificates = tuple(
        Certificate(
            certificate_kind(part.text("kind", required=True)),
            part.text("number", limit=100),
            part.day("to"),
        )
        for part in reader.parts("certificates")
    )
    leave = tuple((part.day("from", required=True), part.day("to")) for part in reader.parts("leave"))
    staff = reader.identifier("staff", required=True)
    name = reader.text("name", required=True, limit=100)
    id_number = reader.text("id_number", limit=18)
    post = reader.text("post", limit=100)
    health, last_day = reader.day("health_certificate"), reader.day("to")
    if reader.faults or first_day is None:
        return None, tuple(reader.faults)
    return (
        StaffMember(
            staff=staff,
            name=name,
            id_number=id_number,
            post=post,
            certificates=certificates,
            health_certificate=health,
            first_day=first_day,
            last_day=last_day,
            leave=tuple(Leave(since, until) for since, until in leave if since),
        ),
        (),
    )
