"""Statements: the feed's chain, page by page, and the bodies of each kind."""

import json
from dataclasses import replace
from typing import Any

import pytest

from provider_desktop.exchange.canonical import FormCode, encode
from provider_desktop.exchange.signing import STATEMENT_TYPE, seal_envelope
from provider_desktop.exchange.statement_bodies import body_flaws
from provider_desktop.exchange.statements import (
    Kind,
    Page,
    Position,
    SealedStatement,
    StatementError,
    open_statement,
    verify_page,
)
from provider_desktop.resources import resource_path
from tests.support.exchange import AGENCY, NOW, RECEIVER, STRANGER, STREAM, a_feed, a_statement, a_trust


def page(statements: tuple[SealedStatement, ...], after: Position | None = None) -> Page:
    """Verify statements as one page."""
    lines = [one.envelope for one in statements]
    return verify_page(lines, after=after or Position(), trust=a_trust(), agency=AGENCY)


def test_a_feed_verifies_in_one_page_or_many() -> None:
    feed = a_feed(5)
    assert page(feed) == Page(feed)
    assert page(feed[2:], feed[1].position) == Page(feed[2:])
    assert page(()) == Page(())


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (lambda third: b"<html>", "envelope"),
        (lambda third: a_statement(third.position).envelope, "seq"),
        (lambda third: a_statement(replace(third.position, seq=2, hash="0" * 64)).envelope, "prev"),
        (lambda third: a_statement(Position(2, third.statement.prev), STRANGER).envelope, "key"),
        (lambda third: a_statement(Position(2, third.statement.prev), agency="X").envelope, "agency"),
        (lambda third: third.envelope.replace(b'"body":"e', b'"body":"f'), "signature"),
        (lambda third: seal_envelope(RECEIVER, STATEMENT_TYPE, b"{}"), "form"),
        (lambda third: seal_envelope(RECEIVER, STATEMENT_TYPE, b"-"), "form"),
    ],
)
def test_what_stands_before_a_bad_line_is_good(bad: Any, problem: str) -> None:
    feed = a_feed(4)
    lines = [feed[0].envelope, feed[1].envelope, bad(feed[2]), feed[3].envelope]
    found = verify_page(lines, after=Position(), trust=a_trust(), agency=AGENCY)
    assert found == Page(feed[:2], problem)


def test_a_statement_from_before_its_key_is_refused() -> None:
    early = a_statement(issued_at=NOW.replace(year=2020))
    with pytest.raises(StatementError, match="key"):
        open_statement(early.envelope, trust=a_trust(), agency=AGENCY)


def test_a_rewritten_feed_is_found_at_the_next_statement() -> None:
    theirs = a_statement(body={"title": "别的", "text": "", "at": "2026-11-23T10:00:00Z"})
    ours = a_feed(1)[0]
    assert page((a_statement(theirs.position),), ours.position).problem == "prev"


def test_a_kind_or_body_we_do_not_know_holds_up_nothing() -> None:
    newer = a_statement(kind="weather", body={"rain": True})
    nonsense = a_statement(newer.position, kind="verdict", body={})
    assert page((newer, nonsense)) == Page((newer, nonsense))
    assert body_flaws("weather", {"rain": True}) == ()
    assert len(body_flaws("verdict", {})) == 7


RECIPIENT = {
    "recipient": "R1",
    "name": "李秀英",
    "id_number": "371621194906070011",
    "category": "minimum_rural",
    "self_care": "half",
    "township": "石庙镇",
    "address": "",
    "phone": "",
    "lat": "37.489495",
    "lon": "",
}
GOOD: dict[str, dict[str, Any]] = {
    Kind.AGENCY: {
        "agency": AGENCY,
        "name": "暖心",
        "township": "",
        "contract": {"from": "2026-01-01", "to": ""},
    },
    Kind.ASSIGNMENT: {
        "assignment": "A1",
        "recipient": RECIPIENT,
        "from": "2026-01-01",
        "to": "",
        "states": [{"state": "hospital", "from": "2026-02-01", "to": "2026-02-09"}],
        "plan": [{"item": "ZH-01", "count": 4, "unit": "visit", "period": "month"}],
        "status": "new",
    },
    Kind.VERDICT: {
        "entry": "0" * 64,
        "stream": STREAM,
        "seq": 1,
        "record": STREAM,
        "version": 1,
        "outcome": "returned",
        "findings": [
            {
                "rule": "TIME-SHORT",
                "action": "ask",
                "pointer": "/items/0/minutes",
                "values": {"minutes": 5, "item": "ZH-01"},
                "text": {"zh": "短", "en": "short"},
            }
        ],
    },
    Kind.RATING: {
        "period": "2026-10",
        "ruleset": "starter-2026",
        "light": "yellow",
        "indicators": [
            {
                "id": "plan",
                "numerator": 9724,
                "denominator": "10000",
                "value": "97.24",
                "light": "none",
                "entries": [STREAM],
            }
        ],
        "vetoes": [],
        "note": "",
    },
    Kind.NOTICE: {"title": "通知", "text": "", "at": "2026-11-23T10:00:00+08:00"},
    Kind.CALENDAR: {
        "locks": [{"month": "2026-11", "at": "2026-12-06T00:00:00+08:00"}],
        "periods": [{"period": "2026-11", "from": "2026-11-01", "to": "2026-11-30"}],
    },
    Kind.DEVICE: {"device": "0123456789abcdef", "state": "revoked"},
    Kind.CATALOGUE: {
        "version": "2026-01",
        "from": "2026-01-01",
        "to": "",
        "items": [
            {
                "code": "ZH-08",
                "name": "助浴",
                "name_en": "Bathing",
                "class": "care",
                "minimum": 30,
                "reference": 40,
                "maximum": 90,
                "frequency": "1-2/month",
                "qualification": "care",
                "staff": 1,
                "staff_full_care": 2,
                "evidence": ["value:water"],
                "refuse": "",
                "checks": {"STAFF-COUNT": "block"},
            }
        ],
    },
    Kind.RULESET: {
        "version": "starter-2026",
        "from": "2026-01-01",
        "to": "",
        "checks": {"TIME-ORDER": {"action": "block"}},
        "limits": {"visit_max_minutes": 720},
        "rating": {},
    },
}


def test_every_kind_has_a_shape_that_takes_a_good_body() -> None:
    assert set(GOOD) == set(Kind)
    for kind, body in GOOD.items():
        assert body_flaws(kind, body) == ()
        assert page((a_statement(kind=str(kind), body=body),)).problem == ""


@pytest.mark.parametrize("kind", sorted(Kind))
def test_every_member_of_every_body_is_looked_at(kind: str) -> None:
    """Leaving out any member, or giving it a value of no sense, is told with its pointer."""
    for name in GOOD[kind]:
        left_out = {key: value for key, value in GOOD[kind].items() if key != name}
        told = body_flaws(kind, left_out)
        assert [(flaw.code, flaw.pointer) for flaw in told] == [(FormCode.MISSING, f"/{name}")]
        assert body_flaws(kind, GOOD[kind] | {name: 0.5})[0].pointer == f"/{name}"


@pytest.mark.parametrize(
    ("kind", "path", "value", "pointer"),
    [
        ("verdict", ("findings", 0, "action"), "shout", "/findings/0/action"),
        ("verdict", ("findings", 0, "values", "minutes"), True, "/findings/0/values/minutes"),
        ("verdict", ("findings", 0, "values", "minutes"), [], "/findings/0/values/minutes"),
        ("verdict", ("findings", 0, "text", "zh"), 5, "/findings/0/text/zh"),
        ("assignment", ("recipient", "lat"), "37,4", "/recipient/lat"),
        ("assignment", ("plan", 0, "count"), -1, "/plan/0/count"),
        ("assignment", ("states", 0, "from"), "2026-2-1", "/states/0/from"),
        ("assignment", ("from",), "2026-02-30", "/from"),
        ("assignment", ("plan",), {}, "/plan"),
        ("calendar", ("locks", 0, "month"), "2026-13", "/locks/0/month"),
        ("calendar", ("locks", 0, "at"), "2026-12-05T24:00:00+08:00", "/locks/0/at"),
        ("catalogue", ("items",), [], "/items"),
        ("catalogue", ("items", 0, "checks"), [], "/items/0/checks"),
        ("catalogue", ("items", 0, "counts_as_visit"), "no", "/items/0/counts_as_visit"),
        ("catalogue", ("items", 0, "staff"), 0, "/items/0/staff"),
        ("ruleset", ("rating",), [], "/rating"),
        ("rating", ("light",), "blue", "/light"),
        ("rating", ("indicators", 0, "value"), "97.", "/indicators/0/value"),
        ("device", ("device",), 5, "/device"),
    ],
)
def test_flaws_deep_inside_are_told_with_their_place(
    kind: str, path: tuple[str | int, ...], value: object, pointer: str
) -> None:
    body = json.loads(json.dumps(GOOD[kind]))
    inner = body
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    assert [flaw.pointer for flaw in body_flaws(kind, body)] == [pointer]


def test_what_we_ship_can_be_stated() -> None:
    """The default catalogue and rule sets pass as bodies, and are in the value rules of signed JSON."""
    shipped = [(Kind.CATALOGUE, path) for path in sorted(resource_path("catalogue").glob("*.json"))] + [
        (Kind.RULESET, path) for path in sorted(resource_path("rulesets").glob("*.json"))
    ]
    assert shipped
    for kind, path in shipped:
        body = json.loads(path.read_text(encoding="utf-8"))
        assert [(flaw.code, flaw.pointer) for flaw in body_flaws(kind, body)] == [], path.name
        encode({"body": body})
