"""Differences and past lights where the sample shows none: agreed, not published, erased, rules missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.services.rating_past import (
    CostIndicator,
    CostRow,
    DifferenceRow,
    Differences,
    IndicatorDifference,
    PastLight,
    Recomputed,
)
from provider_desktop.ui.ratings.differences_tab import DifferencesTab
from provider_desktop.ui.ratings.history_tab import HistoryTab, RecomputedPanel
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.ratings.who_tab import WhoTab
from tests.support.pages import rows_of, texts
from tests.support.window import DressedApplication

AT = datetime(2026, 11, 3, 1, tzinfo=UTC)
ROW = DifferenceRow("R1", "other", "", "failing", "good", "unexplained")
ONE = IndicatorDifference(
    "plan_completion", "计划完成率", "83 / 92", "yellow", "84 / 92", "yellow", "84 / 92", "yellow",
    unexplained=True, rows=(ROW,),
)  # fmt: skip
FOUND = Differences("2026-10", AT, "yellow", "yellow", "yellow", comparable=True, indicators=(ONE,))
LIGHT = PastLight(
    "2026-10", date(2026, 10, 1), date(2026, 10, 31), "yellow", AT, "green", "2026-04", has_rules=True
)


@pytest.fixture
def differences(dressed: DressedApplication, qtbot: QtBot) -> DifferencesTab:
    context = dressed.context()
    words, plan = RatingWords(context.labels, context.formats), PlanWords(context.labels, context.formats)
    made = DifferencesTab(context, words, plan)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def history(dressed: DressedApplication, qtbot: QtBot) -> HistoryTab:
    context = dressed.context()
    words, plan = RatingWords(context.labels, context.formats), PlanWords(context.labels, context.formats)
    made = HistoryTab(context, words, plan)
    qtbot.addWidget(made)
    made.show()
    return made


def visible(root: DifferencesTab | HistoryTab) -> str:
    """What can be read, without what is hidden behind."""
    return " ".join(texts(root._stack.currentWidget()) + texts(root)[:1])


def test_an_unexplained_difference_is_called_so_and_worth_an_appeal(differences: DifferencesTab) -> None:
    differences.show_differences(FOUND)
    assert "可以申诉" in " ".join(texts(differences))
    assert differences.rest.text() == "公布为 83 / 92，按当时的记录重算为 84 / 92：无法解释。"
    assert not differences.rest.isHidden()
    (line,) = rows_of(differences.records)
    assert line.unexplained


def test_what_came_later_is_no_reason_to_appeal(differences: DifferencesTab) -> None:
    later = replace(ONE, unexplained=False, rows=(replace(ROW, reason="corrected_since"),))
    differences.show_differences(replace(FOUND, indicators=(later,)))
    assert differences.rest.isHidden()
    assert "可以申诉" not in " ".join(texts(differences))
    assert not rows_of(differences.records)[0].unexplained


def test_agreement_and_silence_are_different_things(differences: DifferencesTab) -> None:
    differences.show_differences(replace(FOUND, indicators=()))
    assert "两方一致" in visible(differences)
    differences.show_differences(None)
    assert "本期尚未公布" in visible(differences)


@pytest.mark.parametrize(
    ("reason", "said"), [("erased", "此后已删除"), ("ruleset_missing", "本机没有当时的规则")]
)
def test_what_cannot_be_computed_any_more_says_why(
    differences: DifferencesTab, reason: str, said: str
) -> None:
    differences.show_differences(replace(FOUND, comparable=False, reason=reason))
    assert said in " ".join(texts(differences))


def test_without_any_light_the_history_says_what_will_stand_here(history: HistoryTab) -> None:
    history.show_history(())
    assert "还没有评级" in visible(history)
    history.recompute_current()  # nothing to recompute, and nothing asked of anybody


def test_estimates_and_official_lights_are_told_apart(history: HistoryTab) -> None:
    now = PastLight("2026-11", None, None, "", None, "red", "2026-04", has_rules=True)
    history.show_history((now, LIGHT))
    assert [(light.name, light.word, light.is_official) for light in history.lights.lights] == [
        ("10月", "黄", True),
        ("11月", "红", False),
    ]
    assert history.lights.accessibleName().endswith("10月 黄, 11月 红")


def test_rules_that_are_missing_and_consequences_are_said(history: HistoryTab) -> None:
    history.show_history((replace(LIGHT, has_rules=False, escalations=("约谈负责人",)),))
    said = texts(history)
    assert "2026-04（缺失）" in said
    assert "约谈负责人" in said


@pytest.mark.parametrize(
    ("result", "reason", "said"),
    [
        ("equal", "", "一致：黄，每项数据都与公布相同。"),
        ("different", "", "不同：公布为黄，重算为绿。"),
        ("impossible", "erased", "无法重算：该期的部分内容此后已删除。"),
        ("impossible", "ruleset_missing", "无法重算：本机没有当时的规则。"),
    ],
)
def test_what_recomputing_came_to_is_one_sentence(
    dressed: DressedApplication, qtbot: QtBot, result: str, reason: str, said: str
) -> None:
    context = dressed.context()
    found = Recomputed("2026-10", "2026-04", "yellow", "green", result, (), reason)
    words, plan = RatingWords(context.labels, context.formats), PlanWords(context.labels, context.formats)
    panel = RecomputedPanel(found, words, plan)
    qtbot.addWidget(panel)
    assert said in texts(panel)


def test_nobody_to_blame_is_said(dressed: DressedApplication, qtbot: QtBot) -> None:
    tab = WhoTab(dressed.context())
    qtbot.addWidget(tab)
    tab.show_costs((), ())
    assert "没有人影响评级" in " ".join(texts(tab))
    part = CostIndicator("plan_completion", "计划完成率", 2, ("K1",))
    tab.show_costs((CostRow("R1", "recipient", "余*华", 2, (part,)),), ())
    assert "计划完成率 2" in texts(tab)
