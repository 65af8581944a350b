"""The sections at the left: icon, name, and how much waits there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from provider_desktop.ui import icons
from provider_desktop.ui.theme import SMALL, current_theme
from provider_desktop.ui.widgets.painting import paint_focus
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

_WIDE, _NARROW = 196, 64


class RailButton(QAbstractButton):
    """One section."""

    def __init__(self, key: str, icon: str, name: str, shortcut: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._icon, self._shortcut = icon, shortcut
        self._count, self._narrow = 0, False
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def show_count(self, count: int) -> None:
        """How much waits there; 0 shows none."""
        if count != self._count:
            self._count = count
            self._name()
            self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Icon alone, the name in the tip."""
        self._narrow = narrow
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(60 if self._narrow else 176), theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, chosen = self.rect(), self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(area, theme.px(8), theme.px(8))
        size = theme.px(18)
        left = (area.width() - size) // 2 if self._narrow else theme.px(10)
        tint = theme.colours.accent if chosen else theme.colours.muted
        painter.drawPixmap(left, (area.height() - size) // 2, icons.pixmap(self._icon, tint, size))
        if self._narrow:
            self._paint_dot(painter)
        else:
            self._paint_words(painter, area)
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(area), theme.px(7))

    def _paint_words(self, painter: QPainter, area: QRect) -> None:
        theme, chosen = current_theme(), self.isChecked()
        small = theme.font(SMALL)
        count = str(self._count) if self._count < 1000 else "999+"
        taken = QFontMetrics(small).horizontalAdvance(count) if self._count else 0
        room = area.adjusted(theme.px(38), 0, -theme.px(10) - taken - theme.px(6), 0)
        font = theme.font(bold=chosen)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if chosen else "text"))
        name = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)
        if self._count:
            painter.setFont(small)
            painter.setPen(theme.colour("accent" if chosen else "muted"))
            side = area.adjusted(0, 0, -theme.px(10), 0)
            painter.drawText(side, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)

    def _paint_dot(self, painter: QPainter) -> None:
        if self._count:
            theme = current_theme()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            radius = theme.px(4)
            painter.drawEllipse(self.width() - theme.px(12) - radius, theme.px(6), 2 * radius, 2 * radius)

    def _name(self) -> None:
        waits = f" {self._count}" if self._count else ""
        self.setAccessibleName(f"{self.text()}{waits}")
        tip = f"{self.text()}{waits}  {self._shortcut}"
        self.setToolTip(tip)


class Rail(QWidget):
    """All sections; ``section_chosen`` gives the key. Up and Down move, Enter opens."""

    section_chosen = Signal(str)

    def __init__(
        self,
        sections: Sequence[tuple[str, str, str, str]],
        bottom: Sequence[tuple[str, str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Sections are (key, icon, name, shortcut)."""
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Sections"))
        self._narrow = False
        self._product = words(self.tr("Agency desk"), "heading")
        self._agency = words("", "small")
        self._agency.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        head = QVBoxLayout()
        scale_layout(self, head, margins=(10, 0, 10, 8), spacing=0)
        head.addWidget(self._product)
        head.addWidget(self._agency)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(10, 14, 10, 12), spacing=2)
        box.addLayout(head)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        for at, (key, icon, name, shortcut) in enumerate((*sections, *bottom)):
            if at == len(sections):
                box.addStretch(1)
            button = RailButton(key, icon, name, shortcut)
            button.clicked.connect(lambda _checked=False, chosen=key: self.section_chosen.emit(chosen))
            self._group.addButton(button)
            self._buttons[key] = button
            box.addWidget(button)
        if not bottom:
            box.addStretch(1)
        self._scale()

    def show_agency(self, name: str) -> None:
        """Whose desk this is."""
        self._agency.setText(name)
        self._agency.setToolTip(name)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How much waits in each section."""
        for key, button in self._buttons.items():
            button.show_count(counts.get(key, 0))

    def mark(self, key: str) -> None:
        """Show a section as the open one."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, where the window is narrow or the text large."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._product.setVisible(not narrow)
        self._agency.setVisible(not narrow)
        for button in self._buttons.values():
            button.set_narrow(narrow)
        self._scale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, RailButton):
                focused.click()
                return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_group"):
            self._scale()

    def _scale(self) -> None:
        self.setFixedWidth(current_theme().px(_NARROW if self._narrow else _WIDE))
