"""Pages reload when what they show changed: at once when seen, later when hidden, once for many commits."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.topics import Topic
from provider_desktop.ui.changes import Changes


def _page(qtbot: QtBot, *, shown: bool) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.setVisible(shown)
    return page


def test_a_page_loads_when_first_shown_and_not_before(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    page = _page(qtbot, shown=False)
    changes.watch(page, [Topic.VISITS], lambda: loads.append(1))
    changes.settle()
    assert not loads
    page.show()
    qtbot.waitUntil(lambda: len(loads) == 1)


def test_many_commits_in_a_row_reload_once(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    changes.watch(_page(qtbot, shown=True), [Topic.VISITS], lambda: loads.append(1), loaded=True)
    for _ in range(5):
        changes.publish({Topic.VISITS})
    qtbot.waitUntil(lambda: bool(loads))
    changes.settle()
    assert len(loads) == 1


def test_commits_that_keep_coming_do_not_pile_up_reloads(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    changes.watch(_page(qtbot, shown=True), [Topic.VISITS], lambda: loads.append(1), loaded=True)
    for _ in range(20):
        changes.publish({Topic.VISITS})
        qtbot.wait(5)
    assert len(loads) <= 2
    before = len(loads)
    changes.publish({Topic.VISITS})
    qtbot.waitUntil(lambda: len(loads) > before)  # and the last of them is not lost


def test_topics_not_shown_do_not_reload(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    changes.watch(_page(qtbot, shown=True), [Topic.VISITS], lambda: loads.append(1), loaded=True)
    changes.publish({Topic.STAFF})
    changes.settle()
    assert not loads


def test_a_hidden_page_reloads_when_it_is_seen_again(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    page = _page(qtbot, shown=False)
    changes.watch(page, [Topic.VISITS], lambda: loads.append(1), loaded=True)
    changes.publish({Topic.VISITS})
    changes.settle()
    assert not loads
    page.show()
    qtbot.waitUntil(lambda: len(loads) == 1)


def test_a_commit_on_another_thread_reloads_on_the_ui_thread(qtbot: QtBot) -> None:
    changes, at = Changes(), []
    changes.watch(
        _page(qtbot, shown=True), [Topic.VISITS], lambda: at.append(threading.get_ident()), loaded=True
    )
    committing = threading.Thread(target=lambda: changes.publish({Topic.VISITS}))
    committing.start()
    committing.join()
    qtbot.waitUntil(lambda: bool(at))
    assert at == [threading.get_ident()]


def test_a_deleted_page_is_forgotten(qtbot: QtBot) -> None:
    changes, loads = Changes(), []
    page = QWidget()
    page.show()
    changes.watch(page, [Topic.VISITS], lambda: loads.append(1), loaded=True)
    page.deleteLater()
    qtbot.wait(1)
    changes.publish({Topic.VISITS})
    changes.settle()
    assert not loads
