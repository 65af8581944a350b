"""Verdicts of every kind, what counts afterwards, and what the officer may do about it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.domain.visits import Acknowledgement
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.receiver.storage import people, records
from provider_desktop.receiver.tally import month_tally
from tests.support.builders import a_record, a_staff_member, a_visit, local
from tests.support.bureau import NOW, Bureau, a_correction, a_sealed, sent
from tests.support.receiver import AGENCY, OTHER_AGENCY, AgencyPc

# ---- outcomes


def test_a_plain_visit_is_accepted_and_counts(bureau: Bureau, pc: AgencyPc) -> None:
    entry = sent(bureau, pc, a_sealed(pc, a_visit(minutes=30)))
    verdict = bureau.verdict(entry)
    assert (verdict["outcome"], verdict["findings"]) == ("accepted", [])
    assert (verdict["seq"], verdict["version"], verdict["stream"]) == (2, 1, pc.stream)
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").minutes == 30


def test_a_returned_visit_names_every_finding_in_both_languages(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit("2026-11-02 10:00", minutes=-20, staff=("S-none",), recipient="R-none")
    verdict = bureau.verdict(sent(bureau, pc, a_sealed(pc, visit)))
    assert verdict["outcome"] == "returned"
    assert {"TIME-ORDER", "SCOPE-ASSIGNED", "STAFF-ROSTER"} <= {each["rule"] for each in verdict["findings"]}
    for finding in verdict["findings"]:
        assert finding["text"]["zh"] not in ("", finding["rule"])
        assert finding["text"]["en"] not in ("", finding["rule"])
        assert "{" not in finding["text"]["zh"] + finding["text"]["en"]


@pytest.mark.parametrize(
    "payload",
    [b"[]", b"{}", b"not json", b'{"a":1.5}', b"{" * 40, b'{"recipient": "spaces"}'],
)
def test_nonsense_is_returned_as_schema(bureau: Bureau, pc: AgencyPc, payload: bytes) -> None:
    entry = _unchecked(pc, payload)
    verdict = bureau.verdict(sent(bureau, pc, entry))
    assert verdict["outcome"] == "returned"
    assert {each["rule"] for each in verdict["findings"]} == {"SCHEMA"}


def _unchecked(pc: AgencyPc, payload: bytes) -> SealedEntry:
    """An entry that our own sealing would refuse."""
    from provider_desktop.exchange.entries import payload_hash
    from provider_desktop.exchange.signing import ENTRY_TYPE, sign_body

    good = pc.seal(Op.VISIT_CREATE, {})
    header = replace(
        good.header(), payload_bytes=len(payload), payload_hash=payload_hash(good.salt, payload)
    ).to_bytes()
    entry = SealedEntry(header, sign_body(pc.signer, ENTRY_TYPE, header), good.salt, payload)
    pc.sealed[-1] = entry
    return entry


def test_every_fault_of_form_is_named_with_its_place(bureau: Bureau, pc: AgencyPc) -> None:
    payload = to_payload(a_visit())
    payload["outcome"] = "perhaps"
    payload["items"] = [{"item": "T-10", "minutes": "many", "values": {}, "note": ""}]
    del payload["in"]
    verdict = bureau.verdict(sent(bureau, pc, pc.seal(Op.VISIT_CREATE, payload)))
    assert {"/outcome", "/items/0/minutes", "/in"} <= {each["pointer"] for each in verdict["findings"]}


def test_unknown_fields_are_no_fault(bureau: Bureau, pc: AgencyPc) -> None:
    payload = {**to_payload(a_visit()), "x_county": {"weather": "snow"}}
    assert bureau.outcome(sent(bureau, pc, pc.seal(Op.VISIT_CREATE, payload))) == "accepted"


def test_an_ask_counts_when_acknowledged_only(bureau: Bureau, pc: AgencyPc) -> None:
    short = a_visit("2026-11-02 08:00", minutes=10)
    returned = sent(bureau, pc, a_sealed(pc, short))
    assert (bureau.outcome(returned), bureau.rules(returned)) == ("returned", ["TIME-SHORT"])
    again = replace(
        a_visit("2026-11-02 08:00", minutes=10, record=2),
        acknowledged=(Acknowledgement("TIME-SHORT", "recipient_asked"),),
    )
    accepted = sent(bureau, pc, a_sealed(pc, again))
    assert (bureau.outcome(accepted), bureau.rules(accepted)) == ("accepted", ["TIME-SHORT"])


def test_a_correction_of_a_returned_visit_is_accepted(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit(minutes=10)
    first = sent(bureau, pc, a_sealed(pc, visit))
    assert bureau.outcome(first) == "returned"
    longer = a_correction(visit, adjusted_out=local("2026-11-02 09:40"))
    second = sent(bureau, pc, a_sealed(pc, longer, Op.VISIT_CORRECT, parent=first.hash))
    assert bureau.outcome(second) == "accepted"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").minutes == 40
        row = records.record(connection, AGENCY, visit.record)
    assert row is not None
    assert (row.version, row.outcome) == (2, "accepted")


def test_a_correction_waits_for_its_parent_and_is_released_by_it(bureau: Bureau, pc: AgencyPc) -> None:
    other = bureau.pc()
    visit = a_visit()
    first = a_sealed(pc, visit)
    second = a_sealed(other, a_correction(visit), Op.VISIT_CORRECT, parent=first.hash)
    bureau.take(other, [second])
    assert (bureau.outcome(second), bureau.rules(second)) == ("held", [])
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0
    bureau.take(pc, [first])
    assert bureau.outcome(second) == "accepted"
    assert bureau.outcome(first) == "accepted"


def test_another_hash_releases_nothing(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    other = bureau.pc()
    second = a_sealed(other, a_correction(visit), Op.VISIT_CORRECT, parent="0" * 64)
    bureau.take(other, [second])
    first = sent(bureau, pc, a_sealed(pc, visit))
    assert bureau.outcome(first) == "accepted"
    assert bureau.outcome(second) == "held"


def test_the_parent_is_judged_first_though_it_came_later(bureau: Bureau, pc: AgencyPc) -> None:
    """Both arrive before the judge looks, the child before the parent."""
    other = bureau.pc()
    visit = a_visit()
    first = a_sealed(pc, visit)
    second = a_sealed(other, a_correction(visit), Op.VISIT_CORRECT, parent=first.hash)
    bureau.take(other, [second])
    bureau.take(pc, [first])
    assert (bureau.outcome(first), bureau.outcome(second)) == ("accepted", "accepted")


def test_two_corrections_of_one_version_are_a_conflict(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = sent(bureau, pc, a_sealed(pc, visit))
    one = sent(bureau, pc, a_sealed(pc, a_correction(visit), Op.VISIT_CORRECT, parent=first.hash))
    two = sent(
        bureau, pc, a_sealed(pc, a_correction(visit, remarks="other"), Op.VISIT_CORRECT, parent=first.hash)
    )
    assert (bureau.outcome(one), bureau.outcome(two)) == ("accepted", "conflict")
    with bureau.read() as connection:
        row = records.record(connection, AGENCY, visit.record)
        assert row is not None
        assert row.outcome == "accepted"


def test_a_second_first_version_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = sent(bureau, pc, a_sealed(pc, visit))
    again = sent(bureau, pc, a_sealed(pc, replace(visit, remarks="again")))
    assert (bureau.outcome(first), bureau.outcome(again)) == ("accepted", "returned")
    assert bureau.rules(again) == ["VERSION"]


def test_a_version_that_skips_or_belongs_elsewhere_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit, other = a_visit(), a_visit("2026-11-02 14:00", record=2)
    first = sent(bureau, pc, a_sealed(pc, visit))
    skips = sent(bureau, pc, a_sealed(pc, a_correction(visit, 3), Op.VISIT_CORRECT, parent=first.hash))
    assert "VERSION" in bureau.rules(skips)
    second = sent(bureau, pc, a_sealed(pc, other))
    foreign = sent(bureau, pc, a_sealed(pc, a_correction(visit), Op.VISIT_CORRECT, parent=second.hash))
    assert "VERSION" in bureau.rules(foreign)


def test_a_returned_version_is_spent(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit(minutes=10)
    first = sent(bureau, pc, a_sealed(pc, visit))
    second = sent(bureau, pc, a_sealed(pc, a_correction(visit), Op.VISIT_CORRECT, parent=first.hash))
    assert bureau.outcome(second) == "returned"
    third = a_correction(visit, 3, adjusted_out=local("2026-11-02 09:40"))
    assert (
        bureau.outcome(sent(bureau, pc, a_sealed(pc, third, Op.VISIT_CORRECT, parent=second.hash)))
        == "accepted"
    )


def test_a_correction_without_a_reason_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = sent(bureau, pc, a_sealed(pc, visit))
    bare = a_sealed(pc, a_correction(visit), Op.VISIT_CORRECT, parent=first.hash, reason="")
    verdict = bureau.verdict(sent(bureau, pc, bare))
    assert [(each["rule"], each["pointer"]) for each in verdict["findings"]] == [("SCHEMA", "/reason")]


def test_a_withdrawn_visit_counts_no_longer(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = sent(bureau, pc, a_sealed(pc, visit))
    gone = replace(visit, version=2, reason="recipient_wrong")
    entry = sent(bureau, pc, a_sealed(pc, gone, Op.VISIT_WITHDRAW, parent=first.hash))
    assert bureau.outcome(entry) == "withdrawn"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0


def test_overlaps_are_found_among_what_counts(bureau: Bureau, pc: AgencyPc) -> None:
    sent(bureau, pc, a_sealed(pc, a_visit()))
    again = sent(bureau, pc, a_sealed(pc, a_visit("2026-11-02 09:10", record=2)))
    assert "OVER-STAFF" in bureau.rules(again)


def test_of_another_agency_nothing_is_told(bureau: Bureau, pc: AgencyPc) -> None:
    """The same person at work for two agencies at once: each reads of its own record only."""
    other = bureau.pc(OTHER_AGENCY)
    other.seal(Op.NEED_REPORT, {})
    bureau.take(other)
    bureau.plain_world(OTHER_AGENCY)
    theirs = sent(bureau, other, a_sealed(other, a_visit("2026-11-02 09:10", record=7)))
    assert bureau.outcome(theirs) == "accepted"
    ours = sent(bureau, pc, a_sealed(pc, a_visit(record=8)))
    verdict = bureau.verdict(ours)
    assert {each["rule"] for each in verdict["findings"]} == {"OVER-STAFF", "OVER-RECIPIENT"}
    told = json.dumps(verdict["findings"])
    assert a_record(7) not in told
    assert "09:10" not in told
    assert OTHER_AGENCY not in told


def test_staff_are_known_from_their_entries(bureau: Bureau, pc: AgencyPc) -> None:
    from provider_desktop.domain.staff_payload import to_payload as staff_payload

    visit = a_visit(staff=("S77",))
    assert "STAFF-ROSTER" in bureau.rules(sent(bureau, pc, a_sealed(pc, visit)))
    joined = sent(bureau, pc, pc.seal(Op.STAFF_UPDATE, staff_payload(a_staff_member("S77"))))
    assert bureau.outcome(joined) == "accepted"
    assert bureau.outcome(sent(bureau, pc, a_sealed(pc, replace(visit, record=a_record(3))))) == "accepted"


def test_an_answer_decides_whether_the_recipient_counts_as_assigned(bureau: Bureau, pc: AgencyPc) -> None:
    with bureau.read() as connection:
        (assignment, _), *_ = people.assignments(connection, AGENCY, "R1")
    answer = {"assignment": assignment, "answer": "declined", "reason": "too far"}
    assert bureau.outcome(sent(bureau, pc, pc.seal(Op.ASSIGNMENT_ANSWER, answer))) == "accepted"
    assert "SCOPE-ASSIGNED" in bureau.rules(sent(bureau, pc, a_sealed(pc, a_visit())))
    unknown = pc.seal(Op.ASSIGNMENT_ANSWER, {**answer, "assignment": "nobody's"})
    assert bureau.outcome(sent(bureau, pc, unknown)) == "returned"


def test_entries_of_every_other_kind_get_a_verdict(bureau: Bureau, pc: AgencyPc) -> None:
    entries = [
        pc.seal(op, {})
        for op in Op
        if op not in (Op.VISIT_CREATE, Op.VISIT_CORRECT, Op.VISIT_WITHDRAW, Op.STREAM_CLOSE)
    ]
    bureau.take(pc, entries)
    assert {bureau.outcome(entry) for entry in entries} == {"returned"}


def test_an_erased_entry_is_accepted_and_counts_for_nothing(bureau: Bureau, pc: AgencyPc) -> None:
    entry = a_sealed(pc, a_visit()).erased()
    assert bureau.outcome(sent(bureau, pc, entry)) == "accepted"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0


def test_the_seal_counts_and_not_the_journey(bureau: Bureau, pc: AgencyPc) -> None:
    """Sealed in time and a week underway: not late. Sealed 'in the future': the arrival counts."""
    entry = a_sealed(pc, a_visit())
    bureau.clock.at = NOW + timedelta(days=7)  # type: ignore[attr-defined]
    assert bureau.rules(sent(bureau, pc, entry)) == []
    late = a_sealed(pc, a_visit("2026-11-02 13:00", record=4), recorded_at=NOW + timedelta(days=900))
    assert bureau.rules(sent(bureau, pc, late)) == ["TIME-LATE"]


def test_an_accepted_settlement_locks_its_month(bureau: Bureau, pc: AgencyPc) -> None:
    settlement = {
        "month": "2026-11",
        "catalogue": "test-1",
        "lines": [{"recipient": "R1", "visits": 1, "minutes": 30, "amount": 1500, "deductions": []}],
        "total": {"recipients": 1, "visits": 1, "minutes": 30, "amount": 1500},
        "confirmed_by": "李主任",
    }
    before = sent(bureau, pc, a_sealed(pc, a_visit(minutes=30)))
    sent(bureau, pc, pc.seal(Op.SETTLEMENT_CONFIRM, settlement))
    after = sent(bureau, pc, a_sealed(pc, a_visit("2026-11-02 14:00", record=2)))
    assert bureau.outcome(before) == "accepted"
    assert bureau.rules(after) == ["TIME-LOCKED"]
