"""The exchange of a window: one run at a time, asked for or by itself, given up, failed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.sync import SyncProgress, SyncReport
from provider_desktop.ui.exchange import Exchange
from provider_desktop.ui.tasks import InlineTaskRunner, TaskRunner
from tests.support.window import raise_again

Told = Callable[[SyncProgress], None]
GivenUp = Callable[[], bool]


def a_report(**changed: object) -> SyncReport:
    values: dict[str, object] = {
        "pushed": 0, "receipts": 0, "accepted": 0, "returned": 0, "pulled": 0, "remaining": 0,
        "offline": False, "alarm": "", "problem": "",
    }  # fmt: skip
    return SyncReport(**{**values, **changed})  # type: ignore[arg-type]


@pytest.fixture
def owner(qapp: object) -> QObject:
    return QObject()


def test_without_anything_to_run_nothing_happens(owner: QObject, qtbot: QtBot) -> None:
    exchange = Exchange(InlineTaskRunner(raise_again, owner), owner)
    with qtbot.assertNotEmitted(exchange.began):
        exchange.send_now()
    assert not exchange.running


def test_a_run_tells_how_far_it_is_and_what_came_of_it(owner: QObject) -> None:
    def run(told: Told, _given_up: GivenUp) -> SyncReport:
        told(SyncProgress("push", 3, 3))
        return a_report(pushed=3)

    exchange = Exchange(InlineTaskRunner(raise_again, owner), owner)
    exchange.attach(run)
    steps: list[tuple[int, int]] = []
    ends: list[tuple[SyncReport, bool]] = []
    exchange.progressed.connect(lambda done, total: steps.append((done, total)))
    exchange.ended.connect(lambda report, asked: ends.append((report, asked)))
    exchange.send_now()
    assert steps == [(3, 3)]
    assert ends == [(a_report(pushed=3), True)]
    assert not exchange.running


def test_nobody_asked_for_a_run_of_the_timer(owner: QObject) -> None:
    exchange = Exchange(InlineTaskRunner(raise_again, owner), owner)
    exchange.attach(lambda _told, _given_up: a_report(), by_itself=True)
    asked: list[bool] = []
    exchange.ended.connect(lambda _report, was_asked: asked.append(was_asked))
    exchange._timer.timeout.emit()
    exchange.send_now()
    exchange._timer.timeout.emit()
    assert asked == [False, True, False]


def test_being_detached_stops_the_timer(owner: QObject) -> None:
    exchange = Exchange(InlineTaskRunner(raise_again, owner), owner)
    exchange.attach(lambda _told, _given_up: a_report(), by_itself=True)
    assert exchange._timer.isActive()
    exchange.attach(None)
    assert not exchange._timer.isActive()


def test_a_second_press_joins_the_run_and_giving_up_reaches_it(owner: QObject, qtbot: QtBot) -> None:
    tasks = TaskRunner(raise_again, owner)
    runs: list[bool] = []
    begun = Event()

    def run(_told: Told, given_up: GivenUp) -> SyncReport:
        begun.set()
        for _ in range(2000):
            if given_up():
                break
            Event().wait(0.005)
        runs.append(given_up())
        return a_report(problem="cancelled")

    exchange = Exchange(tasks, owner)
    exchange.attach(run)
    ends: list[tuple[str, bool]] = []
    exchange.ended.connect(lambda report, asked: ends.append((report.problem, asked)))
    exchange._by_itself()
    assert begun.wait(5)
    exchange.send_now()
    exchange.cancel()
    qtbot.waitUntil(lambda: bool(ends))
    assert (runs, ends) == ([True], [("cancelled", True)])
    tasks.shut_down()


def test_a_world_that_is_not_ready_is_told_and_the_next_run_may_begin(owner: QObject) -> None:
    outcomes: list[SyncReport | AppError] = [AppError(ErrorCode.NOT_JOINED), a_report()]

    def run(_told: Told, _given_up: GivenUp) -> SyncReport:
        outcome = outcomes.pop(0)
        if isinstance(outcome, AppError):
            raise outcome
        return outcome

    exchange = Exchange(InlineTaskRunner(raise_again, owner), owner)
    exchange.attach(run)
    failed: list[ErrorCode] = []
    ended: list[SyncReport] = []
    exchange.failed.connect(lambda error, _asked: failed.append(error.code))
    exchange.ended.connect(lambda report, _asked: ended.append(report))
    exchange.send_now()
    exchange.send_now()
    assert failed == [ErrorCode.NOT_JOINED]
    assert ended == [a_report()]
