"""The top of the window: one search box, the two lights, and who works here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from provider_desktop.services.ratings import Lights
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.icons import icon_label, put_icon
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.shortcuts import Key
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.buttons import IconButton
from provider_desktop.ui.widgets.marks import LightPill
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class SearchField(QLineEdit):
    """The one search box: a glass at the left, its key at the right while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setPlaceholderText(self.tr("Search people, visits, actions: lxy, 4632"))
        self.setAccessibleName(self.tr("Search"))
        self.setClearButtonEnabled(False)
        self._glass: QLabel = icon_label("search", "muted", size=16, parent=self)
        self._key = words("Ctrl K", "keycap", parent=self)
        self.textChanged.connect(lambda text: self._key.setVisible(not text))
        self._place()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt gives a QResizeEvent
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if hasattr(self, "_key"):
            self._place()

    def _place(self) -> None:
        theme = current_theme()
        self.setTextMargins(theme.px(22), 0, theme.px(52), 0)
        size = theme.px(16)
        self._glass.setGeometry(theme.px(11), (self.height() - size) // 2, size, size)
        self._key.adjustSize()
        self._key.move(
            self.width() - self._key.width() - theme.px(10), (self.height() - self._key.height()) // 2
        )


class TopBar(QWidget):
    """Search, lights, help, user. The lights say ``rating_wanted`` when pressed."""

    rating_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, labels: Labels, formats: Formats, menu: QMenu, user_menu: QMenu) -> None:
        super().__init__()
        self._labels, self._formats = labels, formats
        self.setProperty("kind", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(24, 10, 20, 10), spacing=14)
        self.menu_button = IconButton("menu", self.tr("Menu of all actions"))
        self.menu_button.setMenu(menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.search = SearchField()
        self._official = LightPill(Tone.NONE, "", clickable=True)
        self._estimate = LightPill(Tone.NONE, "", clickable=True)
        for pill in (self._official, self._estimate):
            pill.clicked.connect(self.rating_wanted)
        self._help = IconButton("help", self.tr("Help on this page ({key})").format(key=Key.HELP.value))
        self._help.clicked.connect(self.help_wanted)
        self._user = QToolButton()
        self._user.setProperty("kind", "user")
        self._user.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._user.setMenu(user_menu)
        self._user.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._user.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        put_icon(self._user, "person", size=18)
        row.addWidget(self.search, 100)
        row.addStretch(1)
        row.addWidget(self._official)
        row.addWidget(self._estimate)
        row.addWidget(self._help)
        row.addWidget(self._user)
        row.addWidget(self.menu_button)
        self.show_user("")
        self.show_lights(Lights("", "", "", ""))
        self._scale()

    def show_user(self, name: str) -> None:
        """Who works at this PC."""
        self._user.setText(name)
        shown = name or self.tr("User")
        self._user.setAccessibleName(self.tr("{name}: language, look and text size").format(name=shown))
        self._user.setToolTip(self._user.accessibleName())

    def show_lights(self, lights: Lights) -> None:
        """The official light of the newest period, and beside it the estimate of this month."""
        self._official.show_light(
            tone_of(lights.official),
            self._labels.light(lights.official or "none"),
            self._formats.joined(self._period(lights.official_period), self.tr("official")),
        )
        self._estimate.show_light(
            tone_of(lights.estimate),
            self.tr("Estimate: {light}").format(light=self._labels.light(lights.estimate or "none")),
            self._formats.joined(self._period(lights.estimate_period), self.tr("this PC")),
        )

    def set_compact(self, compact: bool) -> None:
        """Lights without their notes, where room is short."""
        self._official.set_compact(compact)
        self._estimate.set_compact(compact)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "search"):
            self._scale()

    def _scale(self) -> None:
        theme = current_theme()
        self.search.setMinimumWidth(theme.px(160))
        self.search.setMaximumWidth(theme.px(380))
        self.setFixedHeight(theme.px(56))

    def _period(self, period: str) -> str:
        try:
            return self._formats.month(period)
        except ValueError:
            # a quarter or a year is written as the rule set names it
            return period
