"""Facts of records: whatever changes one touches its record and no other, on either database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from provider_desktop.storage.facts import KeptLight
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_record, a_visit, an_assignment
from tests.support.storage import NOW, a_database, judge, receive_up_to, seal_visit

FIRST, LAST = NOW.date().replace(day=1), NOW.date().replace(day=28)


def settled(work: UnitOfWork) -> tuple[int, int]:
    """Work out everything that waits; where changes stand now."""
    work.facts.settle(100)
    assert work.facts.unsettled() == ()
    return work.facts.heads()


def test_a_record_has_a_trace_once_it_is_sealed(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit(), (), NOW)
        assert work.facts.on_days(FIRST, LAST) == {}
        seal_visit(work, a_visit())
        (trace,) = work.facts.on_days(FIRST, LAST).values()
        assert (trace.record, trace.state, trace.received) == (a_record(1), "to_send", False)
        assert work.facts.unsettled() == (a_record(1),)
        settled(work)
        assert work.facts.on_days(FIRST, LAST) == {trace.record: trace}
        assert work.facts.on_days(LAST + timedelta(days=1), LAST + timedelta(days=9)) == {}
        assert work.facts.differences() == ()


def test_each_change_touches_its_record_and_no_other(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        first = seal_visit(work, a_visit())
        seal_visit(work, a_visit("2026-11-03 09:00", record=2))
        seen, _ = settled(work)

        def touched() -> dict[str, str]:
            nonlocal seen
            found = {record: trace.state if trace else "" for record, trace in work.facts.since(seen).items()}
            seen, _ = settled(work)
            return found

        assert touched() == {}
        receive_up_to(work, 1)
        assert touched() == {a_record(1): "delivered"}
        receive_up_to(work, 2)
        assert touched() == {a_record(2): "delivered"}
        receive_up_to(work, 2)
        assert touched() == {}, "a receipt over the same head says nothing new"
        judge(work, first, "accepted", statement=3)
        assert touched() == {a_record(1): "accepted"}
        judge(work, first, "returned", ("TIME-LATE",), statement=4)
        assert touched() == {a_record(1): "returned"}
        work.verdicts.clear()
        assert touched() == {a_record(1): "delivered"}
        doomed = work.erasure.entries("R1")
        work.erasure.empty(each.hash for each in doomed if each.record == a_record(2))
        assert touched() == {a_record(2): ""}
        assert set(work.facts.on_days(FIRST, LAST)) == {a_record(1)}
        assert work.facts.differences() == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda work: work.assignments.save(an_assignment("R1"), NOW), [("recipient", "R1")]),
        (lambda work: work.recipients.save(an_assignment("R1").recipient), [("recipient", "R1")]),
        (lambda work: work.erasure.forget_recipient("R1"), [("gone", "")]),
        (lambda work: work.erasure.forget_everybody(), [("gone", "")]),
    ],
)
def test_people_are_told_by_id_and_leave_none_when_they_go(
    tmp_path: Path, change: Callable[[UnitOfWork], object], told: list[tuple[str, str]]
) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.recipients.save(an_assignment("R1").recipient)
        work.assignments.save(an_assignment("R1"), NOW)
        _, seen = work.facts.heads()
        change(work)
        assert list(work.facts.people_since(seen)) == told
        if told == [("gone", "")]:
            assert ("recipient", "R1") not in list(work.facts.people_since(0))


def test_a_kept_light_is_replaced_and_its_check_stays(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        light = KeptLight("2026-11", "starter", "yellow", LAST, "[]")
        work.facts.keep_light(light)
        work.facts.note_check("2026-11", "equal", NOW)
        work.facts.keep_light(KeptLight("2026-11", "starter", "green", LAST, "[]"))
        (kept,) = work.facts.kept_lights().values()
        assert (kept.light, kept.checked, kept.checked_at) == ("green", "equal", NOW)


def test_a_fact_kept_wrong_is_found_and_made_anew(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        seal_visit(work, a_visit())
        settled(work)
        work.facts.rebuild()
        assert work.facts.unsettled() == (a_record(1),)
        settled(work)
        assert work.facts.differences() == ()
        assert set(work.facts.on_days(FIRST, LAST)) == {a_record(1)}
