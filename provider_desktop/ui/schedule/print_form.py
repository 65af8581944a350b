"""Which papers of a day to write: dispatch sheets, or visit sheets with or without what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.services.schedule import StaffRow
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

DISPATCH, VISITS, BLANK = "dispatch_sheet", "visit_sheet", "visit_sheet_blank"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to write: its name, the day, and the staff member (empty: everybody)."""

    paper: str
    day: date
    staff: str


class PrintForm(QWidget):
    """``wanted`` carries :class:`Wanted`; ``given_up`` leaves it."""

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, day: date, staff: str, rows: Sequence[StaffRow], formats: Formats) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=12)
        self._paper, self._staff = QComboBox(), QComboBox()
        for name, code in (
            (self.tr("Dispatch sheets: one page for each staff member"), DISPATCH),
            (self.tr("Visit sheets: filled in, with a code to recognise them by"), VISITS),
            (self.tr("Visit sheets: blank"), BLANK),
        ):
            self._paper.addItem(name, code)
        self._paper.currentIndexChanged.connect(self._show_parts)
        self._day = QLineEdit(formats.full_day(day))
        self._day.returnPressed.connect(self._accept)
        self._staff.addItem(self.tr("Everybody"), "")
        for row in rows:
            if row.staff:
                self._staff.addItem(formats.joined(row.name, row.post), row.staff)
        self._staff.setCurrentIndex(max(0, self._staff.findData(staff)))
        self._day_row = FormRow(self.tr("Day"), self._day)
        self._staff_row = FormRow(self.tr("For whom"), self._staff)
        box.addWidget(FormRow(self.tr("Paper"), self._paper))
        box.addWidget(self._day_row)
        box.addWidget(self._staff_row)
        box.addWidget(
            words(
                self.tr(
                    "The papers show names, addresses and telephone numbers; that they were written is noted."
                ),
                "small",
                wrap=True,
            )
        )
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        stop, save = SecondaryButton(self.tr("Cancel")), PrimaryButton(self.tr("Save as PDF…"))
        stop.clicked.connect(self.given_up)
        save.clicked.connect(self._accept)
        line.addStretch(1)
        line.addWidget(stop)
        line.addWidget(save)
        box.addLayout(line)
        box.addStretch(1)

    def focus_first(self) -> None:
        """Put the keyboard where choosing starts."""
        self._paper.setFocus()

    def _show_parts(self) -> None:
        filled = self._paper.currentData() != BLANK
        self._day_row.setVisible(filled)
        self._staff_row.setVisible(filled)

    def _accept(self) -> None:
        day = read_date(self._day.text().strip())
        self._day_row.show_problem("" if day else self.tr("This is no day."))
        if day is not None:
            self.wanted.emit(Wanted(str(self._paper.currentData()), day, str(self._staff.currentData())))
