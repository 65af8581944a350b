"""What the body of each kind of statement looks like, as written down in ``docs/exchange.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.shapes import Flaw, Shape, record
from provider_desktop.exchange.statements import Kind

_ACTION = shapes.choice("block", "ask", "notice")
_LIGHT = shapes.choice("green", "yellow", "red", "none")
_PERIOD = shapes.text(16, empty=False)
_BILINGUAL = record({"zh": shapes.text(), "en": shapes.text()})


def _figure(value: object, at: str) -> Iterator[Flaw]:
    """A figure of a finding: an integer, or text."""
    shape = shapes.integer(1 - 10**15) if isinstance(value, int) else shapes.text()
    return shape(value, at)


_AGENCY = record(
    {
        "agency": shapes.identifier,
        "name": shapes.text(200, empty=False),
        "township": shapes.text(100),
        "contract": record({"from": shapes.day, "to": shapes.day_or_empty}),
    }
)
_RECIPIENT = record(
    {
        "recipient": shapes.identifier,
        "name": shapes.text(100, empty=False),
        "id_number": shapes.text(18),
        "category": shapes.identifier_or_empty,
        "self_care": shapes.identifier_or_empty,
        "township": shapes.text(100),
        "address": shapes.text(300),
        "phone": shapes.text(40),
        "lat": shapes.decimal_or_empty,
        "lon": shapes.decimal_or_empty,
    }
)
_ASSIGNMENT = record(
    {
        "assignment": shapes.identifier,
        "recipient": _RECIPIENT,
        "from": shapes.day,
        "to": shapes.day_or_empty,
        "states": shapes.listing(
            record({"state": shapes.identifier, "from": shapes.day, "to": shapes.day_or_empty})
        ),
        "plan": shapes.listing(
            record(
                {
                    "item": shapes.identifier,
                    "count": shapes.integer(0),
                    "unit": shapes.choice("visit", "minute"),
                    "period": shapes.choice("month", "half-year"),
                }
            )
        ),
        "status": shapes.choice("new", "changed", "ended"),
    }
)
_ITEM = record(
    {
        "code": shapes.identifier,
        "name": shapes.text(100, empty=False),
        "name_en": shapes.text(100),
        "class": shapes.choice("care", "life", "support"),
        "minimum": shapes.integer(0, 1440),
        "reference": shapes.integer(0, 1440),
        "maximum": shapes.integer(0, 1440),
        "frequency": shapes.text(64),
        "qualification": shapes.identifier_or_empty,
        "staff": shapes.integer(1, 9),
        "staff_full_care": shapes.integer(1, 9),
        "evidence": shapes.listing(shapes.text(64, empty=False), most=32),
        "refuse": shapes.text(),
        "checks": shapes.mapping(_ACTION),
    },
    {
        "aliases": shapes.listing(shapes.text(100, empty=False), most=64),
        "counts_as_visit": shapes.boolean,
    },
)
_VERSION: Mapping[str, Shape] = {
    "version": shapes.identifier,
    "from": shapes.day,
    "to": shapes.day_or_empty,
}
_CATALOGUE = record({**_VERSION, "items": shapes.listing(_ITEM, most=2000, least=1)})
_RULESET = record(
    {
        **_VERSION,
        "checks": shapes.mapping(record({"action": _ACTION})),
        "limits": shapes.mapping(shapes.integer()),
        # the rule language has its own strict reader in domain/ratings
        "rating": shapes.any_object,
    }
)
_VERDICT = record(
    {
        "entry": shapes.hash_hex,
        "stream": shapes.ulid,
        "seq": shapes.integer(1),
        "record": shapes.ulid,
        "version": shapes.integer(1),
        "outcome": shapes.choice("accepted", "returned", "held", "conflict", "withdrawn"),
        "findings": shapes.listing(
            record(
                {
                    "rule": shapes.identifier,
                    "action": _ACTION,
                    "pointer": shapes.text(500),
                    "values": shapes.mapping(_figure),
                    "text": _BILINGUAL,
                }
            )
        ),
    }
)
_RATING = record(
    {
        "period": _PERIOD,
        "ruleset": shapes.identifier,
        "light": _LIGHT,
        "indicators": shapes.listing(
            record(
                {
                    "id": shapes.identifier,
                    "numerator": _figure,
                    "denominator": _figure,
                    "value": shapes.decimal_or_empty,
                    "light": _LIGHT,
                    "entries": shapes.listing(shapes.text(64, empty=False), most=100_000),
                }
            ),
            most=200,
        ),
        "vetoes": shapes.listing(shapes.text(500, empty=False), most=100),
        "note": shapes.text(),
    }
)
_NOTICE = record({"title": shapes.text(200, empty=False), "text": shapes.text(20_000), "at": shapes.time})
_CALENDAR = record(
    {
        "locks": shapes.listing(record({"month": shapes.month, "at": shapes.time}), most=1000),
        "periods": shapes.listing(
            record({"period": _PERIOD, "from": shapes.day, "to": shapes.day}), most=1000
        ),
    }
)
_DEVICE = record({"device": shapes.key_id, "state": shapes.choice("revoked")})

_SHAPES: Mapping[str, Shape] = {
    Kind.AGENCY: _AGENCY,
    Kind.ASSIGNMENT: _ASSIGNMENT,
    Kind.CATALOGUE: _CATALOGUE,
    Kind.RULESET: _RULESET,
    Kind.VERDICT: _VERDICT,
    Kind.RATING: _RATING,
    Kind.NOTICE: _NOTICE,
    Kind.CALENDAR: _CALENDAR,
    Kind.DEVICE: _DEVICE,
}


def body_flaws(kind: str, body: object) -> tuple[FormError, ...]:
    """Everything that is wrong with a statement's body; a kind we do not know has no flaws.

    Unknown members are fine: they are a newer receiver's, and kept.
    """
    shape = _SHAPES.get(kind)
    return shapes.flaws(shape, body) if shape else ()
