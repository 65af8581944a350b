"""Opens one page on real services for a test, and drives it by keys as a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.shell.pages import Page, PageContext
from provider_desktop.ui.widgets.rows_model import RowsModel
from tests.support.window import DressedApplication

Shown = TypeVar("Shown", bound=QWidget)


def open_page(
    make: Callable[[PageContext], Shown],
    services: Any,
    dressed: DressedApplication,
    qtbot: QtBot,
    *,
    width: int = 1170,
) -> Shown:
    """A page at the size it has in a window of 1366×768, loaded, with its keys working."""
    context = dressed.context(services)
    services.workspace.changes.subscribe(context.changes.publish)
    page = make(context)
    offered: object = page
    assert isinstance(offered, Page)
    qtbot.addWidget(page)
    page.resize(width, 684)
    context.changes.watch(page, offered.topics, offered.reload)
    page.addActions(list(offered.actions_offered()))
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


def model_of(table: QTableView) -> RowsModel[Any]:
    """The model of a table that shows rows of values."""
    model = table.model()
    assert isinstance(model, RowsModel)
    return model


def rows_of(table: QTableView) -> tuple[Any, ...]:
    """The values that a table shows, in their order."""
    return model_of(table).rows


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
