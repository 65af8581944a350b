"""Which rule set a period is rated by: the one of its last day that knows such a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from provider_desktop.domain.ratings.periods import PeriodKind, PeriodRule
from provider_desktop.domain.ratings.published import PublishedRules, rules_of_period
from tests.support.ratings import starter


def published(
    version: str, first: date, last: date | None = None, kind: PeriodKind = PeriodKind.MONTH
) -> PublishedRules:
    """A rule set of that version and kind of period."""
    return PublishedRules(replace(starter(), version=version, period=PeriodRule(kind)), first, last)


QUARTERS = published("quarters", date(2027, 1, 1), kind=PeriodKind.QUARTER)
STRICT = published("strict", date(2026, 11, 15))
BRIEF = published("brief", date(2026, 6, 1), date(2026, 7, 15))
MONTHS = published("months", date(2026, 1, 1))
ALL = (QUARTERS, STRICT, BRIEF, MONTHS)


@pytest.mark.parametrize(
    ("label", "version"),
    [
        ("2026-10", "months"),
        ("2026-11", "strict"),
        ("2026-06", "brief"),
        ("2026-07", "months"),
        ("2027-01", "strict"),
        ("2027-Q1", "quarters"),
        ("2026-Q4", "quarters"),
        ("2025-12", "months"),
    ],
)
def test_the_set_of_the_last_day_that_knows_the_period_holds(label, version):
    holding, period = rules_of_period(ALL, label)
    assert (holding.rules.version, period.label) == (version, label)


def test_where_none_is_in_force_the_one_that_lapsed_last_holds():
    assert rules_of_period((QUARTERS, BRIEF), "2026-09")[0] is BRIEF


@pytest.mark.parametrize("label", ["", "2026-13", "2026-11-01/90d", "November"])
def test_a_label_that_no_set_knows_is_refused(label):
    with pytest.raises(ValueError, match="not a period"):
        rules_of_period(ALL, label)


def test_months_are_unknown_where_only_quarters_were_published():
    with pytest.raises(ValueError, match="not a period"):
        rules_of_period((QUARTERS,), "2026-11")
