"""The estimate kept up to date equals the one worked out anew, at every step of any history."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.histories import FactRules, RecordHistory
from provider_desktop.domain.rating_facts import RatedRecords, gather_facts
from provider_desktop.domain.ratings.engine import Rating, evaluate
from provider_desktop.domain.ratings.explain import records_behind
from provider_desktop.domain.ratings.facts import ComplaintFact, VetoFact, VisitFact
from provider_desktop.domain.ratings.rules import Light
from provider_desktop.domain.ratings.running import rate_figures
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.traces import trace_of
from tests.support.random_ratings import (
    CATALOGUES,
    RECIPIENTS,
    STAFF,
    random_assignments,
    random_complaints,
    random_history,
    random_member,
    random_rules,
)
from tests.support.ratings import FIRST, LAST

LIMITS = FactRules()


class Agency:
    """Everything said about an agency, told to a running estimate step by step."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.rules = random_rules(chance)
        self.histories: dict[str, RecordHistory] = {}
        self.assignments: dict[str, tuple[Assignment, ...]] = {}
        self.staff: dict[str, StaffMember] = {}
        self.complaints: tuple[ComplaintFact, ...] = ()
        self.vetoes: tuple[str, ...] = ()
        self.estimate = RunningEstimate(self.rules, LIMITS, CATALOGUES, FIRST, LAST)

    def step(self) -> None:
        """One thing happens: mostly to a record, sometimes to a plan, a person or the findings."""
        chance = self.chance
        what = chance.choices(("record", "erase", "plan", "person", "findings"), (12, 1, 2, 1, 1))[0]
        if what == "record":
            record = f"V{chance.randrange(25):02}"
            self.histories[record] = random_history(chance, record)
            trace = trace_of(self.histories[record])
            self.estimate.drop_record(record) if trace is None else self.estimate.put_trace(trace)
        elif what == "erase" and self.histories:
            record = chance.choice(sorted(self.histories))
            del self.histories[record]
            self.estimate.drop_record(record)
        elif what == "plan":
            recipient = chance.choice(RECIPIENTS)
            self.assignments[recipient] = random_assignments(chance, recipient)
            self.estimate.put_assignments(recipient, self.assignments[recipient])
        elif what == "person":
            staff = chance.choice(STAFF)
            if chance.random() < 0.2:
                self.staff.pop(staff, None)
            else:
                self.staff[staff] = random_member(chance, staff)
            self.estimate.put_member(staff, self.staff.get(staff))
        elif what == "findings":
            self.complaints = random_complaints(chance)
            self.vetoes = tuple(veto.id for veto in self.rules.vetoes if chance.random() < 0.3)
            self.estimate.set_findings(self.complaints, self.vetoes)

    def known(self) -> RatedRecords:
        """Everything at once, in no particular order."""
        histories = list(self.histories.values())
        self.chance.shuffle(histories)
        return RatedRecords(
            histories,
            [each for given in self.assignments.values() for each in given],
            self.staff,
            CATALOGUES,
            self.complaints,
            tuple(VetoFact(veto) for veto in self.vetoes),
        )

    def anew(self) -> Rating:
        """The rating by the full computation."""
        facts = gather_facts(self.known(), self.rules, LIMITS, FIRST, LAST)
        return evaluate(self.rules, facts, "2026-11")


@pytest.mark.parametrize("seed", range(40))
def test_at_every_step_the_running_estimate_equals_the_full_computation(seed):
    agency = Agency(Random(seed))
    for _ in range(40):
        agency.step()
        assert agency.estimate.running.rating("2026-11", with_counted=True) == agency.anew()


def test_one_thousand_histories_and_rule_sets_rate_the_same_on_both_sides():
    """One side is told step by step, the other adds up everything at once."""
    seen: dict[Light, int] = dict.fromkeys(Light, 0)
    for seed in range(1000, 2000):
        agency = Agency(Random(seed))
        for _ in range(agency.chance.randint(5, 45)):
            agency.step()
        theirs = agency.anew()
        assert agency.estimate.running.rating("2026-11", with_counted=True) == theirs, seed
        seen[theirs.light] += 1
    assert min(seen.values()) > 15, f"chance must reach every light: {seen}"


@pytest.mark.parametrize("seed", range(20))
def test_figures_alone_make_the_same_light_and_the_records_behind_add_up_to_them(seed):
    agency = Agency(Random(seed))
    for _ in range(60):
        agency.step()
    running = agency.estimate.running
    figures = running.figures()
    alone = rate_figures(agency.rules, figures, FIRST, "2026-11")
    whole = agency.anew()
    assert (alone.light, alone.band, alone.score) == (whole.light, whole.band, whole.score)
    assert [each.value for each in alone.indicators] == [each.value for each in whole.indicators]
    facts = gather_facts(agency.known(), agency.rules, LIMITS, FIRST, LAST)
    for indicator in agency.rules.indicators:
        behind = records_behind(agency.rules, facts, indicator.id)
        told = running.sums[indicator.id].contributions()
        assert {(each.key, each.part, each.whole, each.failing) for each in behind} == {
            (each.fact.key, each.part, each.whole, each.failing) for each in told
        }
        assert sum(each.part for each in told) == figures.sums[indicator.id][0]


def test_a_place_where_many_stand_costs_two_refreshed_records_not_all(monkeypatch):
    """Whether a place repeats changes for a record only when the second one comes or goes."""
    agency = Agency(Random(3))
    estimate = agency.estimate
    made = []
    put = estimate.running.put_visit

    def put_noting(fact: VisitFact) -> None:
        made.append(fact.record)
        put(fact)

    monkeypatch.setattr(estimate.running, "put_visit", put_noting)
    history = random_history(Random(5), "X")
    trace = trace_of(history)
    assert trace is not None
    for number in range(50):
        same = replace(
            trace, record=f"P{number:02}", day=FIRST, capture="phone", places=("37.49,117.54", "37.49,117.54")
        )
        estimate.put_trace(same)
    assert len(made) == 50 + 1
    assert sum(fact.place_bad for fact in estimate.running.visits()) == 50
