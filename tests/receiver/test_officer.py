"""What the officer may do about a verdict, and how the judge itself fares when things go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from provider_desktop.domain.clock import FixedClock
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver import examination, judge
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.storage import feed, records, visits
from provider_desktop.receiver.tally import month_tally
from tests.support.builders import a_record, a_visit, local
from tests.support.bureau import NOW, Bureau, a_correction, a_sealed, sent
from tests.support.receiver import AGENCY, AgencyPc


def test_the_officer_returns_and_accepts(bureau: Bureau, pc: AgencyPc) -> None:
    visit = a_visit()
    first = sent(bureau, pc, a_sealed(pc, visit))
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
    first = sent(bureau, pc, a_sealed(pc, visit))
    longer = a_correction(visit, adjusted_out=local("2026-11-02 09:50"))
    second = sent(bureau, pc, a_sealed(pc, longer, Op.VISIT_CORRECT, parent=first.hash))
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
    entries = [a_sealed(pc, a_visit(f"2026-11-02 {hour:02}:00", record=hour)) for hour in (9, 11, 13)]
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
    entry = sent(bureau, pc, a_sealed(pc, a_visit()))
    again = open_office(tmp_path / "receiver", FixedClock(NOW))
    thread = judge.JudgeThread(again)
    thread.start()
    thread.stop()
    judge.judge_all(again)
    again.close()
    assert bureau.outcome(entry) == "accepted"


def test_the_visits_that_count_are_a_projection(bureau: Bureau, pc: AgencyPc) -> None:
    """What counts follows from entries and verdicts alone."""
    sent(bureau, pc, a_sealed(pc, a_visit()))
    judge.judge_all(bureau.office)
    with bureau.office.database.write() as connection:
        visits.remove(connection, AGENCY, a_record(1))
        assert month_tally(connection, AGENCY, "2026-11").visits == 0
        judge.recount(connection, AGENCY, a_record(1))
        assert month_tally(connection, AGENCY, "2026-11").visits == 1


def test_statements_of_an_unknown_agency_cannot_be_made(bureau: Bureau) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), bureau.office.database.write() as connection:
        bureau.office.state(connection, "nobody", Kind.NOTICE, {"title": "t", "text": "", "at": "x"})
