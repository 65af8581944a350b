"""What the payload of each operation looks like: the schema part of a verdict, shared by both sides."""

from __future__ import annotations

from collections.abc import Mapping

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, JsonObject, decode_signed
from provider_desktop.exchange.entries import PAYLOAD_LIMIT, Op
from provider_desktop.exchange.shapes import Shape, listing, record

_NOTE = shapes.text(2000)
_REASON = shapes.text(200)
_PERSON = {
    "name": shapes.text(100, empty=False),
    "id_number": shapes.text(18),
    "phone": shapes.text(40),
}
_EVIDENCE = record(
    {
        "kind": shapes.choice("sheet", "photo_before", "photo_after", "signature", "other"),
        "sha256": shapes.hash_hex,
        "bytes": shapes.integer(0),
        "taken_at": shapes.time_or_empty,
    }
)
_CAPTURE = record(
    {
        "at": shapes.time_or_empty,
        "source": shapes.choice("phone", "paper", "manual", "import"),
        "lat": shapes.decimal_or_empty,
        "lon": shapes.decimal_or_empty,
    }
)
_VISIT = record(
    {
        "recipient": shapes.identifier,
        "staff": listing(shapes.identifier, most=20),
        "order": shapes.identifier_or_empty,
        "catalogue": shapes.identifier_or_empty,
        "outcome": shapes.choice("done", "absent", "refused"),
        "in": _CAPTURE,
        "out": _CAPTURE,
        "items": listing(
            record(
                {
                    "item": shapes.identifier,
                    "minutes": shapes.integer(0, 1440),
                    "values": shapes.mapping(shapes.text(200)),
                    "note": _NOTE,
                }
            ),
            most=100,
        ),
        "evidence": listing(_EVIDENCE, most=100),
        "signer": record(
            {
                "relation": shapes.choice("self", "family", "neighbour", "village", "none"),
                "method": shapes.choice("paper", "screen", "fingerprint", "none"),
            }
        ),
        "satisfaction": shapes.integer(0, 4),
        "remarks": _NOTE,
        "acknowledged": listing(
            record({"rule": shapes.identifier, "reason": _REASON, "note": _NOTE}), most=100
        ),
    },
    {
        "adjusted": record({"in": shapes.time_or_empty, "out": shapes.time_or_empty}),
        "correction": record({"action": shapes.identifier, "memo": _NOTE, "attested_by": shapes.text(100)}),
        "group": shapes.identifier_or_empty,
    },
)
_STAFF = record(
    {
        "staff": shapes.identifier,
        "name": shapes.text(100, empty=False),
        "id_number": shapes.text(18),
        "post": shapes.text(100),
        "certificates": listing(
            record({"kind": shapes.identifier, "number": shapes.text(100), "to": shapes.day_or_empty}),
            most=50,
        ),
        "health_certificate": shapes.day_or_empty,
        "from": shapes.day,
        "to": shapes.day_or_empty,
        "leave": listing(record({"from": shapes.day, "to": shapes.day_or_empty}), most=1000),
    }
)
_ASSIGNMENT_ANSWER = record(
    {
        "assignment": shapes.identifier,
        "answer": shapes.choice("accepted", "declined"),
        "reason": shapes.text(500),
    }
)
_NEED = record(
    {
        "recipient": shapes.identifier_or_empty,
        "person": record({**_PERSON, "township": shapes.text(100), "address": shapes.text(300)}),
        "dimensions": listing(
            shapes.choice(
                "economy", "health", "education", "housing", "employment", "guardianship", "integration"
            ),
            most=7,
            least=1,
        ),
        "found_at": shapes.time,
        "found_by": shapes.identifier_or_empty,
        "urgency": shapes.choice("normal", "urgent"),
        "text": _NOTE,
        "refer_to": shapes.text(200),
        "consent": shapes.boolean,
    }
)
_FOLLOWUP = record(
    {
        "recipient": shapes.identifier,
        "visit": shapes.text(26),
        "at": shapes.time,
        "by": shapes.identifier,
        "method": shapes.choice("phone", "home", "video", "other"),
        "confirmed": shapes.choice("yes", "no", "unreached"),
        "satisfaction": shapes.integer(0, 4),
        "text": _NOTE,
    }
)
_COMPLAINT = record(
    {
        "recipient": shapes.identifier_or_empty,
        "visit": shapes.text(26),
        "received_at": shapes.time,
        "channel": shapes.choice("phone", "letter", "visit", "hotline", "regulator", "other"),
        "about": shapes.choice("attitude", "quality", "time", "charge", "privacy", "safety", "other"),
        "text": _NOTE,
        "due": shapes.day,
        "state": shapes.choice("open", "closed"),
        "closed_at": shapes.time_or_empty,
        "result": _NOTE,
    }
)
_INCIDENT = record(
    {
        "recipient": shapes.identifier_or_empty,
        "visit": shapes.text(26),
        "kind": shapes.choice("fall", "injury", "illness", "death", "missing", "property", "data", "other"),
        "severity": shapes.choice("minor", "serious", "fatal"),
        "happened_at": shapes.time,
        "reported_at": shapes.time,
        "staff": listing(shapes.identifier, most=20),
        "measures": _NOTE,
        "informed": listing(shapes.choice("family", "village", "emergency", "police", "regulator"), most=5),
        "text": _NOTE,
    }
)
_SETTLEMENT = record(
    {
        "month": shapes.month,
        "catalogue": shapes.identifier,
        "lines": listing(
            record(
                {
                    "recipient": shapes.identifier,
                    "visits": shapes.integer(0),
                    "minutes": shapes.integer(0),
                    "amount": shapes.integer(-(10**12)),
                    "deductions": listing(
                        record({"amount": shapes.integer(0), "reason": _REASON, "record": shapes.text(26)}),
                        most=100,
                    ),
                }
            )
        ),
        "total": record(
            {
                "recipients": shapes.integer(0),
                "visits": shapes.integer(0),
                "minutes": shapes.integer(0),
                "amount": shapes.integer(-(10**12)),
            }
        ),
        "confirmed_by": shapes.text(100, empty=False),
    }
)
_RECTIFICATION = record(
    {
        "notice": shapes.integer(0),
        "records": listing(shapes.ulid, most=500),
        "cause": _NOTE,
        "measures": _NOTE,
        "done_by": shapes.day,
        "responsible": shapes.text(100, empty=False),
    }
)
_STREAM_OPEN = record({"continues": shapes.ulid, "last_seq": shapes.integer(0)})
_STREAM_CLOSE = record({"reason": shapes.text(200, empty=False)})
_KEY_ROTATE = record({"public_key": shapes.public_key, "proof": shapes.base64url})

_SHAPES: Mapping[Op, tuple[str, Shape]] = {
    Op.VISIT_CREATE: ("visit/1", _VISIT),
    Op.VISIT_CORRECT: ("visit/1", _VISIT),
    Op.VISIT_WITHDRAW: ("visit/1", _VISIT),
    Op.STAFF_UPDATE: ("staff/1", _STAFF),
    Op.ASSIGNMENT_ANSWER: ("assignment_answer/1", _ASSIGNMENT_ANSWER),
    Op.NEED_REPORT: ("need/1", _NEED),
    Op.FOLLOWUP_CREATE: ("followup/1", _FOLLOWUP),
    Op.COMPLAINT_CREATE: ("complaint/1", _COMPLAINT),
    Op.COMPLAINT_UPDATE: ("complaint/1", _COMPLAINT),
    Op.INCIDENT_REPORT: ("incident/1", _INCIDENT),
    Op.SETTLEMENT_CONFIRM: ("settlement/1", _SETTLEMENT),
    Op.RECTIFICATION_SUBMIT: ("rectification/1", _RECTIFICATION),
    Op.STREAM_OPEN: ("stream_open/1", _STREAM_OPEN),
    Op.STREAM_CLOSE: ("stream_close/1", _STREAM_CLOSE),
    Op.KEY_ROTATE: ("key_rotate/1", _KEY_ROTATE),
}


def schema_of(op: Op) -> str:
    """The schema that goes into the header of an entry with this operation."""
    return _SHAPES[op][0]


def payload_flaws(op: Op, payload: object) -> tuple[FormError, ...]:
    """Every place where a parsed payload is not what its operation asks for; unknown members are kept."""
    return shapes.flaws(_SHAPES[op][1], payload)


def read_payload(op: Op, raw: bytes) -> tuple[JsonObject, tuple[FormError, ...]]:
    """A payload's content with every flaw, for a verdict; an unreadable one is empty with one flaw."""
    try:
        value = decode_signed(raw, PAYLOAD_LIMIT)
    except FormError as error:
        return {}, (error,)
    return value, payload_flaws(op, value)
