"""The visit/1 payload: nothing is lost in a round trip, and every fault is named with its pointer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.visit_payload import fingerprint, from_payload, to_payload
from provider_desktop.domain.visits import (
    Acknowledgement,
    Capture,
    CorrectionNote,
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
from provider_desktop.exchange.canonical import encode
from tests.support.builders import ITEM, a_hash, a_record, a_visit, local

ids = st.text("ABC-0123456789", min_size=1, max_size=64)
texts = st.text(max_size=40)
moments = st.integers(0, 2_500_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
maybe_moments = st.none() | moments
places = st.tuples(st.sampled_from(("", "37.48")), st.sampled_from(("", "-117.510000")))
captures = st.builds(
    lambda at, source, place: Capture(at, source, *place), maybe_moments, st.sampled_from(Source), places
)
items = st.builds(ItemDone, ids, st.integers(0, 1440), st.dictionaries(texts, texts, max_size=2), texts)
evidences = st.builds(
    Evidence, st.sampled_from(EvidenceKind), texts.map(a_hash), st.integers(0, 10**9), maybe_moments
)


@st.composite
def any_visit(draw: st.DrawFn) -> Visit:
    version = draw(st.integers(1, 3))
    outcome = draw(st.sampled_from(Outcome))
    later = version > 1
    return Visit(
        record=a_record(1),
        version=version,
        recipient=draw(ids),
        staff=tuple(draw(st.lists(ids, min_size=1, max_size=3, unique=True))),
        sign_in=draw(captures),
        sign_out=draw(captures),
        items=tuple(draw(st.lists(items, min_size=1, max_size=3))) if outcome is Outcome.DONE else (),
        catalogue=draw(st.sampled_from(("", "default-2026"))),
        outcome=outcome,
        order=draw(st.sampled_from(("", "P-1"))),
        adjusted_in=draw(maybe_moments) if later else None,
        adjusted_out=draw(maybe_moments) if later else None,
        evidence=tuple(draw(st.lists(evidences, max_size=3))),
        signer=Signer(draw(st.sampled_from(Relation)), draw(st.sampled_from(SigningMethod))),
        satisfaction=draw(st.integers(0, 4)),
        remarks=draw(texts),
        group=draw(st.sampled_from(("", "G1"))),
        acknowledged=tuple(draw(st.lists(st.builds(Acknowledgement, ids, ids, texts), max_size=2))),
        reason="wrong_time" if later else "",
        correction=CorrectionNote("phoned", draw(texts), "李主任") if later else None,
        extra=draw(st.sampled_from(({}, {"distance": 12, "device": {"model": "M1"}}))),
    )


@given(any_visit())
def test_a_visit_survives_the_wire_and_nothing_is_lost(visit: Visit) -> None:
    payload = json.loads(encode(to_payload(visit)))
    assert from_payload(visit.record, visit.version, visit.reason, payload) == (visit, ())


def test_the_payload_of_a_first_version_is_that_of_the_page() -> None:
    visit = a_visit(items=(ItemDone("ZH-01", 30, {"status": "良好"}, "无"),), acknowledged=())
    assert to_payload(visit) == {
        "recipient": "R1",
        "staff": ["S1"],
        "order": "",
        "catalogue": "test-1",
        "outcome": "done",
        "in": {"at": "2026-11-02T09:00:00+08:00", "source": "paper", "lat": "", "lon": ""},
        "out": {"at": "2026-11-02T09:30:00+08:00", "source": "paper", "lat": "", "lon": ""},
        "items": [{"item": "ZH-01", "minutes": 30, "values": {"status": "良好"}, "note": "无"}],
        "evidence": [{"kind": "sheet", "sha256": visit.evidence[0].sha256, "bytes": 48_000, "taken_at": ""}],
        "signer": {"relation": "self", "method": "paper"},
        "satisfaction": 1,
        "remarks": "",
        "acknowledged": [],
    }


def changed(path: str, value: object) -> dict[str, Any]:
    """A good payload with one member changed, or taken away where the value is ``...``."""
    payload = json.loads(json.dumps(to_payload(a_visit())))
    *way, last = path.split("/")[1:]
    place = payload
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return payload


@pytest.mark.parametrize(
    ("path", "value", "pointer", "why"),
    [
        ("/recipient", ..., "/recipient", "missing"),
        ("/recipient", 7, "/recipient", "kind"),
        ("/recipient", "x" * 65, "/recipient", "limit"),
        ("/staff", [], "/staff", "missing"),
        ("/staff", "S1", "/staff", "kind"),
        ("/staff", ["S1", 2], "/staff/1", "kind"),
        ("/staff", [""], "/staff/0", "value"),
        ("/staff", ["S1", "S1"], "/staff", "twice"),
        ("/outcome", ..., "/outcome", "missing"),
        ("/outcome", "slept", "/outcome", "value"),
        ("/outcome", "absent", "/items", "items_not_done"),
        ("/in", ..., "/in", "missing"),
        ("/in", [], "/in", "kind"),
        ("/in/at", "2026-11-02 09:00", "/in/at", "value"),
        ("/in/at", "2026-11-02T09:00:00", "/in/at", "value"),
        ("/in/at", "2026-02-30T09:00:00+08:00", "/in/at", "value"),
        ("/in/at", "0001-01-01T00:00:00+08:00", "/in/at", "value"),
        ("/in/at", "9999-12-31T23:59:59-08:00", "/in/at", "value"),
        ("/in/at", 5, "/in/at", "kind"),
        ("/in/source", "pigeon", "/in/source", "value"),
        ("/in/lat", "north", "/in/lat", "value"),
        ("/out/lon", 117, "/out/lon", "kind"),
        ("/items", ..., "/items", "missing"),
        ("/items", {}, "/items", "kind"),
        ("/items", [], "/items", "no_items"),
        ("/items/0", "T-10", "/items/0", "kind"),
        ("/items/0/item", "", "/items/0/item", "missing"),
        ("/items/0/minutes", "30", "/items/0/minutes", "kind"),
        ("/items/0/minutes", True, "/items/0/minutes", "kind"),
        ("/items/0/minutes", -1, "/items/0/minutes", "value"),
        ("/items/0/values", {"a/b~c": 3}, "/items/0/values/a~1b~0c", "kind"),
        ("/evidence/0/sha256", "ABC", "/evidence/0/sha256", "value"),
        ("/evidence/0/bytes", ..., "/evidence/0/bytes", "missing"),
        ("/evidence/0/kind", "film", "/evidence/0/kind", "value"),
        ("/signer/relation", "cat", "/signer/relation", "value"),
        ("/satisfaction", 5, "/satisfaction", "value"),
        ("/remarks", "x" * 2001, "/remarks", "limit"),
        ("/acknowledged", [{"rule": "TIME-LONG"}], "/acknowledged/0/reason", "missing"),
        ("/adjusted", {"in": "2026-11-02T09:00:00Z"}, "/adjusted", "correction_only"),
        (
            "/correction",
            {"action": "phoned", "memo": "", "attested_by": "李"},
            "/correction",
            "correction_only",
        ),
    ],
)
def test_each_fault_is_named_with_its_pointer(path: str, value: object, pointer: str, why: str) -> None:
    visit, faults = from_payload(a_record(1), 1, "", changed(path, value))
    assert visit is None
    assert [(each.rule, each.pointer, each.values["why"]) for each in faults] == [("SCHEMA", pointer, why)]


def test_all_faults_are_named_never_only_the_first() -> None:
    payload: dict[str, Any] = changed("/outcome", "slept") | {"satisfaction": 9, "staff": [], "remarks": 1}
    _, faults = from_payload(a_record(1), 1, "", payload)
    assert {each.pointer for each in faults} == {"/outcome", "/satisfaction", "/staff", "/remarks"}


def test_what_is_no_object_is_no_visit() -> None:
    for payload in (["x"], "x", 3, None):
        visit, faults = from_payload(a_record(1), 1, "", payload)
        assert visit is None
        assert [(each.pointer, each.values["why"]) for each in faults] == [("", "kind")]


def test_a_correction_must_be_attested_and_a_withdrawal_need_not() -> None:
    payload = to_payload(a_visit())
    _, faults = from_payload(a_record(1), 2, "wrong_time", payload)
    assert [(each.pointer, each.values["why"]) for each in faults] == [("/correction", "missing")]
    visit, faults = from_payload(a_record(1), 2, "wrong_time", payload, withdrawal=True)
    assert visit is not None
    assert faults == ()
    _, faults = from_payload(a_record(1), 2, "wrong_time", {**payload, "correction": {"memo": ""}})
    assert {each.pointer for each in faults} == {"/correction/action", "/correction/attested_by"}


def test_adjusted_times_count_in_a_correction() -> None:
    payload = to_payload(a_visit()) | {
        "adjusted": {"in": "2026-11-02T10:00:00+08:00", "out": ""},
        "correction": {"action": "phoned", "memo": "", "attested_by": "李主任"},
    }
    visit, _ = from_payload(a_record(1), 2, "wrong_time", payload)
    assert visit is not None
    assert visit.started == local("2026-11-02 10:00")
    assert visit.sign_in.at == local("2026-11-02 09:00")
    assert visit.ended == local("2026-11-02 09:30")


def test_seconds_beyond_microseconds_are_dropped() -> None:
    visit, faults = from_payload(a_record(1), 1, "", changed("/in/at", "2026-11-02T01:00:00.123456789Z"))
    assert faults == ()
    assert visit is not None
    assert visit.sign_in.at == datetime(2026, 11, 2, 1, 0, 0, 123456, tzinfo=UTC)


def test_the_same_visit_written_twice_has_one_fingerprint() -> None:
    visit = a_visit(staff=("S1", "S2"), items=(ITEM, "T-20"))
    again = a_visit(
        record=2,
        staff=("S2", "S1"),
        items=(ItemDone("T-20", 10), ItemDone(ITEM, 20, note="x")),
        source=Source.IMPORT,
        remarks="另抄",
        signer=Signer(),
    )
    assert fingerprint(visit) == fingerprint(again)
    moved = replace(visit, adjusted_in=local("2026-11-02 08:50"))
    assert fingerprint(moved) == fingerprint(visit)


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "2026-11-02 09:01"},
        {"minutes": 31},
        {"recipient": "R2"},
        {"staff": ("S2",)},
        {"items": ("T-20",)},
        {"outcome": Outcome.REFUSED, "items": ()},
        {"sign_out": Capture(None)},
    ],
)
def test_another_visit_has_another_fingerprint(changes: dict[str, Any]) -> None:
    assert fingerprint(a_visit()) != fingerprint(a_visit(**changes))
