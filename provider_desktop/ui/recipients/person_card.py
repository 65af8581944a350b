"""The card of a recipient: who, what the plan leaves, and everything that happened, newest first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.domain.cases import CaseKind
from provider_desktop.services.recipients import PlanBar, RecipientDetail
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.recipients.people_words import PeopleWords
from provider_desktop.ui.recipients.reveal_form import RevealForm
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.buttons import LinkButton, SecondaryButton
from provider_desktop.ui.widgets.charts import Bar
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, rule, words


class PersonCard(QWidget):
    """One recipient. ``reveal_wanted`` carries the reason, ``entry_chosen`` the entry of the time line,
    ``case_wanted`` the kind of small record to begin; ``rights_wanted`` leads to consents and a copy."""

    reveal_wanted = Signal(str)
    entry_chosen = Signal(object)
    case_wanted = Signal(CaseKind)
    rights_wanted = Signal()

    def __init__(self, detail: RecipientDetail, today: date, labels: Labels, words_of: PeopleWords) -> None:
        super().__init__()
        self._labels = labels
        self._words = words_of
        self._revealed = detail.revealed
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        box.addLayout(self._marks(detail))
        if absence := words_of.absence(detail.row):
            box.addWidget(Banner(Tone.ACCENT, absence))
        box.addLayout(self._facts(detail))
        self.reveal = RevealForm()
        self.reveal.reason_given.connect(self.reveal_wanted)
        if not detail.revealed:
            box.addLayout(self._reveal_link())
            box.addWidget(self.reveal)
        rights = LinkButton(self.tr("Consents, copy of the data…"), icon="signature")
        rights.clicked.connect(self.rights_wanted)
        box.addWidget(rights, 0, Qt.AlignmentFlag.AlignLeft)
        box.addLayout(self._beginnings())
        box.addWidget(rule())
        box.addWidget(words(self.tr("Plan"), "strong"))
        box.addLayout(self._plan(detail.plan))
        box.addWidget(rule())
        box.addWidget(words(self.tr("Time line"), "strong"))
        self.timeline = DataTable(self.tr("Time line"), inset=True, row_height=32)
        self.timeline.setModel(
            RowsModel(words_of.timeline_columns(today), lambda entry: entry.record, self.timeline)
        )
        self.timeline.show_rows(detail.timeline)
        self.timeline.row_opened.connect(self.entry_chosen)
        self.timeline.setMinimumHeight(current_theme().px(200))
        if detail.timeline:
            box.addWidget(self.timeline, 1)
        else:
            box.addWidget(words(self.tr("Nothing has happened yet."), "muted"))
            box.addStretch(1)

    @property
    def is_idle(self) -> bool:
        """Whether it may be replaced by a newer one: nothing is revealed or being asked for."""
        return not self._revealed and self.reveal.isHidden()

    def _marks(self, detail: RecipientDetail) -> QHBoxLayout:
        row, person = QHBoxLayout(), detail.row
        scale_layout(self, row, spacing=8)
        state = self._words.state(person)
        for chip in (
            state,
            Chip(Tone.NONE, self._labels.word("category", person.category), marked=False),
            Chip(Tone.NONE, self._labels.word("self_care", person.self_care), marked=False),
        ):
            row.addWidget(Badge(chip.tone, chip.text, marked=chip.marked))
        row.addStretch(1)
        return row

    def _facts(self, detail: RecipientDetail) -> QGridLayout:
        grid, person = QGridLayout(), detail.row
        scale_layout(self, grid, spacing=4)
        place = detail.address if detail.revealed else f"{person.township} {detail.address}".strip()
        grid.setColumnStretch(1, 1)
        facts = (
            (self.tr("Id number"), person.id_number),
            (self.tr("Phone"), person.phone),
            (self.tr("Address"), place),
            (self.tr("Assigned"), self._words.term(detail.assignment)),
            (self.tr("Progress"), self._words.progress_words(person)),
        )
        for at, (name, value) in enumerate(facts):
            label = words(name, "muted")
            label.setMinimumWidth(current_theme().px(76))
            shown = words(value or "–", wrap=True)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                if detail.revealed
                else Qt.TextInteractionFlag.NoTextInteraction
            )
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, at, 1)
        return grid

    def _reveal_link(self) -> QHBoxLayout:
        row = QHBoxLayout()
        link = LinkButton(self.tr("Show id, phone and address…"), icon="eye")
        link.clicked.connect(self.reveal.begin)
        row.addWidget(link)
        row.addStretch(1)
        return row

    def _plan(self, plan: tuple[PlanBar, ...]) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=8)
        grid.setColumnStretch(1, 1)
        if not plan:
            grid.addWidget(words(self.tr("The bureau has given no plan."), "muted"), 0, 0)
        for at, line in enumerate(plan):
            text = self._words.entitlement(line.entitlement)
            bar = Bar()
            bar.show_value(self._words.entitlement_bar(line.entitlement), f"{line.item_name} {text}")
            figures = words(text, "muted")
            figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(words(line.item_name), at, 0)
            grid.addWidget(bar, at, 1)
            grid.addWidget(figures, at, 2)
        return grid

    def _beginnings(self) -> QHBoxLayout:
        """What can be recorded about the person, besides visits."""
        row = QHBoxLayout()
        scale_layout(self, row, spacing=6)
        for text, kind in (
            (self.tr("Record a call"), CaseKind.FOLLOWUP),
            (self.tr("Report a need"), CaseKind.NEED),
            (self.tr("Complaint"), CaseKind.COMPLAINT),
            (self.tr("Incident"), CaseKind.INCIDENT),
        ):
            button = SecondaryButton(text, small=True)
            button.clicked.connect(lambda _checked=False, kind=kind: self.case_wanted.emit(kind))
            row.addWidget(button)
        row.addStretch(1)
        return row
