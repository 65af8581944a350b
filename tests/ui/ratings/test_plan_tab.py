"""The work list in the states that a good county never shows: green, no data, out of reach, ended."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.services.rating_plans import ActionRow, CaseIndicator, Obstacle, ToGreen
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.ratings.plan_tab import PlanTab
from provider_desktop.ui.ratings.plan_words import PlanWords, groups_of, place_of_action
from provider_desktop.ui.ratings.rating_words import Expiry
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.theme import Tone
from tests.support.pages import rows_of, texts
from tests.support.window import DressedApplication

LAST = date(2026, 11, 30)


def an_action(
    number: int = 1, kind: str = "visit", moves: str = "计划完成率", name: str = "余*华"
) -> ActionRow:
    return ActionRow(f"{kind}{number}", kind, f"K{number}", name, LAST, ("plan_completion",), moves)


@pytest.fixture
def words(dressed: DressedApplication) -> PlanWords:
    return PlanWords(Labels("zh_CN"), Formats("zh_CN"))


@pytest.fixture
def tab(dressed: DressedApplication, words: PlanWords, qtbot: QtBot) -> PlanTab:
    made = PlanTab(dressed.context(), words)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (ToGreen("green", LAST), "绿灯：没有要补的"),
        (ToGreen("no_data", LAST), "数据太少，暂时没有灯"),
        (ToGreen("over", LAST), "本期已结束"),
        (ToGreen("unreachable", LAST), "本期已无法转为绿灯"),
    ],
)
def test_a_list_without_actions_says_why_in_its_place(tab: PlanTab, plan: ToGreen, said: str) -> None:
    tab.show_plan(plan, "", "yellow")
    assert tab.table.isHidden()
    assert said in texts(tab)


def test_what_is_out_of_reach_says_since_when_and_what_stands_in_the_way(words: PlanWords) -> None:
    plan = ToGreen(
        "unreachable",
        LAST,
        since=date(2026, 11, 18),
        obstacles=(Obstacle("plan_completion", "计划完成率", "bound"), Obstacle("v", "瞒报伤害", "veto")),
    )
    said = words.detail(plan)
    assert said == "自11月18日起 · 计划完成率：未达标的已太多；瞒报伤害：须民政局先撤销认定"
    unknown = ToGreen("unreachable", LAST, obstacles=(Obstacle("s", "总分", "score"),))
    assert words.detail(unknown) == "总分：失分已太多"


def test_what_else_can_be_done_is_listed_even_where_green_is_out_of_reach(tab: PlanTab) -> None:
    tab.show_plan(ToGreen("unreachable", LAST, others=(an_action(),)), "", "red")
    (line,) = rows_of(tab.table)
    assert not tab.table.isHidden()
    assert (line.needed, line.ticked) == (False, False)


def test_actions_of_a_kind_are_one_sentence_with_count_day_and_the_first_names(words: PlanWords) -> None:
    rows = [
        an_action(number, name=name)
        for number, name in enumerate(("余*华", "丁*田", "余*华", "卢*荣", "孙*"))
    ]
    (group,) = groups_of(rows)
    assert words.group(group) == "11月30日前再做 5 次服务：余*华、丁*田、卢*荣等，另有 1 人"
    first, second = groups_of([an_action(1), an_action(2, "close", "投诉超时未结", "")])
    assert (first.moves, second.moves) == ("计划完成率", "投诉超时未结")


def test_one_certificate_is_named_with_its_last_day(words: PlanWords) -> None:
    (group,) = groups_of([an_action(1, "renew", "持证有效率", "高翠兰")])
    assert words.group(group) == "高翠兰：更新证件"
    words.expiries = {"K1": Expiry("高翠兰", "health", date(2026, 12, 2))}
    assert words.group(group) == "高翠兰：更新健康证（12月2日到期）"
    words.expiries = {"K1": Expiry("高翠兰", "care_worker", date(2026, 12, 2))}
    assert words.group(group) == "高翠兰：更新养老护理员证（12月2日到期）"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("visit", Destination("recipients", "K1", "arrange")),
        ("correct", Destination("visits", "K1")),
        ("renew", Destination("recipients", "K1", "staff")),
        ("close", Destination("recipients", "K1", "case")),
    ],
)
def test_each_kind_is_done_in_its_own_place(kind: str, place: Destination) -> None:
    assert place_of_action(an_action(1, kind)) == place


def test_only_what_moves_is_told(words: PlanWords) -> None:
    still = CaseIndicator("a", "满意率", "green", "98.00", "%", "98", "100", "green", "98.00")
    moved = CaseIndicator("b", "计划完成率", "green", "95.65", "%", "66", "69", "yellow", "92.75")
    first = CaseIndicator("c", "投诉超时未结", "green", "0", "", "0", "1", "none", "")
    assert words.moved([still, moved, first]) == (
        (Tone.GREEN, "计划完成率 92.75 → 95.65 %"),
        (Tone.GREEN, "投诉超时未结 – → 0"),
    )
