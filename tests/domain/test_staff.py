"""Staff: the staff/1 payload, certificates by name, and what counts on a day."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from provider_desktop.domain.staff import CertificateKind, Leave, Qualification
from provider_desktop.domain.staff_payload import certificate_kind, from_payload, to_payload
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.payloads import payload_flaws
from tests.support.builders import a_staff_member

MEMBER = a_staff_member(
    kinds=(CertificateKind.CARE_WORKER, CertificateKind.NURSE),
    last_day=date(2026, 12, 31),
    leave=(Leave(date(2026, 10, 29), date(2026, 10, 31)), Leave(date(2026, 12, 1), None)),
)


def test_a_staff_member_survives_the_wire() -> None:
    payload = json.loads(json.dumps(to_payload(MEMBER)))
    assert payload_flaws(Op.STAFF_UPDATE, payload) == ()
    assert from_payload(payload) == (MEMBER, ())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"staff": ""}, "/staff"),
        ({"name": 3}, "/name"),
        ({"from": ""}, "/from"),
        ({"to": "2026-2-1"}, "/to"),
        ({"health_certificate": "soon"}, "/health_certificate"),
        ({"certificates": [{"kind": "", "number": "", "to": ""}]}, "/certificates/0/kind"),
        ({"leave": [{"to": "2026-01-01"}]}, "/leave/0/from"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], pointer: str) -> None:
    member, faults = from_payload({**to_payload(MEMBER), **changes})
    assert member is None
    assert [each.pointer for each in faults] == [pointer]


def test_what_is_no_object_is_nobody() -> None:
    member, faults = from_payload(7)
    assert member is None
    assert faults[0].values["why"] == "kind"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("养老护理员证", CertificateKind.CARE_WORKER),
        ("养老护理员（三级）", CertificateKind.CARE_WORKER),
        ("护士执业证书", CertificateKind.NURSE),
        ("社会工作者职业资格证", CertificateKind.SOCIAL_WORKER),
        ("社工证", CertificateKind.SOCIAL_WORKER),
        ("心理咨询师", CertificateKind.PSYCHOLOGY),
        ("康复治疗师", CertificateKind.REHABILITATION),
        ("老年人能力评估师", CertificateKind.ASSESSOR),
        ("nurse", CertificateKind.NURSE),
        ("驾驶证", CertificateKind.OTHER),
    ],
)
def test_certificates_by_name(written: str, kind: CertificateKind) -> None:
    assert certificate_kind(written) is kind


def test_certificates_and_leave_on_a_day() -> None:
    assert MEMBER.qualified(Qualification.NONE, date(2026, 11, 2))
    assert MEMBER.qualified(Qualification.CARE, date(2028, 6, 30))
    assert not MEMBER.qualified(Qualification.CARE, date(2028, 7, 1))
    assert not MEMBER.qualified(Qualification.HEALTH, date(2027, 6, 1))
    leave = MEMBER.on_leave(date(2026, 10, 31))
    assert leave == MEMBER.leave[0]
    assert MEMBER.on_leave(date(2026, 11, 1)) is None
    assert not MEMBER.on_roster(date(2027, 1, 1))
