"""Opens one page on real services for a test, and drives it by keys as a person does."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.shell.pages import Page
from tests.support.window import DressedApplication

Shown = TypeVar("Shown", bound=QWidget)


def open_page(
    make: type[Shown], services: Any, dressed: DressedApplication, qtbot: QtBot, *, width: int = 1170
) -> Shown:
    """A page at the size it has in a window of 1366×768, loaded, with its keys working."""
    context = dressed.context(services)
    services.workspace.changes.subscribe(context.changes.publish)
    page = make(context)  # type: ignore[call-arg]  # every page is made of its context
    assert isinstance(page, Page)
    qtbot.addWidget(page)
    page.resize(width, 684)
    context.changes.watch(page, page.topics, page.reload)
    page.addActions(list(page.actions_offered()))
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


def press(
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    target: QWidget | None = None,
) -> None:
    """Press a key where the keyboard is, or in ``target``."""
    where = target or QApplication.focusWidget()
    assert where is not None, "nothing has the keyboard"
    QTest.keyClick(where, key, modifiers)
    QApplication.processEvents()


def type_text(text: str) -> None:
    """Type where the keyboard is; what no key has comes as an input method commits it."""
    where = QApplication.focusWidget()
    assert where is not None, "nothing has the keyboard"
    if text.isascii():
        QTest.keyClicks(where, text)
    else:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(where, event)
    QApplication.processEvents()


def texts(root: QWidget) -> list[str]:
    """Every word that can be read below a widget: labels and cells, what they show and their tips."""
    found = [label.text() for label in root.findChildren(QLabel)]
    for table in root.findChildren(QTableView):
        model = table.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
                found += [str(index.data(role) or "") for role in roles]
    return [text for text in found if text]
