"""The search for the fewest actions: scores, bounds that only some groups reach, and giving up honestly."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ratings.rules import Light
from provider_desktop.domain.ratings.running import Figures, rate_figures
from provider_desktop.domain.ratings.smallest import Delta, Group, is_green, moved, smallest
from tests.support.ratings import FIRST, a_language, an_indicator, rules_from, shipped

TEXAS = rules_from(shipped("texas_evv"))


def texas(electronic: int, accepted: int, not_rejected: int, exported: int) -> Figures:
    """Figures of the usage score."""
    return Figures({"electronic": (electronic, accepted), "not_rejected": (not_rejected, exported)}, {})


#: One more visit by phone that is accepted, and one rejected record put right.
VISIT = Delta(((1, 1), (1, 1)), ())
FIXED = Delta(((1, 1), (1, 0)), ())


def turned(base: Figures, groups: list[Group], counts: tuple[int, ...]) -> bool:
    """Whether so many of each group turn the light, by the figures."""
    deltas = [(group.delta, count) for group, count in zip(groups, counts, strict=True)]
    return is_green(TEXAS, moved(base, deltas), FIRST)


def test_a_score_is_turned_by_the_fewest_actions_of_all_kinds():
    base = texas(70, 110, 110, 120)
    assert rate_figures(TEXAS, base, FIRST, "").score == "75"
    groups = [Group(VISIT, 60), Group(FIXED, 10)]
    found = smallest(TEXAS, base, groups, FIRST, lambda counts: turned(base, groups, counts), 0)
    assert found is not None
    assert found.is_smallest
    total = sum(found.counts)
    assert turned(base, groups, found.counts)
    for visits in range(total):
        for fixed in range(min(10, total - 1 - visits) + 1):
            assert not turned(base, groups, (visits, fixed))


def test_where_everything_together_is_not_enough_there_is_no_list():
    base = texas(10, 400, 100, 400)
    groups = [Group(VISIT, 5), Group(FIXED, 3)]
    assert smallest(TEXAS, base, groups, FIRST, lambda counts: turned(base, groups, counts), 0) is None


def test_a_search_that_is_given_up_tells_a_list_that_holds_and_says_so():
    base = texas(70, 110, 110, 120)
    groups = [Group(VISIT, 60), Group(FIXED, 10)]
    found = smallest(TEXAS, base, groups, FIRST, lambda counts: turned(base, groups, counts), 0, budget=20)
    assert found is not None
    assert not found.is_smallest
    assert turned(base, groups, found.counts)
    lost = texas(10, 400, 100, 400)
    few = [Group(VISIT, 5), Group(FIXED, 3)]
    assert smallest(TEXAS, lost, few, FIRST, lambda counts: turned(lost, few, counts), 0, budget=3) is None


@pytest.mark.parametrize(("better", "start", "needed"), [("higher", (17, 20), 10), ("lower", (3, 20), 10)])
def test_a_bound_is_reached_to_the_record(better, start, needed):
    """17 of 20 needs ten more good ones for 90 %; 3 of 20 bad ones need ten for 10 %."""
    data = a_language()
    bounds = ("90", "75", "50") if better == "higher" else ("10", "25", "50")
    bands = [{"band": band, "at": at} for band, at in zip("abc", bounds, strict=True)]
    data["indicators"] = [an_indicator("phone", better=better, bands=[*bands[:1], {"band": "d"}])]
    rules = rules_from(data)
    base = Figures({"phone": start}, {})
    good = Delta(((1 if better == "higher" else 0, 1),), ())
    groups = [Group(good, 50)]

    def holds(counts: tuple[int, ...]) -> bool:
        return is_green(rules, moved(base, [(good, counts[0])]), FIRST)

    found = smallest(rules, base, groups, FIRST, holds, 0)
    assert found is not None
    assert found.counts == (needed,)
    assert rate_figures(rules, base, FIRST, "").light is not Light.GREEN


def test_what_serves_a_visit_due_is_not_counted_twice():
    """Two groups may serve the same visits: together no more than are due."""
    data = a_language()
    data["indicators"] = [an_indicator("phone", bands=[{"band": "a", "at": "100"}, {"band": "d"}])]
    rules = rules_from(data)
    base = Figures({"phone": (0, 3)}, {})
    served = Delta(((1, 0),), ())
    groups = [Group(served, 3, serves=True), Group(served, 3, serves=True)]
    assert smallest(rules, base, groups, FIRST, lambda _counts: True, 2) is None
    found = smallest(rules, base, groups, FIRST, lambda counts: counts == (1, 2), 3)
    assert found is not None
    assert (found.counts, found.is_smallest) == ((1, 2), True)
