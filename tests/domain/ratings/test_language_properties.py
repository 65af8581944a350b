"""What always holds of a rating, whatever the figures: order, monotony, and sums that agree."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.engine import evaluate
from provider_desktop.domain.ratings.facts import DueFact, Facts, VisitFact
from provider_desktop.domain.ratings.rules import Light
from tests.support.ratings import (
    LAST,
    a_visit,
    november,
    starter,
)

FACTS = st.lists(
    st.builds(
        VisitFact,
        record=st.uuids().map(str),
        recipient=st.sampled_from(["R1", "R2"]),
        day=st.just(LAST),
        outcome=st.just("done"),
        below_minimum=st.booleans(),
        capture=st.sampled_from(["phone", "paper"]),
        evidence_complete=st.booleans(),
        place_bad=st.booleans(),
        received=st.booleans(),
        on_time=st.sampled_from([None, True, False]),
        first_version_judged=st.booleans(),
        first_version_accepted=st.booleans(),
        corrected_unasked=st.booleans(),
        satisfaction=st.integers(0, 4),
        state=st.sampled_from(["draft", "to_send", "accepted", "returned", "withdrawn"]),
    ),
    max_size=25,
    unique_by=lambda fact: fact.record,
)
RULES = starter()
LIGHTS = [Light.GREEN, Light.YELLOW, Light.RED]


@given(facts=FACTS, due=st.integers(0, 20), order=st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts: list[VisitFact], due: int, order: Any) -> None:
    shuffled = list(facts)
    order.shuffle(shuffled)
    assert evaluate(RULES, november(tuple(facts), due=due), "p") == evaluate(
        RULES, november(tuple(shuffled), due=due), "p"
    )


@given(facts=FACTS, due=st.integers(0, 20))
def test_one_more_good_record_never_worsens_an_indicator(facts: list[VisitFact], due: int) -> None:
    before = evaluate(RULES, november(tuple(facts), due=due), "p")
    good = a_visit("GOOD", capture="phone")
    after = evaluate(RULES, november((*facts, good), due=due), "p")
    for old, new in zip(before.indicators, after.indicators, strict=True):
        if old.light is not Light.NONE:
            assert LIGHTS.index(new.light) <= LIGHTS.index(old.light), old.id


@given(
    facts=FACTS,
    index=st.integers(0, 24),
    fault=st.sampled_from(["below_minimum", "place_bad", "corrected_unasked"]),
)
def test_one_more_fault_never_betters_an_indicator(facts: list[VisitFact], index: int, fault: str) -> None:
    if index >= len(facts):
        return
    change: dict[str, Any] = {fault: True}
    worse = [replace(each, **change) if number == index else each for number, each in enumerate(facts)]
    before = evaluate(RULES, november(tuple(facts)), "p")
    after = evaluate(RULES, november(tuple(worse)), "p")
    for old, new in zip(before.indicators, after.indicators, strict=True):
        if old.light is not Light.NONE:
            assert LIGHTS.index(new.light) >= LIGHTS.index(old.light), old.id


@given(facts=FACTS, due=st.integers(0, 20))
def test_figures_agree_with_the_keys_they_name(facts: list[VisitFact], due: int) -> None:
    rating = evaluate(RULES, Facts(LAST, LAST, tuple(facts), due=(DueFact("R1", due),)), "p")
    for result in rating.indicators:
        assert set(result.failing) <= set(result.counted)
        if result.id in ("place_bad", "manual_correction"):
            assert len(result.failing) == result.numerator
        elif result.id != "plan_completion":
            assert len(result.failing) == result.denominator - result.numerator
