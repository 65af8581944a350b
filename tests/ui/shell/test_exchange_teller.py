"""What the message bar says of a run: much for one that was asked for, only what matters for the others."""

from __future__ import annotations

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.sync import SyncReport
from provider_desktop.ui.shell.exchange_teller import ExchangeTeller
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.theme import Tone
from tests.support.window import DressedApplication
from tests.ui.test_exchange import a_report


@pytest.fixture
def context(dressed: DressedApplication) -> PageContext:
    found = dressed.context()
    ExchangeTeller(found, found.exchange)
    return found


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (a_report(pushed=3), "已上报 3 条，已收到回执"),
        (a_report(), "全部已上报，没有新的下发内容"),
        (a_report(offline=True), "暂时连不上民政平台。可以继续工作，恢复联网后自动上报。"),
        (a_report(problem="busy"), "民政平台繁忙，稍后自动重新上报。"),
        (a_report(problem="cancelled"), "已停止，已完成的部分已保存。"),
    ],
)
def test_a_run_that_was_asked_for_answers(context: PageContext, report: SyncReport, said: str) -> None:
    context.exchange.ended.emit(report, True)
    message = context.messages.current
    assert message is not None
    assert message.text == said


@pytest.mark.parametrize("report", [a_report(pushed=3), a_report(), a_report(offline=True)])
def test_a_run_that_nobody_asked_for_is_silent(context: PageContext, report: SyncReport) -> None:
    context.exchange.ended.emit(report, False)
    assert context.messages.current is None


def test_records_that_came_back_are_told_in_any_case(
    context: PageContext, dressed: DressedApplication
) -> None:
    context.exchange.ended.emit(a_report(returned=2), False)
    message = context.messages.current
    assert message is not None
    assert message.text == "有 2 条记录被退回"
    assert message.act is not None
    message.act()
    assert dressed.led_to == [Destination("upload", "returned")]


def test_an_alarm_is_told_in_any_case_and_stays(context: PageContext) -> None:
    context.exchange.ended.emit(a_report(alarm="equivocation"), False)
    message = context.messages.current
    assert message is not None
    assert message.tone is Tone.RED
    assert message.lasting
    assert "停用另一台电脑" in message.text


def test_an_error_is_told_to_whoever_asked(context: PageContext) -> None:
    context.exchange.failed.emit(AppError(ErrorCode.NOT_JOINED), False)
    assert context.messages.current is None
    context.exchange.failed.emit(AppError(ErrorCode.NOT_JOINED), True)
    assert context.messages.current is not None
