"""The evidence of an appeal: the agency's own words, whether names go with it, and where to write it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.services.rating_past import Differences
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import PrimaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words


@dataclass(frozen=True, slots=True)
class AppealWish:
    """What is to be written: the agency's words, and the reason to show names and content, '' for neither."""

    case: str
    reveal: str


class AppealForm(QWidget):
    """Says what the evidence will hold; ``wanted`` carries the :class:`AppealWish`."""

    wanted = Signal(object)

    def __init__(self, found: Differences | None, period: str, words_of: RatingWords, labels: Labels) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=12)
        note = self.tr(
            "A folder for the bureau about {period}: a paper with both sides' figures and every record that "
            "differs, the same as a spreadsheet, and the signed originals that prove it."
        )
        box.addWidget(words(note.format(period=words_of.period(period)), "muted", wrap=True))
        box.addWidget(rule())
        indicators = found.indicators if found else ()
        if not indicators:
            box.addWidget(words(self.tr("Both sides agree: there is nothing to appeal against."), wrap=True))
        for each in indicators:
            line = QHBoxLayout()
            scale_layout(self, line, spacing=8)
            line.addWidget(words(each.name, "strong"))
            line.addStretch(1)
            figures = self.tr("{official} → here {ours}").format(official=each.official, ours=each.estimate)
            line.addWidget(words(figures, "muted"))
            if each.unexplained:
                line.addWidget(Badge(Tone.RED, labels.word("difference_reason", "unexplained")))
            else:
                line.addWidget(Badge(Tone.NONE, self.tr("came later"), marked=False))
            box.addLayout(line)
        box.addWidget(rule())
        self._case = QPlainTextEdit()
        self._case.setTabChangesFocus(True)
        keep_height(self._case, 110)
        self._case.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        box.addWidget(FormRow(self.tr("Grounds, in your own words"), self._case))
        self._named = QCheckBox(self.tr("With names and the content of visits"))
        self._reason = FormRow(self.tr("Reason for showing them (kept in the audit trail)"), QLineEdit())
        self._reason.hide()
        self._named.toggled.connect(self._reason.setVisible)
        box.addWidget(self._named)
        box.addWidget(self._reason)
        write = PrimaryButton(self.tr("Write the evidence…"), icon="download")
        write.clicked.connect(self.write)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(write)
        box.addLayout(row)
        box.addStretch(1)
        self.setFocusProxy(self._case)

    def write(self) -> None:
        """Say what is wanted; names without a reason are asked for first."""
        field = self._reason.field
        reason = field.text().strip() if isinstance(field, QLineEdit) and self._named.isChecked() else ""
        if self._named.isChecked() and not reason:
            self._reason.show_problem(self.tr("Say why names have to be shown."))
            field.setFocus()
            return
        self._reason.show_problem("")
        self.wanted.emit(AppealWish(self._case.toPlainText().strip(), reason))
