"""Verdicts of every kind, what counts afterwards, and what the officer may do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.domain.visits import Acknowledgement, CorrectionNote, Visit
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver import examination, judge
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.storage import feed, people, records, visits
from provider_desktop.receiver.tally import month_tally
from tests.support.builders import a_record, a_staff_member, a_visit, local
from tests.support.bureau import NOW, Bureau
from tests.support.receiver import AGENCY, OTHER_AGENCY, AgencyPc


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    office = open_office(tmp_path / "receiver", FixedClock(NOW), create=True)
    yield Bureau(office)
    office.close()


@pytest.fixture
def pc(bureau: Bureau) -> AgencyPc:
    """A PC of an agency with a plain world."""
    made = bureau.pc()
    made.seal(Op.NEED_REPORT, {})  # returned; it only opens the stream
    bureau.take(made)
    bureau.plain_world()
    return made


def _seal(pc: AgencyPc, visit: Visit, op: Op = Op.VISIT_CREATE, **changes: Any) -> SealedEntry:
    given = {"record": visit.record, "version": visit.version, "reason": visit.reason}
    return pc.seal(op, to_payload(visit), **(given | changes))


def _correction(visit: Visit, version: int = 2, **changes: Any) -> Visit:
    note = CorrectionNote("phone_call", "", "李主任")
    return replace(visit, version=version, reason="time_wrong", correction=note, **changes)


def _sent(bureau: Bureau, pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    bureau.take(pc, [entry])
    return entry


# ---- outcomes


def test_a_plain_visit_is_accepted_and_counts(bureau: Bureau, pc: AgencyPc) -> None:
    entry = _sent(bureau, pc, _seal(pc, a_visit(minutes=30)))
    verdict = bureau.verdict(entry)
    assert (verdict["outcome"], verdict["findings"]) == ("accepted", [])
    assert (verdict["seq"], verdict["version"], verdict["stream"]) == (2, 1, pc.stream)
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").minutes == 30


def test_a_returned_visit_names_every_finding_in_both_languages(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit("2026-11-02 10:00", minutes=-20, staff=("S-none",), recipient="R-none")
    verdict = bureau.verdict(_sent(bureau, pc, _seal(pc, visit)))
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
    verdict = bureau.verdict(_sent(bureau, pc, entry))
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
    verdict = bureau.verdict(_sent(bureau, pc, pc.seal(Op.VISIT_CREATE, payload)))
    assert {"/outcome", "/items/0/minutes", "/in"} <= {each["pointer"] for each in verdict["findings"]}


def test_unknown_fields_are_no_fault(bureau: Bureau, pc: AgencyPc) -> None:
    payload = {**to_payload(a_visit()), "x_county": {"weather": "snow"}}
    assert bureau.outcome(_sent(bureau, pc, pc.seal(Op.VISIT_CREATE, payload))) == "accepted"


def test_an_ask_counts_when_acknowledged_only(bureau: Bureau, pc: AgencyPc) -> None:
    short = a_visit("2026-11-02 08:00", minutes=10)
    returned = _sent(bureau, pc, _seal(pc, short))
    assert (bureau.outcome(returned), bureau.rules(returned)) == ("returned", ["TIME-SHORT"])
    again = replace(
        a_visit("2026-11-02 08:00", minutes=10, record=2),
        acknowledged=(Acknowledgement("TIME-SHORT", "recipient_asked"),),
    )
    accepted = _sent(bureau, pc, _seal(pc, again))
    assert (bureau.outcome(accepted), bureau.rules(accepted)) == ("accepted", ["TIME-SHORT"])


def test_a_correction_of_a_returned_visit_is_accepted(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit(minutes=10)
    first = _sent(bureau, pc, _seal(pc, visit))
    assert bureau.outcome(first) == "returned"
    longer = _correction(visit, adjusted_out=local("2026-11-02 09:40"))
    second = _sent(bureau, pc, _seal(pc, longer, Op.VISIT_CORRECT, parent=first.hash))
    assert bureau.outcome(second) == "accepted"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").minutes == 40
        row = records.record(connection, AGENCY, visit.record)
    assert row is not None
    assert (row.version, row.outcome) == (2, "accepted")


def test_a_correction_waits_for_its_parent_and_is_released_by_it(bureau: Bureau, pc: AgencyPc) -> None:
    other = bureau.pc()
    visit = a_visit()
    first = _seal(pc, visit)
    second = _seal(other, _correction(visit), Op.VISIT_CORRECT, parent=first.hash)
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
    second = _seal(other, _correction(visit), Op.VISIT_CORRECT, parent="0" * 64)
    bureau.take(other, [second])
    first = _sent(bureau, pc, _seal(pc, visit))
    assert bureau.outcome(first) == "accepted"
    assert bureau.outcome(second) == "held"


def test_the_parent_is_judged_first_though_it_came_later(bureau: Bureau, pc: AgencyPc) -> None:
    """Both arrive before the judge looks, the child before the parent."""
    other = bureau.pc()
    visit = a_visit()
    first = _seal(pc, visit)
    second = _seal(other, _correction(visit), Op.VISIT_CORRECT, parent=first.hash)
    bureau.take(other, [second])
    bureau.take(pc, [first])
    assert (bureau.outcome(first), bureau.outcome(second)) == ("accepted", "accepted")


def test_two_corrections_of_one_version_are_a_conflict(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = _sent(bureau, pc, _seal(pc, visit))
    one = _sent(bureau, pc, _seal(pc, _correction(visit), Op.VISIT_CORRECT, parent=first.hash))
    two = _sent(
        bureau, pc, _seal(pc, _correction(visit, remarks="other"), Op.VISIT_CORRECT, parent=first.hash)
    )
    assert (bureau.outcome(one), bureau.outcome(two)) == ("accepted", "conflict")
    with bureau.read() as connection:
        row = records.record(connection, AGENCY, visit.record)
        assert row is not None
        assert row.outcome == "accepted"


def test_a_second_first_version_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = _sent(bureau, pc, _seal(pc, visit))
    again = _sent(bureau, pc, _seal(pc, replace(visit, remarks="again")))
    assert (bureau.outcome(first), bureau.outcome(again)) == ("accepted", "returned")
    assert bureau.rules(again) == ["VERSION"]


def test_a_version_that_skips_or_belongs_elsewhere_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit, other = a_visit(), a_visit("2026-11-02 14:00", record=2)
    first = _sent(bureau, pc, _seal(pc, visit))
    skips = _sent(bureau, pc, _seal(pc, _correction(visit, 3), Op.VISIT_CORRECT, parent=first.hash))
    assert "VERSION" in bureau.rules(skips)
    second = _sent(bureau, pc, _seal(pc, other))
    foreign = _sent(bureau, pc, _seal(pc, _correction(visit), Op.VISIT_CORRECT, parent=second.hash))
    assert "VERSION" in bureau.rules(foreign)


def test_a_returned_version_is_spent(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit(minutes=10)
    first = _sent(bureau, pc, _seal(pc, visit))
    second = _sent(bureau, pc, _seal(pc, _correction(visit), Op.VISIT_CORRECT, parent=first.hash))
    assert bureau.outcome(second) == "returned"
    third = _correction(visit, 3, adjusted_out=local("2026-11-02 09:40"))
    assert (
        bureau.outcome(_sent(bureau, pc, _seal(pc, third, Op.VISIT_CORRECT, parent=second.hash)))
        == "accepted"
    )


def test_a_correction_without_a_reason_is_returned(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = _sent(bureau, pc, _seal(pc, visit))
    bare = _seal(pc, _correction(visit), Op.VISIT_CORRECT, parent=first.hash, reason="")
    verdict = bureau.verdict(_sent(bureau, pc, bare))
    assert [(each["rule"], each["pointer"]) for each in verdict["findings"]] == [("SCHEMA", "/reason")]


def test_a_withdrawn_visit_counts_no_longer(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = _sent(bureau, pc, _seal(pc, visit))
    gone = replace(visit, version=2, reason="recipient_wrong")
    entry = _sent(bureau, pc, _seal(pc, gone, Op.VISIT_WITHDRAW, parent=first.hash))
    assert bureau.outcome(entry) == "withdrawn"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0


def test_overlaps_are_found_among_what_counts(bureau: Bureau, pc: AgencyPc) -> None:
    _sent(bureau, pc, _seal(pc, a_visit()))
    again = _sent(bureau, pc, _seal(pc, a_visit("2026-11-02 09:10", record=2)))
    assert "OVER-STAFF" in bureau.rules(again)


def test_of_another_agency_nothing_is_told(bureau: Bureau, pc: AgencyPc) -> None:
    """The same person at work for two agencies at once: each reads of its own record only."""
    other = bureau.pc(OTHER_AGENCY)
    other.seal(Op.NEED_REPORT, {})
    bureau.take(other)
    bureau.plain_world(OTHER_AGENCY)
    theirs = _sent(bureau, other, _seal(other, a_visit("2026-11-02 09:10", record=7)))
    assert bureau.outcome(theirs) == "accepted"
    ours = _sent(bureau, pc, _seal(pc, a_visit(record=8)))
    verdict = bureau.verdict(ours)
    assert {each["rule"] for each in verdict["findings"]} == {"OVER-STAFF", "OVER-RECIPIENT"}
    told = json.dumps(verdict["findings"])
    assert a_record(7) not in told
    assert "09:10" not in told
    assert OTHER_AGENCY not in told


def test_staff_are_known_from_their_entries(bureau: Bureau, pc: AgencyPc) -> None:
    from provider_desktop.domain.staff_payload import to_payload as staff_payload

    visit = a_visit(staff=("S77",))
    assert "STAFF-ROSTER" in bureau.rules(_sent(bureau, pc, _seal(pc, visit)))
    joined = _sent(bureau, pc, pc.seal(Op.STAFF_UPDATE, staff_payload(a_staff_member("S77"))))
    assert bureau.outcome(joined) == "accepted"
    assert bureau.outcome(_sent(bureau, pc, _seal(pc, replace(visit, record=a_record(3))))) == "accepted"


def test_an_answer_decides_whether_the_recipient_counts_as_assigned(bureau: Bureau, pc: AgencyPc) -> None:
    with bureau.read() as connection:
        (assignment, _), *_ = people.assignments(connection, AGENCY, "R1")
    answer = {"assignment": assignment, "answer": "declined", "reason": "too far"}
    assert bureau.outcome(_sent(bureau, pc, pc.seal(Op.ASSIGNMENT_ANSWER, answer))) == "accepted"
    assert "SCOPE-ASSIGNED" in bureau.rules(_sent(bureau, pc, _seal(pc, a_visit())))
    unknown = pc.seal(Op.ASSIGNMENT_ANSWER, {**answer, "assignment": "nobody's"})
    assert bureau.outcome(_sent(bureau, pc, unknown)) == "returned"


def test_entries_of_every_other_kind_get_a_verdict(bureau: Bureau, pc: AgencyPc) -> None:
    entries = [
        pc.seal(op, {})
        for op in Op
        if op not in (Op.VISIT_CREATE, Op.VISIT_CORRECT, Op.VISIT_WITHDRAW, Op.STREAM_CLOSE)
    ]
    bureau.take(pc, entries)
    assert {bureau.outcome(entry) for entry in entries} == {"returned"}


def test_an_erased_entry_is_accepted_and_counts_for_nothing(bureau: Bureau, pc: AgencyPc) -> None:
    entry = _seal(pc, a_visit()).erased()
    assert bureau.outcome(_sent(bureau, pc, entry)) == "accepted"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0


def test_the_seal_counts_and_not_the_journey(bureau: Bureau, pc: AgencyPc) -> None:
    """Sealed in time and a week underway: not late. Sealed 'in the future': the arrival counts."""
    entry = _seal(pc, a_visit())
    bureau.clock.at = NOW + timedelta(days=7)  # type: ignore[attr-defined]
    assert bureau.rules(_sent(bureau, pc, entry)) == []
    late = _seal(pc, a_visit("2026-11-02 13:00", record=4), recorded_at=NOW + timedelta(days=900))
    assert bureau.rules(_sent(bureau, pc, late)) == ["TIME-LATE"]


def test_an_accepted_settlement_locks_its_month(bureau: Bureau, pc: AgencyPc) -> None:
    settlement = {
        "month": "2026-11",
        "catalogue": "test-1",
        "lines": [],
        "total": {"recipients": 0, "visits": 0, "minutes": 0, "amount": 0},
        "confirmed_by": "李主任",
    }
    before = _sent(bureau, pc, _seal(pc, a_visit()))
    _sent(bureau, pc, pc.seal(Op.SETTLEMENT_CONFIRM, settlement))
    after = _sent(bureau, pc, _seal(pc, a_visit("2026-11-02 14:00", record=2)))
    assert bureau.outcome(before) == "accepted"
    assert bureau.rules(after) == ["TIME-LOCKED"]


# ---- the officer


def test_the_officer_returns_and_accepts(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = _sent(bureau, pc, _seal(pc, visit))
    assert bureau.outcome(first) == "accepted"
    with bureau.office.database.write() as connection:
        row = records.by_hash(connection, AGENCY, first.hash)
        assert row is not None
        judge.send_back(bureau.office, connection, row, "OFFICE", "请补充照片")
    verdict = bureau.verdict(first)
    assert verdict["outcome"] == "returned"
    assert verdict["findings"][0]["text"] == {"zh": "请补充照片", "en": "请补充照片"}
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 0
    with bureau.office.database.write() as connection:
        judge.accept(bureau.office, connection, row)
    assert bureau.outcome(first) == "accepted"
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").visits == 1


def test_returning_a_correction_lets_the_version_before_count_again(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit(minutes=30)
    first = _sent(bureau, pc, _seal(pc, visit))
    longer = _correction(visit, adjusted_out=local("2026-11-02 09:50"))
    second = _sent(bureau, pc, _seal(pc, longer, Op.VISIT_CORRECT, parent=first.hash))
    assert bureau.outcome(second) == "accepted"
    with bureau.office.database.write() as connection:
        row = records.by_hash(connection, AGENCY, second.hash)
        assert row is not None
        judge.send_back(bureau.office, connection, row, "OFFICE", "no")
    with bureau.read() as connection:
        assert month_tally(connection, AGENCY, "2026-11").minutes == 30


# ---- the judge itself


def test_a_fault_of_ours_in_one_entry_holds_up_no_other(
    bureau: Bureau, pc: AgencyPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [_seal(pc, a_visit(f"2026-11-02 {hour:02}:00", record=hour)) for hour in (9, 11, 13)]
    bureau.take(pc, entries)
    whole = examination.examine_entry

    def breaks(connection: Connection, entry: Any, world: Any) -> Any:
        if entry.hash == entries[1].hash:
            raise ZeroDivisionError("planted")
        return whole(connection, entry, world)

    monkeypatch.setattr(judge, "examine_entry", breaks)
    assert bureau.outcome(entries[2]) == "accepted"
    with bureau.read() as connection:
        assert [code for code, *_ in feed.alarms(connection)] == ["judge"]
    monkeypatch.undo()
    with bureau.office.database.write() as connection:  # what a start does
        records.wait_for_unjudged(connection)
    assert bureau.outcome(entries[1]) == "accepted"


def test_what_arrived_is_judged_after_a_restart(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    entry = _sent(bureau, pc, _seal(pc, a_visit()))
    again = open_office(tmp_path / "receiver", FixedClock(NOW))
    thread = judge.JudgeThread(again)
    thread.start()
    thread.stop()
    judge.judge_all(again)
    again.close()
    assert bureau.outcome(entry) == "accepted"


def test_the_visits_that_count_are_a_projection(bureau: Bureau, pc: AgencyPc) -> None:
    """What counts follows from entries and verdicts alone."""
    _sent(bureau, pc, _seal(pc, a_visit()))
    judge.judge_all(bureau.office)
    with bureau.office.database.write() as connection:
        visits.remove(connection, AGENCY, a_record(1))
        assert month_tally(connection, AGENCY, "2026-11").visits == 0
        judge.recount(connection, AGENCY, a_record(1))
        assert month_tally(connection, AGENCY, "2026-11").visits == 1


def test_statements_of_an_unknown_agency_cannot_be_made(bureau: Bureau) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), bureau.office.database.write() as connection:
        bureau.office.state(connection, "nobody", Kind.NOTICE, {"title": "t", "text": "", "at": "x"})
