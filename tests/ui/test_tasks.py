"""The way off the UI thread: threads, order, errors, owners that are gone, cancelling, progress."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.tasks import InlineTaskRunner, Lane, Report, TaskRunner

PATIENCE = 2000


@pytest.fixture
def unhandled() -> list[Exception]:
    return []


@pytest.fixture
def tasks(qtbot: QtBot, unhandled: list[Exception]) -> Iterator[TaskRunner]:
    runner = TaskRunner(unhandled.append)
    yield runner
    runner.shut_down()


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_work_leaves_the_ui_thread_and_its_result_comes_back_to_it(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot
) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int]] = []
    tasks.run(threading.get_ident, owner=owner, on_done=lambda at: seen.append((at, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    [(worked_at, told_at)] = seen
    assert worked_at != here
    assert told_at == here


def test_a_lane_keeps_its_order_and_another_does_not_wait_for_it(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot
) -> None:
    gate = threading.Event()
    order: list[str] = []
    tasks.run(lambda: gate.wait(2), owner=owner, lane=Lane.LONG, on_done=lambda _: order.append("long"))
    tasks.run(lambda: None, owner=owner, on_done=lambda _: order.append("local 1"))
    tasks.run(lambda: None, owner=owner, on_done=lambda _: order.append("local 2"))
    qtbot.waitUntil(lambda: len(order) == 2, timeout=PATIENCE)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3, timeout=PATIENCE)
    assert order == ["local 1", "local 2", "long"]


def test_an_error_goes_to_its_asker_on_the_ui_thread(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot, unhandled: list[Exception]
) -> None:
    errors: list[tuple[Exception, int]] = []

    def fail() -> None:
        raise AppError(ErrorCode.DISK_FULL, path="records.db")

    tasks.run(fail, owner=owner, on_error=lambda error: errors.append((error, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(errors), timeout=PATIENCE)
    [(error, told_at)] = errors
    assert isinstance(error, AppError)
    assert told_at == threading.get_ident()
    assert not unhandled


def test_an_error_that_nobody_takes_is_not_lost(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot, unhandled: list[Exception]
) -> None:
    tasks.run(lambda: 1 // 0, owner=owner)
    qtbot.waitUntil(lambda: bool(unhandled), timeout=PATIENCE)
    assert isinstance(unhandled[0], ZeroDivisionError)


def test_nothing_is_called_back_once_the_owner_is_deleted(tasks: TaskRunner, qtbot: QtBot) -> None:
    gate = threading.Event()
    called: list[object] = []
    page = QObject()
    task = tasks.run(lambda: gate.wait(2), owner=page, on_done=called.append, on_error=called.append)
    page.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: task.finished, timeout=PATIENCE)
    assert not called


def test_cancelled_before_it_began_it_is_not_begun(tasks: TaskRunner, owner: QObject, qtbot: QtBot) -> None:
    gate, begun = threading.Event(), []
    tasks.run(lambda: gate.wait(2), owner=owner)
    waiting = tasks.run(lambda: begun.append("begun"), owner=owner)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: waiting.finished, timeout=PATIENCE)
    assert not begun


def test_cancelled_work_stops_at_its_next_report_and_tells_nobody(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot
) -> None:
    started, cancelled = threading.Event(), threading.Event()
    told: list[object] = []
    stopped_by: list[Exception] = []

    def work(report: Report) -> None:
        report(0, 10)
        started.set()
        cancelled.wait(2)
        try:
            report(1, 10)
        except AppError as error:
            stopped_by.append(error)
            raise

    task = tasks.run(
        work, owner=owner, progress=lambda _done, _total: None, on_done=told.append, on_error=told.append
    )
    started.wait(2)
    task.cancel()
    cancelled.set()
    qtbot.waitUntil(lambda: task.finished, timeout=PATIENCE)
    assert [getattr(error, "code", None) for error in stopped_by] == [ErrorCode.CANCELLED]
    assert not told


def test_progress_reaches_the_window_thinned_and_always_with_its_end(
    tasks: TaskRunner, owner: QObject, qtbot: QtBot
) -> None:
    seen: list[tuple[int, int]] = []

    def work(report: Report) -> None:
        for done in range(1, 5001):
            report(done, 5000)

    task = tasks.run(work, owner=owner, progress=lambda done, total: seen.append((done, total)))
    qtbot.waitUntil(lambda: task.finished, timeout=PATIENCE)
    assert seen[-1] == (5000, 5000)
    assert len(seen) < 500


def test_shutting_down_lets_running_work_end_and_drops_what_waits(owner: QObject, qtbot: QtBot) -> None:
    runner = TaskRunner(lambda error: None)
    done, begun = [], threading.Event()

    def slow() -> None:
        begun.set()
        threading.Event().wait(0.05)
        done.append("slow")

    runner.run(slow, owner=owner)
    runner.run(lambda: done.append("never"), owner=owner)
    begun.wait(2)
    runner.shut_down()
    assert done == ["slow"]


def test_shutting_down_stops_running_work_at_its_next_report(owner: QObject, qtbot: QtBot) -> None:
    told: list[object] = []
    runner = TaskRunner(told.append)
    begun, steps = threading.Event(), []

    def slow(report: Report) -> None:
        for step in range(500):
            begun.set()
            steps.append(step)
            threading.Event().wait(0.01)
            report(step, 500)

    runner.run(slow, owner=owner, progress=lambda _done, _total: None, on_error=told.append)
    begun.wait(2)
    runner.shut_down()
    assert len(steps) < 500
    qtbot.wait(20)
    assert told == []


def test_the_inline_runner_has_called_back_before_it_returns(owner: QObject) -> None:
    seen: list[object] = []
    runner = InlineTaskRunner(seen.append)
    runner.run(lambda: 7, owner=owner, on_done=seen.append)
    runner.run(lambda: 1 // 0, owner=owner)
    assert seen[0] == 7
    assert isinstance(seen[1], ZeroDivisionError)
