"""The sentences of the rating page: no value rounded over its bound, distances, gaps left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from provider_desktop.services.ratings import GreenStep, IndicatorRow, RatingOverview, RatingView, TrendPoint
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.theme import Tone
from tests.support.window import DressedApplication


def a_row(**changed: Any) -> IndicatorRow:
    """Plan completion, five visits short of green."""
    values: dict[str, Any] = {
        "id": "plan_completion",
        "name": "计划完成率",
        "light": "yellow",
        "numerator": "217",
        "denominator": "233",
        "value": "93.13",
        "unit": "%",
        "threshold": "≥ 95 %",
        "threshold_value": "95",
        "higher_is_better": True,
        "distance": 5,
        "trend": (),
        "failing": ("R1",),
    }
    return IndicatorRow(**{**values, **changed})


def a_step(remedy: str = "visits", count: int = 5, **changed: Any) -> GreenStep:
    """Five visits until the end of November."""
    return replace(GreenStep("plan_completion", count, date(2026, 11, 30), ("R1", "R2"), remedy), **changed)


@pytest.fixture
def words(dressed: DressedApplication) -> RatingWords:
    return RatingWords(Labels("zh_CN"), Formats("zh_CN"))


def test_a_value_just_below_its_bound_is_not_rounded_up_to_it(words: RatingWords) -> None:
    assert words.value(a_row(value="94.99")) == "94.99 %"


def test_without_data_there_is_no_figure_no_distance_and_an_empty_grey_bar(words: RatingWords) -> None:
    row = a_row(value="", light="none", numerator="0", denominator="0", distance=3)
    assert (words.figures(row), words.value(row), words.distance(row, a_step())) == ("–", "–", "")
    assert words.chip(row).tone is Tone.NONE
    bar = words.bar(row)
    assert bar is not None
    assert (bar.share, bar.tone, bar.tick) == (0.0, Tone.NONE, None)


def test_a_count_is_a_plain_number_without_a_bar(words: RatingWords) -> None:
    row = a_row(unit="", value="2", numerator="2", denominator="9", threshold_value="0")
    assert (words.figures(row), words.value(row), words.bar(row)) == ("2", "2", None)


def test_the_bar_carries_the_green_line(words: RatingWords) -> None:
    bar = words.bar(a_row())
    assert bar is not None
    assert bar.share == pytest.approx(0.9313)
    assert (bar.tone, bar.tick) == (Tone.YELLOW, 0.95)


@pytest.mark.parametrize(
    ("remedy", "distance"),
    [
        ("visits", "差 5 次"),
        ("correct", "差 5 条"),
        ("dilute", "还需 5 条合格"),
        ("renew", "5 人证件待更新"),
        ("close", "5 件待办结"),
    ],
)
def test_each_remedy_has_its_words(words: RatingWords, remedy: str, distance: str) -> None:
    assert words.distance(a_row(), a_step(remedy)) == distance


def test_what_leads_nowhere_is_said(words: RatingWords) -> None:
    assert words.distance(a_row(), a_step(count=0)) == "已无法达到"


def test_where_the_rules_name_no_step_the_gap_still_is(words: RatingWords) -> None:
    assert words.distance(a_row(), None) == "差 5 条"
    assert words.distance(a_row(distance=0), None) == ""
    assert words.distance(a_row(light="green"), a_step()) == ""


def test_the_course_ends_with_this_period_and_leaves_gaps(words: RatingWords) -> None:
    assert words.trend(a_row(trend=(90.0, None))) == (None,) * 9 + (90.0, None, 93.13)
    long = tuple(float(value) for value in range(80, 95))
    assert words.trend(a_row(trend=long)) == (*long[-11:], 93.13)
    assert words.trend(a_row(value="", trend=())) == (None,) * 12
    assert words.trend_words(a_row(trend=(90.0, None))) == "90 % → 93.13 %"


def test_the_bars_name_the_periods_in_the_tones_of_their_lights(words: RatingWords) -> None:
    points = (
        TrendPoint("2026-08", "96.00", "green", official=True),
        TrendPoint("2026-09", "", "none", official=True),
        TrendPoint("2026-10", "80.5", "red", official=False),
    )
    bars = words.bars(a_row(points=points), "2026-11")
    assert [(bar.name, bar.value, bar.text, bar.tone) for bar in bars] == [
        ("8月", 96.0, "96", Tone.GREEN),
        ("9月", None, "", Tone.NONE),
        ("10月", 80.5, "80.5", Tone.RED),
        ("11月", 93.13, "93.13", Tone.YELLOW),
    ]
    many = words.bars(a_row(points=points * 5), "2026-11")
    assert [bar.name for bar in many][-1] == "11月"
    assert len(many) == 12


def test_a_period_that_is_no_month_keeps_its_own_name(words: RatingWords) -> None:
    assert words.period("2026-11") == "2026年11月"
    assert words.period("2026Q4") == "2026Q4"
    assert words.short_period("2026Q4") == "2026Q4"


def test_when_it_was_published_is_a_local_day(words: RatingWords) -> None:
    at = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
    view = RatingView("2026-10", "starter", "green", (), (), at=at)
    assert words.official_detail(view, 0) == "11月3日公布，与本机估算一致"
    assert words.official_detail(view, 2) == "11月3日公布，与本机估算有 2 项不同"
    assert words.official_detail(replace(view, at=None), 0) == "与本机估算一致"
    assert words.official_detail(view, None) == "11月3日公布"


def test_a_period_that_is_over_says_so(words: RatingWords) -> None:
    view = RatingView("2026-10", "starter", "green", (a_row(),), ())
    overview = RatingOverview(None, view, date(2026, 10, 1), date(2026, 10, 31), 31, 0, (), ())
    assert words.period_note(overview, date(2026, 11, 1)) == "10月1日至10月31日，已结束"
    assert words.period_note(overview, date(2026, 10, 31)) == "第 31 天，最后一天"
    running = replace(overview, days_left=3, day_of_period=28)
    assert words.period_note(running, date(2026, 10, 28)) == "第 28 天，还剩 3 天"


def test_lights_are_counted(words: RatingWords) -> None:
    rows = tuple(a_row(light=light) for light in ("green", "green", "yellow", "none"))
    view = RatingView("2026-10", "starter", "yellow", rows, ())
    assert words.tally(view) == "2 项绿 · 1 项黄 · 1 项暂无数据"
