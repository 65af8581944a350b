"""The five answers in states that the sample never shows: green, ended, out of reach, vetoed, nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.services.rating_plans import Case, Forecast, ToGreen
from provider_desktop.services.ratings import RatingOverview, RatingView
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.today.light_strip import LightNow, LightStrip
from tests.support.window import DressedApplication
from tests.ui.ratings.test_rating_words import a_row

LAST = date(2026, 11, 30)
GREEN = RatingOverview(
    None, RatingView("2026-11", "starter", "green", (a_row(light="green"),), ()),
    date(2026, 11, 1), LAST, 23, 7, (), (),
)  # fmt: skip
FORECAST = Forecast(
    date(2026, 11, 1),
    LAST,
    Case(LAST, "red", ()),
    Case(LAST, "green", ()),
    12,
    "schedule",
    date(2026, 11, 27),
)


@pytest.fixture
def strip(dressed: DressedApplication, qtbot: QtBot) -> LightStrip:
    made = LightStrip(Labels("zh_CN"), Formats("zh_CN"))
    qtbot.addWidget(made)
    return made


def said(strip: LightStrip) -> list[str]:
    return [answer.said for answer in strip.answers]


def test_a_green_light_has_nothing_to_explain(strip: LightStrip) -> None:
    strip.show_light(LightNow(GREEN, ToGreen("green", LAST), FORECAST, ()))
    assert said(strip) == ["绿灯", "不处理 红、按排班 绿", "各项指标都是绿灯", "绿灯：没有要补的", "没有人"]


def test_too_little_data_is_not_green(strip: LightStrip) -> None:
    grey = replace(GREEN, estimate=RatingView("2026-11", "starter", "none", (a_row(light="none"),), ()))
    strip.show_light(LightNow(grey, ToGreen("no_data", LAST), None, ()))
    assert said(strip)[1:4] == ["数据太少，暂时没有灯", "数据还太少", "数据太少，暂时没有灯"]


def test_a_veto_comes_before_every_indicator(strip: LightStrip) -> None:
    rows = (a_row(), a_row(id="b", name="满意率", light="red"))
    red = replace(GREEN, estimate=RatingView("2026-11", "starter", "red", rows, ("瞒报伤害",)))
    strip.show_light(LightNow(red, ToGreen("unreachable", LAST), FORECAST, ()))
    assert said(strip)[2] == "瞒报伤害、满意率、计划完成率"
    assert said(strip)[3] == "本期已无法转为绿灯"


def test_a_period_that_is_over_is_not_foretold(strip: LightStrip) -> None:
    strip.show_light(LightNow(GREEN, ToGreen("over", LAST), None, ()))
    assert said(strip)[1] == "本期已结束"


def test_nothing_is_shown_while_there_is_nothing_to_rate_by(strip: LightStrip) -> None:
    strip.show_light(LightNow(GREEN, ToGreen("green", LAST), FORECAST, ()))
    assert not strip.isHidden()
    strip.show_light(None)
    assert strip.isHidden()


def test_each_answer_is_spoken_with_its_question(strip: LightStrip) -> None:
    strip.show_light(LightNow(GREEN, ToGreen("green", LAST), FORECAST, ()))
    assert strip.answers[0].accessibleName() == "现在是绿灯吗 绿灯"
    strip.resize(300, 60)
    assert not strip.grab().isNull()  # answers are cut where room ends
