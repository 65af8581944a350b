"""Margins, gaps and least heights that grow with the text size, so that nothing gets crowded at 175 %."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLayout, QWidget

from provider_desktop.ui.theme import current_theme

Margins = tuple[int, int, int, int]


def scale_layout(
    widget: QWidget, layout: QLayout, *, margins: Margins = (0, 0, 0, 0), spacing: int = 8
) -> None:
    """Give a layout margins (left, top, right, bottom) and spacing in dp that follow the text size."""
    _Scale(widget, layout, margins, spacing)


def keep_height(widget: QWidget, height: int) -> None:
    """Never lower than ``height`` dp at the current text size; what holds the widget scrolls instead."""
    _Height(widget, height)


class _Height(QObject):
    """Keeps one widget's least height at the current text size."""

    def __init__(self, widget: QWidget, height: int) -> None:
        super().__init__(widget)
        self._widget, self._height = widget, height
        widget.installEventFilter(self)
        self._apply()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._apply()
        return False

    def _apply(self) -> None:
        self._widget.setMinimumHeight(current_theme().px(self._height))


class _Scale(QObject):
    """Keeps one layout's gaps at the current text size."""

    def __init__(self, widget: QWidget, layout: QLayout, margins: Margins, spacing: int) -> None:
        super().__init__(widget)
        self._layout, self._margins, self._spacing = layout, margins, spacing
        widget.installEventFilter(self)
        self._apply()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._apply()
        return False

    def _apply(self) -> None:
        theme = current_theme()
        left, top, right, bottom = (theme.px(value) for value in self._margins)
        self._layout.setContentsMargins(left, top, right, bottom)
        self._layout.setSpacing(theme.px(self._spacing))
