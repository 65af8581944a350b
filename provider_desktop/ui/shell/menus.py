"""The window's menus: every action with its key, and the user's choices of look, text size and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from provider_desktop import settings
from provider_desktop.ui.theme import Appearance, ThemeChoice

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ActionGroups:
    """The actions of the menu in their order; ``offered`` gives title and actions of the page shown."""

    offered: Callable[[], tuple[str, Sequence[QAction]]]
    doing: Sequence[QAction]
    going: Sequence[QAction]
    looking: Sequence[QAction]
    last: Sequence[QAction]


class Menus(QObject):
    """Builds menus for a window; what is chosen is said through the callbacks given."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def main_menu(self, groups: ActionGroups) -> QMenu:
        """Every action; the page's own come first. It is filled anew each time it opens."""
        menu = QMenu(self._window)
        menu.setAccessibleName(self.tr("All actions"))

        def fill() -> None:
            menu.clear()
            title, offered = groups.offered()
            if offered:
                menu.addSection(title)
                menu.addActions(list(offered))
                menu.addSeparator()
            menu.addActions(list(groups.doing))
            menu.addSeparator()
            menu.addMenu(self._submenu(menu, self.tr("Go to"), groups.going))
            menu.addMenu(self._submenu(menu, self.tr("Text size"), groups.looking))
            menu.addSeparator()
            menu.addActions(list(groups.last))

        menu.aboutToShow.connect(fill)
        return menu

    def user_menu(
        self,
        appearance: Appearance,
        language: str,
        *,
        choose_theme: Callable[[str], object],
        choose_size: Callable[[int], object],
        choose_language: Callable[[str], object],
        last_actions: Sequence[QAction],
    ) -> QMenu:
        """Look, text size and language, with what is on now ticked, then the last actions."""
        menu = QMenu(self._window)
        menu.setAccessibleName(self.tr("Language and look"))
        looks = (
            (self.tr("As the system"), ThemeChoice.SYSTEM.value),
            (self.tr("Light"), ThemeChoice.LIGHT.value),
            (self.tr("Dark"), ThemeChoice.DARK.value),
        )
        self._add_choices(menu, self.tr("Look"), looks, lambda: appearance.choice.value, choose_theme)
        sizes = tuple((f"{size} %", size) for size in settings.TEXT_SIZES)
        self._add_choices(menu, self.tr("Text size"), sizes, lambda: appearance.text_size, choose_size)
        languages = (("简体中文", "zh_CN"), ("English", "en"))
        self._add_choices(menu, self.tr("Language"), languages, lambda: language, choose_language)
        menu.addSeparator()
        menu.addActions(list(last_actions))
        return menu

    def _submenu(self, menu: QMenu, title: str, actions: Sequence[QAction]) -> QMenu:
        made = QMenu(title, menu)
        made.addActions(list(actions))
        return made

    def _add_choices(
        self,
        menu: QMenu,
        title: str,
        offered: Sequence[tuple[str, Value]],
        now: Callable[[], Value],
        choose: Callable[[Value], object],
    ) -> None:
        """A submenu of which one line is ticked; the tick is put when it opens."""
        made = QMenu(title, menu)
        group = QActionGroup(made)
        for words, value in offered:
            line = QAction(words, made)
            line.setCheckable(True)
            line.triggered.connect(lambda _checked=False, chosen=value: choose(chosen))
            line.setData(value)
            group.addAction(line)
            made.addAction(line)

        def tick() -> None:
            for line in group.actions():
                line.setChecked(line.data() == now())

        made.aboutToShow.connect(tick)
        menu.addMenu(made)
