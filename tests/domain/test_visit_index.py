"""The index in memory answers as a plain search through all visits would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.checks.case import span_of
from provider_desktop.domain.plans import PlanLine, Unit, amount_of
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visits import Capture, Evidence, EvidenceKind, Outcome, Source, Visit
from tests.support.builders import ITEM, a_hash, a_record, a_staff_member, a_visit, an_assignment, local

STAFF = ("S1", "S2", "S3")
LINES = (PlanLine(ITEM, 3), PlanLine(ITEM, 60, Unit.MINUTE))


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    begun = local("2026-11-01 22:00") + timedelta(minutes=draw(st.integers(0, 300)))
    length = timedelta(minutes=draw(st.integers(-5, 200)))
    phone = Capture(begun, draw(st.sampled_from(list(Source))), draw(st.sampled_from(("", "37.1"))), "117.1")
    out = draw(st.sampled_from((Capture(begun + length), Capture(None))))
    return a_visit(
        record=draw(st.integers(1, 6)),
        recipient=draw(st.sampled_from(("R1", "R2"))),
        staff=draw(st.lists(st.sampled_from(STAFF), min_size=1, max_size=2, unique=True)),
        sign_in=draw(st.sampled_from((phone, Capture(None)))),
        sign_out=out,
        items=(ITEM,),
        outcome=draw(st.sampled_from(list(Outcome))),
        evidence=(Evidence(EvidenceKind.PHOTO_BEFORE, a_hash(draw(st.sampled_from("ab"))), 1),),
    )


@given(st.lists(visits(), max_size=12), st.lists(st.integers(1, 6), max_size=3), st.integers(0, 300))
def test_answers_equal_a_plain_search(added: Sequence[Visit], removed: Sequence[int], minute: int) -> None:
    index, held = VisitIndex(assignments=(an_assignment(),)), {}
    for visit in added:
        index.add(visit)
        held[visit.record] = visit
    for number in removed:
        index.remove(a_record(number))
        held.pop(a_record(number), None)
    own, day = a_record(1), date(2026, 11, 1)
    others = [visit for visit in held.values() if visit.record != own]
    since = local("2026-11-01 22:00") + timedelta(minutes=minute)
    until = since + timedelta(minutes=30)

    touching = {
        visit.record
        for visit in others
        if (visit.recipient == "R1" or "S1" in visit.staff)
        and (span := span_of(visit))
        and span[0] <= until
        and span[1] >= since
    }
    assert len(index) == len(held)
    neighbours = index.neighbours(("S1",), "R1", since, until, own)
    assert {each.visit.record for each in neighbours} == touching
    assert all(each.home is not None for each in neighbours if each.visit.recipient == "R1")
    for staff in STAFF:
        assert index.worked_minutes(staff, day, day, own) == sum(
            visit.minutes
            for visit in others
            if staff in visit.staff and visit.day == day and visit.outcome is Outcome.DONE
        )
    for line in LINES:
        assert index.amount_used("R1", line, day, day, own) == sum(
            amount_of(line, visit) for visit in others if visit.recipient == "R1" and visit.day == day
        )
    hashes = (a_hash("a"), a_hash("b"))
    assert set(index.evidence_elsewhere(hashes, own)) == {
        evidence.sha256 for visit in others for evidence in visit.evidence
    }
    place = ("37.1", "117.1")
    seen = any(visit.sign_in.source is Source.PHONE and visit.sign_in.lat == "37.1" for visit in others)
    assert index.places_elsewhere((place,), own) == (frozenset({place}) if seen else frozenset())


def test_visits_that_only_touch_the_span_are_neighbours() -> None:
    before, after = a_visit("2026-11-02 08:30", record=2), a_visit("2026-11-02 09:30", record=3)
    index = VisitIndex((before, after))
    span = (local("2026-11-02 09:00"), local("2026-11-02 09:30"))
    assert [each.visit for each in index.neighbours(("S1",), "R9", *span, "")] == [before, after]


def test_the_own_work_is_left_out_on_the_first_and_last_day() -> None:
    own, day = a_visit(), date(2026, 11, 2)
    index = VisitIndex((own, a_visit("2026-11-03 09:00", record=2)))
    assert index.worked_minutes("S1", day, date(2026, 11, 3), own.record) == 30
    assert index.worked_minutes("S1", date(2026, 11, 1), day, own.record) == 0


def test_what_is_not_known_is_no_answer() -> None:
    index = VisitIndex(staff=(a_staff_member(),))
    index.remove(a_record(9))
    now = local("2026-11-02 09:00")
    assert index.neighbours(("S1",), "R1", now, now, "") == ()
    assert index.amount_used("R1", LINES[0], date(2026, 11, 1), date(2026, 11, 2), "") == 0
    assert index.assignments_of("R1") == ()
    assert set(index.staff_members(("S1", "S9"))) == {"S1"}
    assert index.worked_minutes("S1", date(2026, 11, 2), date(2026, 11, 1), "") == 0
    assert index.catalogues() == ()


def test_a_long_visit_does_not_hide_that_a_short_one_is_over() -> None:
    long, short = a_visit("2026-11-02 08:00", minutes=300, record=2), a_visit("2026-11-02 08:10", record=3)
    index = VisitIndex((long, short))
    since, until = local("2026-11-02 09:00"), local("2026-11-02 09:30")
    assert [each.visit for each in index.neighbours(("S1",), "R9", since, until, "")] == [long]
