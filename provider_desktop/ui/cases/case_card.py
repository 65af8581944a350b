"""One sealed record whole: what it says, where it stands, what the regulator said, and what can follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.domain.cases import CaseKind
from provider_desktop.services.cases import CaseDetail
from provider_desktop.ui.cases.case_words import CaseWords
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.recipients.reveal_form import RevealForm
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, rule, words


class CaseCard(QWidget):
    """Shows a record. ``update_wanted`` opens the form for its next version, ``closing_wanted`` the same with
    the answer prepared, ``again_wanted`` tells it as a new record; ``reveal_wanted`` carries a reason."""

    update_wanted = Signal()
    closing_wanted = Signal()
    again_wanted = Signal()
    reveal_wanted = Signal(str)
    person_wanted = Signal(str)
    visit_wanted = Signal(str)

    def __init__(self, detail: CaseDetail, labels: Labels, formats: Formats, words_of: CaseWords) -> None:
        super().__init__()
        self._labels, self._formats, self._words = labels, formats, words_of
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        box.addLayout(self._marks(detail))
        for finding in detail.returned:
            box.addWidget(Banner(Tone.RED, self._said(finding)))
        box.addLayout(self._facts(words_of.facts(detail.content)))
        self.reveal = RevealForm()
        self.reveal.reason_given.connect(self.reveal_wanted)
        box.addLayout(self._links(detail))
        box.addWidget(self.reveal)
        box.addWidget(rule())
        box.addWidget(words(self.tr("Versions"), "strong"))
        box.addLayout(self._versions(detail))
        box.addLayout(self._buttons(detail))
        box.addStretch(1)

    def _marks(self, detail: CaseDetail) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        chips = [self._words.state(detail.row.state)]
        if detail.row.due is not None:
            chips.append(self._words.clock(detail.row))
        for chip in chips:
            row.addWidget(Badge(chip.tone, chip.text, marked=chip.marked))
        row.addStretch(1)
        return row

    def _said(self, finding: Mapping[str, Any]) -> str:
        """What the regulator says, in the language of the window."""
        text = finding.get("text")
        own = text.get("zh" if self._labels.language == "zh_CN" else "en") if isinstance(text, dict) else ""
        return str(own or self._labels.word("rule_name", str(finding.get("rule", ""))))

    def _facts(self, facts: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=6)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(facts):
            label = words(name, "muted", wrap=True)
            label.setFixedWidth(current_theme().px(116))
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(value, wrap=True), at, 1)
        return grid

    def _links(self, detail: CaseDetail) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=4)
        record = detail.row
        if record.recipient:
            person = LinkButton(self.tr("Open {name}").format(name=record.who), icon="person")
            person.clicked.connect(lambda: self.person_wanted.emit(record.recipient))
            row.addWidget(person)
        if record.visit:
            visit = LinkButton(self.tr("Open the visit"), icon="visits")
            visit.clicked.connect(lambda: self.visit_wanted.emit(record.visit))
            row.addWidget(visit)
        if record.kind is CaseKind.NEED and not record.recipient and not detail.revealed:
            show = LinkButton(self.tr("Show name, phone and address…"), icon="eye")
            show.clicked.connect(self.reveal.begin)
            row.addWidget(show)
        row.addStretch(1)
        return row

    def _versions(self, detail: CaseDetail) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=6)
        grid.setColumnStretch(1, 1)
        for at, version in enumerate(reversed(detail.versions)):
            grid.addWidget(words(self.tr("Version {number}").format(number=version.version), "muted"), at, 0)
            said = self._formats.joined(self._formats.moment(version.recorded_at), version.actor)
            grid.addWidget(words(said), at, 1)
            chip = self._words.state(version.state)
            grid.addWidget(Badge(chip.tone, chip.text), at, 2)
        return grid

    def _buttons(self, detail: CaseDetail) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        row.addStretch(1)
        focus: QWidget | None = None
        if detail.can_update:
            change = SecondaryButton(self.tr("Report a change"))
            change.clicked.connect(self.update_wanted)
            row.addWidget(change)
            focus = change
        if detail.row.is_open and detail.can_update:
            close = PrimaryButton(self.tr("Close the complaint"))
            close.clicked.connect(self.closing_wanted)
            row.addWidget(close)
            focus = close
        if detail.can_repeat:
            again = PrimaryButton(self.tr("Write it again"))
            again.clicked.connect(self.again_wanted)
            row.addWidget(again)
            focus = again
        if focus is not None:
            self.setFocusProxy(focus)
        return row
