"""What making a month did: visits added, and for whom there was no place and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.services.schedule import Made, Missing
from provider_desktop.ui.schedule.schedule_words import ScheduleWords
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, words


class MadeSummary(QWidget):
    """``recipient_chosen`` leads to somebody who falls short, ``undone`` takes the orders back."""

    recipient_chosen = Signal(str)
    undone = Signal()
    weekends_wanted = Signal(bool)

    def __init__(self, made: Made, weekends: bool, sentences: ScheduleWords) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=12)
        box.addWidget(Banner(Tone.GREEN, sentences.made(made), icon="check"))
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        self.weekends = QCheckBox(self.tr("Saturdays and Sundays are working days"))
        self.weekends.setChecked(weekends)
        self.weekends.toggled.connect(self.weekends_wanted)
        line.addWidget(self.weekends, 1)
        if made.orders:
            undo = SecondaryButton(self.tr("Take back"), icon="undo")
            undo.clicked.connect(self.undone)
            line.addWidget(undo)
        box.addLayout(line)
        if not made.missing:
            box.addWidget(
                words(self.tr("Nothing falls short: every visit of the plans has a place."), wrap=True)
            )
            box.addStretch(1)
            return
        count = sum(each.count for each in made.missing)
        box.addWidget(words(self.tr("%n visit(s) fall short", "", count), "strong"))
        columns: tuple[Column[Missing], ...] = (
            Column(self.tr("Recipient"), lambda row: row.name, 96, bold=True),
            Column(self.tr("Visits and reason"), sentences.missing, 0, tip=sentences.missing),
            Column(self.tr("Items"), lambda row: "、".join(row.items), 130, muted=True),
        )
        self.table = DataTable(self.tr("What falls short"))
        self.table.setModel(RowsModel(columns, key=lambda row: f"{row.recipient}/{row.lack}"))
        self.table.show_rows(made.missing)
        self.table.row_opened.connect(lambda row: self.recipient_chosen.emit(row.recipient))
        box.addWidget(self.table, 1)
