"""The one place a page says something to the user: a sentence, a tone and one next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from provider_desktop import wording
from provider_desktop.errors import AppError
from provider_desktop.ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, in one sentence; ``action`` is the label of the next step and ``act`` does it.

    A ``lasting`` message stays until it is put away; others go when the next thing is said.
    """

    text: str
    tone: Tone = Tone.NONE
    action: str = ""
    act: Callable[[], None] | None = None
    lasting: bool = True


class Messages(QObject):
    """Collects what is to be said; the window's bar shows the newest and then what it covered."""

    changed = Signal()

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._waiting: list[Message] = []

    @property
    def language(self) -> str:
        """The language sentences are said in."""
        return self._language

    def set_language(self, language: str) -> None:
        """Say further sentences in another language."""
        self._language = language

    @property
    def current(self) -> Message | None:
        """The message to show now."""
        return self._waiting[-1] if self._waiting else None

    def say(
        self,
        text: str,
        *,
        tone: Tone = Tone.NONE,
        action: str = "",
        act: Callable[[], None] | None = None,
        lasting: bool = False,
    ) -> None:
        """Say a sentence; saying the same again moves it to the front."""
        message = Message(text, tone, action, act, lasting)
        kept = [old for old in self._waiting if old.lasting and old.text != text]
        self._waiting = [*kept[-9:], message]
        self.changed.emit()

    def say_done(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say that something worked; ``action`` is where to look at it, or undo."""
        self.say(text, tone=Tone.GREEN, action=action, act=act)

    def say_error(self, error: AppError, retry: Callable[[], None] | None = None) -> None:
        """Say why the world is not ready and offer the step that belongs to the error; it does ``retry``."""
        code = error.code.value
        text = wording.sentence("error", code, self._language, error.params)
        step = wording.sentence("error_step", code, self._language, error.params)
        known = retry is not None and step != code
        self.say(text, tone=Tone.YELLOW, action=step if known else "", act=retry, lasting=True)

    def dismiss(self) -> None:
        """Put the current message away."""
        if self._waiting:
            self._waiting.pop()
            self.changed.emit()
