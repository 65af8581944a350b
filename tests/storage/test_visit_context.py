"""What the checks ask: the database gives the same answers as visits in memory."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from provider_desktop.domain.checks import ContextSource, Moment, build_context, check_visit
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visits import Capture, Evidence, EvidenceKind, Outcome, Source, Visit
from provider_desktop.exchange.entries import Op
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import (
    ITEM,
    a_catalogue,
    a_hash,
    a_recipient,
    a_record,
    a_staff_member,
    a_visit,
    an_assignment,
    an_item,
    local,
)
from tests.support.storage import NOW, a_database, seal_visit

PLAN = (PlanLine(ITEM, 3), PlanLine("T-20", 60, Unit.MINUTE, Period.HALF_YEAR))
EXPECTED = {"OVER-STAFF", "OVER-RECIPIENT", "OVER-CAP", "SCOPE-QUOTA", "EVID-REUSED", "EVID-PLACE"}
CATALOGUE = a_catalogue(an_item(), an_item("T-20"))
PEOPLE = [a_recipient(f"R{number}", lat=f"37.4{number}0000", lon="117.540000") for number in range(3)]
ASSIGNMENTS = [an_assignment(person, PLAN) for person in PEOPLE]
STAFF = [a_staff_member(f"S{number}") for number in range(3)]


def some_visits(count: int, seed: int) -> list[Visit]:
    chance = random.Random(seed)
    return [
        a_visit(
            f"2026-{chance.choice((10, 11)):02d}-{chance.randint(1, 4):02d} {chance.randint(0, 23):02d}:00",
            minutes=chance.choice((-30, 0, 20, 30, 60, 90, 600, 1500, 3000)),
            record=number,
            recipient=f"R{chance.randint(0, 3)}",
            staff=chance.sample(("S0", "S1", "S2", "S9"), chance.randint(1, 2)),
            items=chance.sample((ITEM, "T-20"), chance.randint(1, 2)),
            source=chance.choice((Source.PHONE, Source.PAPER)),
            outcome=chance.choice((Outcome.DONE, Outcome.DONE, Outcome.REFUSED)),
            group=chance.choice(("", "G1")),
            evidence=(Evidence(EvidenceKind.PHOTO_AFTER, a_hash(str(chance.randint(0, 30))), 1),),
        )
        for number in range(1, count + 1)
    ]


def located(visit: Visit) -> Visit:
    spot = Capture(visit.sign_in.at, visit.sign_in.source, f"37.49000{len(visit.staff)}", "117.540000")
    return replace(visit, sign_in=spot)


def fill(work: UnitOfWork, visits: Iterable[Visit]) -> VisitIndex:
    for person in PEOPLE:
        work.recipients.save(person)
    for assignment in ASSIGNMENTS:
        work.assignments.save(assignment, NOW)
    for number, member in enumerate(STAFF):
        work.staff.save(StaffRow(member, a_record(1000 + number), 1, ""))
    work.catalogues.save(CATALOGUE)
    index = VisitIndex((), (CATALOGUE,), ASSIGNMENTS, STAFF)
    for place, visit in enumerate(visits):
        index.add(visit)
        if place % 3 == 0 and visit.minutes:
            seal_visit(work, visit)
        else:
            work.visits.save_draft(visit, (), NOW)
    return index


@pytest.mark.parametrize("seed", range(4))
def test_the_checks_find_the_same_from_the_database_as_from_memory(tmp_path: Path, seed: int) -> None:
    visits = [located(visit) for visit in some_visits(60, seed)]
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        index = fill(work, visits)
        source: ContextSource = work.visit_context
        moment = Moment(NOW)
        rules = set()
        for visit in visits:
            ours = build_context(visit, source, moment)
            theirs = build_context(visit, index, moment)
            assert [each.visit.record for each in ours.neighbours] == [
                each.visit.record for each in theirs.neighbours
            ]
            assert (ours.worked, ours.used) == (theirs.worked, theirs.used)
            assert ours.evidence_elsewhere == theirs.evidence_elsewhere
            assert ours.places_elsewhere == theirs.places_elsewhere
            found = check_visit(visit, ours)
            assert found == check_visit(visit, theirs)
            rules |= {finding.rule for finding in found}
        assert rules >= EXPECTED


def test_a_visit_of_days_is_found_long_after_it_began(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit("2026-11-02 09:00", minutes=5 * 1440), (), NOW)
        work.visits.save_draft(a_visit("2026-11-02 10:00", record=2), (), NOW)
        inside = local("2026-11-06 10:00")
        for staff, recipient in ((("S1",), "R9"), ((), "R1")):
            found = work.visit_context.neighbours(staff, recipient, inside, inside, a_record(9))
            assert [each.visit.record for each in found] == [a_record(1)]
        touching = local("2026-11-07 09:00")
        assert len(work.visit_context.neighbours(("S1",), "R1", touching, touching, a_record(9))) == 1
        after = touching + timedelta(minutes=1)
        assert work.visit_context.neighbours(("S1",), "R1", after, after, a_record(9)) == ()


def test_a_withdrawn_visit_counts_for_nothing(tmp_path: Path) -> None:
    visit = located(a_visit(source=Source.PHONE))
    day, month = date(2026, 11, 2), (date(2026, 11, 1), date(2026, 11, 30))
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        context = work.visit_context
        seal_visit(work, visit)
        other = a_record(9)
        moment = local("2026-11-02 09:10")
        assert len(context.neighbours(("S1",), "R1", moment, moment, other)) == 1
        assert context.worked_minutes("S1", day, day, other) == 30
        assert context.worked_minutes("S1", day, day, a_record(1)) == 0
        assert context.amount_used("R1", PLAN[0], *month, other) == 1
        assert context.evidence_elsewhere([visit.evidence[0].sha256], other)
        assert len(context.on_days(*month)) == 1

        seal_visit(work, replace(visit, version=2, reason="other"), op=Op.VISIT_WITHDRAW)
        assert context.neighbours(("S1",), "R1", moment, moment, other) == ()
        assert context.worked_minutes("S1", day, day, other) == 0
        assert context.amount_used("R1", PLAN[0], *month, other) == 0
        assert context.evidence_elsewhere([visit.evidence[0].sha256], other) == {}
        assert context.on_days(*month) == ()
        assert context.of_recipient("R1", *month) == ()


def test_visits_are_given_by_person_in_order_of_time(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        for number, start in enumerate(("2026-11-05 09:00", "2026-11-03 09:00", "2026-10-31 23:59"), 1):
            work.visits.save_draft(a_visit(start, record=number), (), NOW)
        first, last = date(2026, 11, 1), date(2026, 11, 5)
        expected = [a_record(2), a_record(1)]
        context = work.visit_context
        assert [visit.record for visit in context.of_recipient("R1", first, last)] == expected
        assert [visit.record for visit in context.of_staff("S1", first, last)] == expected
        assert [visit.record for visit in context.on_days(first, last)] == expected
        newest = context.last_of_recipient("R1", local("2026-11-05 09:00"), 5)
        assert [visit.record for visit in newest] == [a_record(2), a_record(3)]


@pytest.mark.parametrize("seed", range(3))
def test_visits_of_people_are_those_of_the_days_that_name_any_of_them(tmp_path: Path, seed: int) -> None:
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            fill(work, some_visits(60, seed))
            work.commit()
        first, last = date(2026, 10, 2), date(2026, 11, 3)
        with database.reading() as reading:
            context = reading.visit_context
            for people, staff in (
                ({"R0"}, set()),
                (set(), {"S1"}),
                ({"R1", "R3"}, {"S0", "S9"}),
                (set(), set()),
            ):
                found = [visit.record for visit in context.of_people(people, staff, first, last)]
                wanted = [
                    visit.record
                    for visit in context.on_days(first, last)
                    if visit.recipient in people or staff & set(visit.staff)
                ]
                assert sorted(found) == sorted(wanted)
