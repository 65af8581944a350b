"""Payloads: one shape an operation, every flaw told, nothing unknown refused."""

import json
from typing import Any

import pytest

from provider_desktop.exchange.canonical import FormCode, encode
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.payloads import payload_flaws, read_payload, schema_of
from provider_desktop.exchange.scalars import to_base64url
from tests.support.exchange import DEVICE, STREAM, a_ulid

CAPTURE = {"at": "2026-11-23T10:00:00+08:00", "source": "paper", "lat": "", "lon": ""}
VISIT: dict[str, Any] = {
    "recipient": "R1",
    "staff": ["S1"],
    "order": "",
    "catalogue": "2026-01",
    "outcome": "done",
    "in": CAPTURE,
    "out": CAPTURE | {"at": ""},
    "items": [{"item": "ZH-01", "minutes": 30, "values": {"pulse": "72"}, "note": ""}],
    "evidence": [{"kind": "sheet", "sha256": "e" * 64, "bytes": 10, "taken_at": ""}],
    "signer": {"relation": "self", "method": "paper"},
    "satisfaction": 1,
    "remarks": "",
    "acknowledged": [{"rule": "TIME-SHORT", "reason": "提前结束", "note": ""}],
}
CORRECTION = VISIT | {
    "adjusted": {"in": "2026-11-23T10:05:00+08:00", "out": ""},
    "correction": {"action": "电话核实对象", "memo": "", "attested_by": "manager"},
}
COMPLAINT = {
    "recipient": "R1",
    "visit": "",
    "received_at": "2026-11-23T10:00:00+08:00",
    "channel": "phone",
    "about": "quality",
    "text": "",
    "due": "2026-11-30",
    "state": "open",
    "closed_at": "",
    "result": "",
}
GOOD: dict[Op, dict[str, Any]] = {
    Op.VISIT_CREATE: VISIT,
    Op.VISIT_CORRECT: CORRECTION,
    Op.VISIT_WITHDRAW: CORRECTION,
    Op.STAFF_UPDATE: {
        "staff": "S1",
        "name": "张伟",
        "id_number": "371621195207150025",
        "post": "",
        "certificates": [{"kind": "care_worker", "number": "1", "to": ""}],
        "health_certificate": "2027-01-01",
        "from": "2026-01-01",
        "to": "",
        "leave": [{"from": "2026-02-01", "to": ""}],
    },
    Op.ASSIGNMENT_ANSWER: {"assignment": "A1", "answer": "declined", "reason": "人手不足"},
    Op.NEED_REPORT: {
        "recipient": "",
        "person": {"name": "王某", "id_number": "", "phone": "", "township": "石庙镇", "address": ""},
        "dimensions": ["health", "housing"],
        "found_at": "2026-11-23T10:00:00+08:00",
        "found_by": "S1",
        "urgency": "urgent",
        "text": "",
        "refer_to": "",
        "consent": True,
    },
    Op.FOLLOWUP_CREATE: {
        "recipient": "R1",
        "visit": a_ulid(1),
        "at": "2026-11-23T10:00:00+08:00",
        "by": "clerk",
        "method": "phone",
        "confirmed": "yes",
        "satisfaction": 2,
        "text": "",
    },
    Op.COMPLAINT_CREATE: COMPLAINT,
    Op.COMPLAINT_UPDATE: COMPLAINT | {"state": "closed", "closed_at": "2026-11-24T10:00:00+08:00"},
    Op.INCIDENT_REPORT: {
        "recipient": "R1",
        "visit": "",
        "kind": "fall",
        "severity": "serious",
        "happened_at": "2026-11-23T10:00:00+08:00",
        "reported_at": "2026-11-23T10:10:00+08:00",
        "staff": ["S1"],
        "measures": "",
        "informed": ["family", "emergency"],
        "text": "",
    },
    Op.SETTLEMENT_CONFIRM: {
        "month": "2026-10",
        "catalogue": "2026-01",
        "lines": [
            {
                "recipient": "R1",
                "visits": 4,
                "minutes": 120,
                "amount": 12_000,
                "deductions": [{"amount": 500, "reason": "时长不足", "record": a_ulid(1)}],
            }
        ],
        "total": {"recipients": 1, "visits": 4, "minutes": 120, "amount": 12_000},
        "confirmed_by": "manager",
    },
    Op.RECTIFICATION_SUBMIT: {
        "notice": 12,
        "records": [a_ulid(1)],
        "cause": "",
        "measures": "",
        "done_by": "2026-12-01",
        "responsible": "manager",
    },
    Op.STREAM_OPEN: {"continues": STREAM, "last_seq": 41},
    Op.STREAM_CLOSE: {"reason": "entry_refused"},
    Op.KEY_ROTATE: {"public_key": DEVICE.public_key.hex(), "proof": to_base64url(bytes(64))},
}


def test_every_operation_has_a_shape_that_takes_a_good_payload() -> None:
    assert set(GOOD) == set(Op)
    for op, payload in GOOD.items():
        assert read_payload(op, encode(payload)) == (payload, ())
        assert read_payload(op, encode(payload | {"later": "more"}))[1] == ()
        assert schema_of(op).endswith("/1")


@pytest.mark.parametrize("op", list(Op))
def test_every_member_of_every_payload_is_looked_at(op: Op) -> None:
    optional = {"adjusted", "correction"}
    for name in GOOD[op]:
        left_out = {key: value for key, value in GOOD[op].items() if key != name}
        told = [(flaw.code, flaw.pointer) for flaw in payload_flaws(op, left_out)]
        assert told == ([] if name in optional else [(FormCode.MISSING, f"/{name}")])
        assert payload_flaws(op, GOOD[op] | {name: 0.5})[0].pointer == f"/{name}"


def test_every_flaw_is_told_not_only_the_first() -> None:
    bad = json.loads(json.dumps(VISIT))
    bad["outcome"] = "maybe"
    bad["in"]["source"] = "dream"
    bad["items"][0]["minutes"] = -5
    bad["items"][0]["values"]["pulse"] = 72
    bad["evidence"][0]["sha256"] = "E" * 64
    bad["satisfaction"] = 5
    assert [flaw.pointer for flaw in payload_flaws(Op.VISIT_CREATE, bad)] == [
        "/outcome",
        "/in/source",
        "/items/0/minutes",
        "/items/0/values/pulse",
        "/evidence/0/sha256",
        "/satisfaction",
    ]


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b'{"a":1.5}', b'{ "a":1}'])
def test_an_unreadable_payload_is_one_flaw(raw: bytes) -> None:
    value, told = read_payload(Op.VISIT_CREATE, raw)
    assert (value, len(told)) == ({}, 1)


def test_a_payload_that_is_no_object_is_a_flaw() -> None:
    assert [flaw.code for flaw in payload_flaws(Op.VISIT_CREATE, [])] == [FormCode.KIND]
