"""Ctrl+K: one box that finds people, visits and every action of the menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.shell.state import SearchHit
from provider_desktop.ui.tasks import Task, TaskRunner
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup

#: Milliseconds of quiet after a keystroke before the database is asked.
_PAUSE = 80
_MOST_ACTIONS = 6

Search = Callable[[str], Sequence[SearchHit]]
#: All ways an action may be typed, lower case: its words, their pinyin, the initials.
Spellings = Callable[[str], Sequence[str]]


def plain_spelling(text: str) -> tuple[str, ...]:
    """The words themselves and nothing else."""
    return (text.lower(),)


class CommandPalette(QObject):
    """Joins the search field to its popup: actions at once, people and visits when the service answers."""

    def __init__(
        self,
        field: QLineEdit,
        window: QWidget,
        tasks: TaskRunner,
        search: Search,
        actions: Callable[[], Sequence[QAction]],
        open_: Callable[[Destination], None],
        spellings: Spellings = plain_spelling,
    ) -> None:
        super().__init__(window)
        self._field, self._tasks, self._search = field, tasks, search
        self._actions, self._open, self._spellings = actions, open_, spellings
        self._asked: Task[Sequence[SearchHit]] | None = None
        self._popup = SearchPopup(self.tr("Search results"), window)
        self._popup.attach(field, least_width=480, takes_tab=False)
        self._popup.chosen.connect(self._choose)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)
        field.textEdited.connect(self._typed)
        field.returnPressed.connect(self.look)

    def begin(self) -> None:
        """Put the cursor into the field, with what stands there selected."""
        self._field.setFocus()
        self._field.selectAll()

    def look(self) -> None:
        """Search for what stands in the field now."""
        self._pause.stop()
        text = self._field.text().strip()
        if not text:
            self._popup.hide()
            return
        actions = self._matching(text)
        if not self._popup.isVisible():
            self._show(actions, ())
        self._asked = self._tasks.run(
            lambda: self._search(text), owner=self, on_done=lambda hits: self._show(actions, hits)
        )

    def _typed(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._pause.start()

    def _show(self, actions: Sequence[QAction], hits: Sequence[SearchHit]) -> None:
        found = [Choice(hit.title, hit.detail, hit.note, hit.icon, hit.destination) for hit in hits]
        native = QKeySequence.SequenceFormat.NativeText
        found += [
            Choice(_plain(action), "", action.shortcut().toString(native), "chevron-right", action)
            for action in actions
        ]
        if not found and self._field.text().strip():
            nothing = self.tr("Nothing found")
            self._popup.show_choices(
                (Choice(nothing, icon="search"),), self.tr("Try a name, pinyin or digits")
            )
            return
        self._popup.show_choices(found, self.tr("Enter opens · ↑ ↓ choose · Esc closes"))

    def _matching(self, text: str) -> list[QAction]:
        wanted = text.lower()
        fitting = (
            action
            for action in self._actions()
            if action.isEnabled() and any(wanted in way for way in self._spellings(_plain(action)))
        )
        return list(fitting)[:_MOST_ACTIONS]

    def _choose(self, choice: Choice) -> None:
        self._field.clear()
        if isinstance(choice.value, QAction):
            choice.value.trigger()
        elif isinstance(choice.value, Destination):
            self._open(choice.value)


def _plain(action: QAction) -> str:
    """The words of an action without the mark of its menu letter."""
    return action.text().replace("&", "").rstrip("…").strip()
