"""Underlined tabs with an optional count, for the parts of one page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from provider_desktop.ui.theme import current_theme


class SegmentedTabs(QTabBar):
    """A row of words, one underlined. Left and Right move along it; ``currentChanged`` says which."""

    def __init__(self, name: str, titles: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._titles = titles
        for title in titles:
            self.addTab(title)
        # shown where the row is too narrow for all of them; Qt gives them no names
        names = {"ScrollLeftButton": self.tr("Tabs before"), "ScrollRightButton": self.tr("Tabs after")}
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(names.get(button.objectName(), ""))

    def set_count(self, index: int, count: int) -> None:
        """Show how much waits behind a tab; 0 shows none."""
        self.setTabText(index, f"{self._titles[index]} {count}" if count else self._titles[index])

    def tabSizeHint(self, index: int) -> QSize:
        # the chosen tab is bold: every tab is as wide as it will be then, so nothing moves or is cut
        theme = current_theme()
        bold = QFontMetrics(theme.font(bold=True))
        wide = bold.horizontalAdvance(self.tabText(index))
        return QSize(wide + theme.px(22) + 2, bold.height() + theme.px(15) + 2)
