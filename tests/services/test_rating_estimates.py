"""The estimate at hand equals one worked out anew from all versions, receipts and verdicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.histories import RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.rating_facts import RatedRecords, gather_facts
from provider_desktop.domain.ratings.engine import Rating, evaluate
from provider_desktop.domain.traces import trace_of
from provider_desktop.domain.visit_payload import SCHEMA_NAME, to_payload
from provider_desktop.domain.visits import Visit
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.services.case_facts import complaints_on
from provider_desktop.services.rating_estimates import question_of
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage import facts
from provider_desktop.storage.database import Database
from provider_desktop.storage.unit_of_work import Reading
from tests.support.builders import a_record, local
from tests.support.random_ratings import (
    CATALOGUES,
    RECIPIENTS,
    STAFF,
    random_assignments,
    random_member,
    random_visit,
)
from tests.support.ratings import shipped
from tests.support.workspace import Bureau, a_workspace, hire, set_clock


class Office:
    """An agency where anything may happen, told from outside."""

    def __init__(self, workspace: Workspace, chance: Random) -> None:
        self.workspace = workspace
        self.chance = chance
        self.bureau = Bureau(workspace)
        self.sealed: dict[str, Visit] = {}
        self.gone: set[str] = set()
        self.plans: dict[str, int] = {}

    def step(self) -> str:
        """One thing happens; its name."""
        names = (
            "seal", "seal", "seal", "seal", "seal", "correct", "acknowledge", "judge", "judge", "judge",
            "withdraw", "plan", "hire", "erase", "epoch", "day", "rules", "settle", "draft",
        )  # fmt: skip
        name = self.chance.choice(names)
        getattr(self, f"_{name}")()
        return name

    def _put(self, visit: Visit, op: Op) -> None:
        with self.workspace.writing() as work:
            entry = seal_record(
                self.workspace, work, op, visit.record, visit.version, SCHEMA_NAME, to_payload(visit), "other"
            )
            work.visits.seal(visit, (), entry, self.workspace.now())
        self.sealed[visit.record] = visit

    def _seal(self) -> None:
        self._put(random_visit(self.chance, a_record(len(self.sealed) + 1)), Op.VISIT_CREATE)

    def _open(self) -> Visit | None:
        known = sorted(set(self.sealed) - self.gone)
        return self.sealed[self.chance.choice(known)] if known else None

    def _correct(self) -> None:
        if visit := self._open():
            other = random_visit(self.chance, visit.record, visit.version + 1)
            self._put(
                self.chance.choice((other, replace(visit, version=visit.version + 1))), Op.VISIT_CORRECT
            )

    def _withdraw(self) -> None:
        if (visit := self._open()) and self.chance.random() < 0.3:
            self._put(replace(visit, version=visit.version + 1), Op.VISIT_WITHDRAW)
            self.gone.add(visit.record)

    def _draft(self) -> None:
        if visit := self._open():
            with self.workspace.writing() as work:
                draft = random_visit(self.chance, visit.record, visit.version + 1)
                work.visits.save_draft(draft, (), self.workspace.now())

    def _acknowledge(self) -> None:
        if self.sealed:
            self.bureau.acknowledge()

    def _judge(self) -> None:
        if visit := self._open():
            outcome = self.chance.choice(("accepted", "accepted", "accepted", "returned", "held", "conflict"))
            self.bureau.judge(visit.record, outcome)

    def _plan(self) -> None:
        recipient = self.chance.choice(RECIPIENTS)
        self.bureau.assign(random_assignments(self.chance, recipient))

    def _hire(self) -> None:
        hire(self.workspace, random_member(self.chance, self.chance.choice(STAFF)))

    def _erase(self) -> None:
        if (visit := self._open()) and self.chance.random() < 0.4:
            with self.workspace.writing() as work:
                doomed = work.erasure.entries(visit.recipient)
                work.erasure.empty(each.hash for each in doomed)
                records = sorted({each.record for each in doomed})
                work.erasure.blank_visits(records, visit.recipient)
                work.erasure.forget_recipient(visit.recipient)
            self.gone |= set(records)

    def _epoch(self) -> None:
        if self.chance.random() < 0.3:
            with self.workspace.writing() as work:
                work.verdicts.clear()

    def _day(self) -> None:
        later = self.workspace.now() + timedelta(hours=self.chance.choice((1, 20, 60)))
        set_clock(self.workspace, min(later, local("2026-11-30 20:00")))

    def _rules(self) -> None:
        if self.chance.random() < 0.3:
            rating = shipped("starter")
            for indicator in rating["indicators"]:
                indicator["minimum"] = self.chance.choice((1, 3))
            self.bureau.rules(version=f"starter-{self.chance.randrange(9)}", rating=rating)

    def _settle(self) -> None:
        with self.workspace.writing() as work:
            work.facts.settle(self.chance.choice((1, 3, 500)))


def anew(workspace: Workspace) -> Rating:
    """The rating from all versions of all records, by nothing that is kept."""
    with workspace.reading() as reading:
        question = question_of(reading, "", local_day(workspace.now()))
        known = RatedRecords(
            histories=tuple(histories(reading)),
            assignments=[each.assignment for each in reading.assignments.all()],
            staff={member.staff: member for member in reading.staff.all()},
            catalogues=reading.catalogues.all(),
            complaints=complaints_on(reading, question.until),
        )
        facts = gather_facts(known, question.rules, question.limits, question.first, question.until)
        return evaluate(question.rules, facts, question.period.label)


def histories(reading: Reading):
    """Every record, version by version, as its detail page tells it."""
    own = reading.stream.own()
    assert own is not None
    records = {row.record for row in reading.stream.facts(own.stream, 0, 10_000)}
    for record in records:
        versions = tuple(reversed(reading.visits.versions(record)))
        verdicts = {row.entry_hash: row.outcome for row in reading.verdicts.of_record(record)}
        sealed = tuple(
            SealedVersion(
                each.visit,
                each.op == Op.VISIT_WITHDRAW.value,
                each.received_at,
                VerdictOutcome(verdicts.get(each.entry_hash, "")),
            )
            for each in versions
            if each.visit is not None
        )
        if sealed:
            yield RecordHistory(sealed)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_the_estimate_at_hand_is_the_one_worked_out_anew(tmp_path, seed):
    chance = Random(seed)
    with a_workspace(tmp_path, local("2026-11-24 18:00")) as workspace:
        office = Office(workspace, chance)
        office.bureau.rules()
        office.bureau.catalogue(CATALOGUES[0])
        at_hand = RatingService(workspace)
        done: list[str] = []
        lights = set()
        for _ in range(45):
            done.append(office.step())
            if chance.random() < 0.05:
                at_hand = RatingService(workspace)  # started anew: from what is kept
            with workspace.reading() as reading:
                standing = at_hand.standing(reading, local_day(workspace.now()))
            assert standing is not None
            expected = anew(workspace)
            bare = replace(
                expected, indicators=tuple(replace(each, counted=()) for each in expected.indicators)
            )
            assert standing.rating == bare, done
            lights.add(tuple((each.numerator, each.denominator) for each in expected.indicators))
        assert at_hand.verify() == ()
        assert len(lights) > 10, "the history must move the figures"


def test_a_fact_that_was_meddled_with_is_noticed_and_made_anew(tmp_path):
    with a_workspace(tmp_path, local("2026-11-12 18:00")) as workspace:
        office = Office(workspace, Random(1))
        office.bureau.rules()
        for _ in range(3):
            office._seal()
        service = RatingService(workspace)
        service.lights()
        assert service.verify() == ()
        database = workspace.opened()
        assert isinstance(database, Database)
        with database._writing.begin() as connection:
            connection.exec_driver_sql("UPDATE record_facts SET content = replace(content, 'R', 'Q')")
        assert service.verify() == ("record_facts: 3 rows",)
        with workspace.writing() as work:
            work.facts.rebuild()
        assert service.verify() == ()
        service.lights()
        with workspace.reading() as reading:
            assert reading.facts.unsettled() == ()
        assert service.verify() == ()


def test_what_touches_one_record_reads_one_record(tmp_path, monkeypatch):
    """The cost of a seal does not grow with what was sealed before."""
    with a_workspace(tmp_path, local("2026-11-12 18:00")) as workspace:
        office = Office(workspace, Random(2))
        office.bureau.rules()
        for _ in range(30):
            office._seal()
        service = RatingService(workspace)
        service.lights()
        worked_out: list[str] = []

        def noting(history):
            worked_out.append(history.latest.visit.record)
            return real(history)

        real = trace_of
        monkeypatch.setattr(facts, "trace_of", noting)
        office._seal()
        service.lights()
        assert worked_out == [a_record(31)]
        service.lights()
        assert worked_out == [a_record(31)]


def _small(period: dict[str, str], minimum: int = 1) -> dict[str, object]:
    rating = shipped("starter")
    for indicator in rating["indicators"]:
        indicator["minimum"] = minimum
    return {**rating, "period": period}


def test_a_month_keeps_its_rules_after_rules_of_quarters_have_come(tmp_path):
    with a_workspace(tmp_path, local("2026-11-12 18:00")) as workspace:
        bureau = Bureau(workspace)
        bureau.rules()
        bureau.rules(version="quarters", rating=_small({"kind": "quarter"}), **{"from": "2027-01-01"})
        set_clock(workspace, local("2027-01-05 18:00"))
        service = RatingService(workspace)
        assert (service.overview().estimate.period, service.overview().estimate.ruleset) == (
            "2027-Q1",
            "quarters",
        )
        november = service.overview("2026-11")
        assert (november.estimate.ruleset, november.last_day) == ("starter-2026", date(2026, 11, 30))
        assert service.rules("2026-11").version == "starter-2026"
        with pytest.raises(AppError) as raised:
            service.overview("November")
        assert raised.value.code is ErrorCode.VALUE_INVALID


def test_both_ways_to_ask_for_the_present_period_answer_by_the_rules_of_its_end(tmp_path):
    with a_workspace(tmp_path, local("2026-11-11 18:00")) as workspace:
        office = Office(workspace, Random(3))
        office.bureau.rules()
        office.bureau.rules(version="strict", rating=_small({"kind": "month"}), **{"from": "2026-11-15"})
        for _ in range(6):
            office._seal()
        service = RatingService(workspace)
        assert service.overview().estimate == service.overview("2026-11").estimate
        assert service.overview().estimate.ruleset == "strict"
        assert service.overview("2026-10").estimate.ruleset == "starter-2026"
        assert service.lights().estimate == service.overview("2026-11").estimate.light != "none"


def test_an_official_light_is_shown_with_the_bounds_of_its_own_rules_and_period(tmp_path):
    """Neither the bounds of later periods nor those of rules that came since were what it was stated by."""
    with a_workspace(tmp_path, local("2026-11-12 18:00")) as workspace:
        bureau = Bureau(workspace)
        rising = shipped("starter")
        first = rising["indicators"][0]
        green = first["bands"][0]
        green["at"] = [{"from": "2026-01-01", "value": "90"}, {"from": "2026-12-01", "value": "99"}]
        bureau.rules(version="rising", rating=rising)
        later = shipped("starter")
        later["indicators"][0]["bands"][0]["at"] = "97"
        bureau.rules(version="later", rating=later, **{"from": "2026-11-10"})
        indicator = {
            "id": first["id"],
            "numerator": "9",
            "denominator": "10",
            "value": "90",
            "light": "green",
        }
        bureau.state(
            "rating",
            {
                "period": "2026-11",
                "ruleset": "rising",
                "light": "green",
                "indicators": [{**indicator, "entries": []}],
                "vetoes": [],
                "note": "",
            },
        )
        official = RatingService(workspace).overview().official
        assert official is not None
        assert official.indicators[0].threshold_value == "90"
