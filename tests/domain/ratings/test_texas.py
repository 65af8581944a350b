"""The Texas EVV usage score under the same engine, with worked figures."""

from dataclasses import replace
from datetime import date

import pytest

from provider_desktop.domain.ratings.engine import Rating, evaluate
from provider_desktop.domain.ratings.facts import Facts, VisitFact
from provider_desktop.domain.ratings.periods import period_of
from provider_desktop.domain.ratings.rules import Light
from tests.support.ratings import rules_from, shipped, visits

RULES = rules_from(shipped("texas_evv"))


def rate(*groups: tuple[VisitFact, ...]) -> Rating:
    quarter = period_of(RULES.period, date(2026, 11, 23))
    return evaluate(
        RULES,
        Facts(quarter.first, quarter.last, tuple(each for group in groups for each in group)),
        quarter.label,
    )


def accepted(electronic: int, manual: int) -> tuple[VisitFact, ...]:
    return visits(electronic, "E", capture="phone") + visits(manual, "M", capture="manual")


def test_79_of_120_electronic_and_none_rejected_is_80_exactly_at_the_half() -> None:
    rating = rate(accepted(79, 41))
    assert (rating.score, rating.light, rating.band) == ("80", Light.GREEN, "pass")
    assert rating.indicator("electronic").value == "65.83"
    assert rating.indicator("not_rejected").value == "100.00"


@pytest.mark.parametrize(
    ("electronic", "manual", "rejected", "score", "band"),
    [
        (120, 0, 0, "100", "pass"),
        (78, 42, 0, "79", "fail"),
        (0, 120, 0, "40", "fail"),
        (100, 0, 100, "80", "pass"),
        (100, 0, 102, "80", "pass"),  # 60 + 4000/202 = 79.80
        (100, 0, 106, "79", "fail"),  # 60 + 4000/206 = 79.42
        (90, 10, 25, "86", "pass"),  # 54 + 32
    ],
)
def test_worked_figures(electronic: int, manual: int, rejected: int, score: str, band: str) -> None:
    rating = rate(accepted(electronic, manual), visits(rejected, "R", state="returned"))
    assert (rating.score, rating.band) == (score, band)


def test_nothing_accepted_is_no_data_not_a_failure() -> None:
    rating = rate(visits(20, state="returned"))
    assert (rating.score, rating.band, rating.light) == ("", "", Light.NONE)
    assert rate().light is Light.NONE


def test_its_quarters_begin_in_september() -> None:
    rating = rate(accepted(10, 0), tuple(replace(each, day=date(2026, 12, 1)) for each in visits(90, "N")))
    assert rating.period == "FY2027-Q1"
    assert rating.indicator("electronic").denominator == 10
