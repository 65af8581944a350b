"""The sheet that the pages before the data share: the program's name, a sentence, a notice, the content."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from provider_desktop import wording
from provider_desktop.errors import AppError
from provider_desktop.ui.icons import icon_label
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import LinkButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, words

_LANGUAGES = (("简体中文", "zh_CN"), ("English", "en"))
#: Widths beyond which lines get too long to read (Qt's pixels at 100 %).
_WIDEST = 980


class Sheet(QWidget):
    """Content in the middle of the whole window; scrolls where the window is small or the text large.

    ``language_chosen`` comes from the foot: whoever cannot read the sheet must be able to change that here.
    """

    language_chosen = Signal(str)

    def __init__(self, language: str, title: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self._language = language
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setMaximumWidth(_WIDEST)
        self._box = QVBoxLayout(inner)
        scale_layout(inner, self._box, margins=(24, 24, 24, 24), spacing=14)
        self._title = words(title, "title")
        self._sentence = words(sentence, "muted", wrap=True)
        self._notice = Banner(Tone.YELLOW, "", icon="warning")
        self._notice.hide()
        head = QHBoxLayout()
        scale_layout(inner, head, spacing=14)
        head.addWidget(icon_label("app", "accent", size=40))
        lines = QVBoxLayout()
        scale_layout(inner, lines, spacing=2)
        lines.addWidget(self._title)
        lines.addWidget(self._sentence)
        head.addLayout(lines, 1)
        self._box.addStretch(2)
        self._box.addLayout(head)
        self._box.addWidget(self._notice)
        self._languages = QWidget()
        foot = QHBoxLayout(self._languages)
        scale_layout(self._languages, foot, spacing=4)
        foot.addStretch(1)
        for name, code in _LANGUAGES:
            link = LinkButton(name)
            link.setEnabled(code != language)
            link.clicked.connect(lambda _checked, code=code: self.language_chosen.emit(code))
            foot.addWidget(link)
        foot.addStretch(1)
        self._box.addWidget(self._languages)
        self._box.addStretch(3)
        middle = QWidget()
        middle.setProperty("kind", "ground")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(title)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def add(self, content: QWidget) -> None:
        """Put content below what is there."""
        self._box.insertWidget(self._box.count() - 2, content)

    def offer_languages(self, offered: bool) -> None:
        """Another language makes the sheet anew: not while something is under way."""
        self._languages.setEnabled(offered)

    def say(self, title: str, sentence: str) -> None:
        """Another title and sentence."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)

    def show_error(self, error: AppError) -> None:
        """Say why the world is not ready, and the next step."""
        code = error.code.value
        told = wording.sentence("error", code, self._language, error.params)
        step = wording.sentence("error_step", code, self._language, error.params)
        self._notice.show_notice(
            Tone.YELLOW, self.tr("{told} {step}").format(told=told, step=step), icon="warning"
        )
        self._notice.show()

    def clear_error(self) -> None:
        """Put the notice away."""
        self._notice.hide()
