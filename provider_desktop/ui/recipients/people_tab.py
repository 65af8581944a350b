"""The list of recipients: filters that stay, who is behind, and what somebody's plan still asks for."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from provider_desktop.domain.recipients import Category, SelfCare
from provider_desktop.services.recipients import RecipientFilter, RecipientRow
from provider_desktop.ui.recipients.people_words import PeopleWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import LinkButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

#: Milliseconds after the last key before the list is asked for.
_PAUSE = 200

#: As many as the service gives at once; beyond it the list says so.
LIMIT = 1000


class PeopleTab(QWidget):
    """Everybody assigned, narrowed by filters. ``person_chosen`` gives the id of whom to open."""

    person_chosen = Signal(str)
    upload_wanted = Signal()

    def __init__(self, context: PageContext, words_of: PeopleWords) -> None:
        super().__init__()
        self._context = context
        self._filter = RecipientFilter()
        self._asked = 0
        self.table = DataTable(self.tr("Recipients"))
        self.table.setModel(RowsModel(words_of.columns(), lambda row: row.recipient, self.table))
        self.table.row_opened.connect(lambda row: self.person_chosen.emit(row.recipient))
        self._nobody = EmptyState(
            "recipients",
            self.tr("Nobody is assigned yet"),
            self.tr(
                "The bureau assigns recipients to this agency, with a plan for each. They arrive with the "
                "next exchange, and wait under Assignments to be accepted."
            ),
            self.tr("Go to upload"),
        )
        self._nobody.action_chosen.connect(self.upload_wanted)
        self._no_fit = EmptyState(
            "filter",
            self.tr("Nobody fits these filters"),
            self.tr(
                "Type a name, pinyin initials, or the last digits of an id or phone, or widen the filters."
            ),
            self.tr("Clear the filters"),
        )
        self._no_fit.action_chosen.connect(self.clear_filters)
        self._stack = QStackedWidget()
        for shown in (self.table, self._nobody, self._no_fit):
            self._stack.addWidget(shown)
        self._count = words("", "small")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._apply)
        foot = QHBoxLayout()
        scale_layout(self, foot, spacing=8)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(words(self.tr("Enter opens a card"), "small"))
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addLayout(self._build_filters())
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    @property
    def filter(self) -> RecipientFilter:
        """What the list is narrowed by now."""
        return self._filter

    def reload(self) -> None:
        """Ask for list and townships anew; filters stay as they are."""
        services = self._context.services
        self._context.tasks.run(services.recipients.townships, owner=self, on_done=self._offer_townships)
        self._ask()

    def focus_search(self) -> None:
        """Put the cursor into the field for names."""
        self._text.setFocus()
        self._text.selectAll()

    def show_filter(self, wanted: RecipientFilter) -> None:
        """Narrow the list in this way."""
        self._filter = wanted
        for box, value in (
            (self._township, wanted.township),
            (self._category, wanted.category.value if wanted.category else ""),
            (self._self_care, wanted.self_care.value if wanted.self_care else ""),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)
        self._text.setText(wanted.text)
        self._behind.blockSignals(True)
        self._behind.setChecked(wanted.behind_only)
        self._behind.blockSignals(False)
        self._ask()

    def clear_filters(self) -> None:
        """Show everybody."""
        self.show_filter(RecipientFilter())

    def toggle_behind(self) -> None:
        """Show only those behind their plan, or everybody again."""
        self._behind.toggle()

    # building

    def _build_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        labels = self._context.labels
        self._text = QLineEdit()
        self._text.setPlaceholderText(self.tr("Name, initials, id or phone"))
        self._text.setAccessibleName(self.tr("Find a recipient"))
        self._text.setClearButtonEnabled(True)
        self._text.textEdited.connect(lambda _text: self._pause.start())
        self._text.returnPressed.connect(self._apply)
        self._township = self._combo(self.tr("Township"), self.tr("All townships"))
        self._category = self._combo(self.tr("Category"), self.tr("All categories"))
        self._self_care = self._combo(self.tr("Self-care"), self.tr("Any self-care"))
        for category in Category:
            self._category.addItem(labels.word("category", category), category.value)
        for level in SelfCare:
            self._self_care.addItem(labels.word("self_care", level), level.value)
        self._behind = QCheckBox(self.tr("Behind plan"))
        self._behind.toggled.connect(lambda _on: self._apply())
        self._clear = LinkButton(self.tr("Clear"))
        self._clear.clicked.connect(self.clear_filters)
        self._clear.hide()
        row.addWidget(self._text, 2)
        for box in (self._township, self._category, self._self_care):
            row.addWidget(box, 1)
        row.addWidget(self._behind)
        row.addWidget(self._clear)
        return row

    def _combo(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.currentIndexChanged.connect(lambda _index: self._apply())
        return box

    def _offer_townships(self, townships: tuple[str, ...]) -> None:
        box = self._township
        if [box.itemData(at) for at in range(1, box.count())] == list(townships):
            return
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for township in townships:
            box.addItem(township, township)
        box.setCurrentIndex(max(0, box.findData(self._filter.township)))
        box.blockSignals(False)

    # asking and showing

    def _apply(self) -> None:
        category, level = str(self._category.currentData()), str(self._self_care.currentData())
        self._filter = RecipientFilter(
            text=self._text.text().strip(),
            township=str(self._township.currentData()),
            category=Category(category) if category else None,
            self_care=SelfCare(level) if level else None,
            behind_only=self._behind.isChecked(),
        )
        self._ask()

    def _ask(self) -> None:
        """An answer that is overtaken by a newer question is dropped."""
        self._pause.stop()
        self._asked += 1
        asked, wanted, services = self._asked, self._filter, self._context.services
        self._context.tasks.run(
            lambda: services.recipients.list(wanted, LIMIT),
            owner=self,
            on_done=lambda rows: self._show(asked, rows),
        )

    def _show(self, asked: int, rows: tuple[RecipientRow, ...]) -> None:
        if asked != self._asked:
            return
        narrowed = self._filter != RecipientFilter()
        self._clear.setVisible(narrowed)
        self.table.show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._no_fit if narrowed else self._nobody)
        behind = sum(row.done < row.due for row in rows)
        if len(rows) >= LIMIT:
            self._count.setText(self.tr("The first {count}; narrow the list").format(count=len(rows)))
        else:
            sentence = self.tr("%n recipient(s), {behind} behind plan", "", len(rows))
            self._count.setText(sentence.format(behind=self._context.formats.count(behind)))
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))
