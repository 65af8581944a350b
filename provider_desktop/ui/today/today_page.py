"""The page of a day: the light in five answers, four figures, and what to do by what is at stake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.services.sync import SyncStatus
from provider_desktop.services.today import Today, TodayRow
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.today.light_strip import LightStrip, load_light
from provider_desktop.ui.today.today_words import TodayWords
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, PageHead, StatCard, page_box, words

#: Where a kind of row is dealt with, if not at the record it names: the tab of a section.
_TABS = {
    "drafts_blocked": "to_deal",
    "drafts_asking": "to_deal",
    "drafts_ready": "entry",
    "due_today": "entry",
    "waiting": "waiting",
    "returned_group": "returned",
}


class TodayPage(QWidget):
    """Asks for the day, and leads to where each row is dealt with; rows done are gone after that."""

    topics = frozenset(topic.value for topic in Topic)

    def __init__(
        self, context: PageContext, open_file: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        super().__init__()
        self._context, self._open_file = context, open_file
        self.title = context.labels.word("section", "today")
        self._words = said = TodayWords(context.labels, context.formats, self)
        box = page_box(self)
        self._head = PageHead(self.title)
        self._log = PrimaryButton(self.tr("Log visits"), icon="plus", hint=Key.NEW)
        self._log.clicked.connect(self._log_visits)
        self._print = SecondaryButton(self.tr("Morning sheet…"), icon="print", hint=Key.PRINT)
        self._print.clicked.connect(self.print_sheet)
        self._head.add_action(self._print)
        self._head.add_action(self._log)
        box.addWidget(self._head)
        self._due = StatCard(self.tr("Planned today"))
        self._month = StatCard(self.tr("Done this month"))
        self._upload = StatCard(self.tr("To upload"))
        self._lock = StatCard(self.tr("Until the lock"))
        cards = QHBoxLayout()
        scale_layout(self, cards, spacing=14)
        for card in (self._due, self._month, self._upload, self._lock):
            cards.addWidget(card, 1)
        self.light = LightStrip(context.labels, context.formats)
        self.light.place_chosen.connect(context.open)
        box.addWidget(self.light)
        box.addLayout(cards)
        columns: tuple[Column[TodayRow], ...] = (
            Column(
                self.tr("Weight"),
                lambda row: said.weight(row).text,
                104,
                chip=said.weight,
                tip=said.reason,
                description=said.reason,
            ),
            Column(
                self.tr("What to do (by what is at stake for the light)"),
                said.sentence,
                tip=said.tip,
                description=said.reason,
            ),
            Column(self.tr("Affects"), lambda row: row.affects_name, 132, muted=True, tip=said.reason),
            Column(self.tr("Deadline"), said.deadline, 120, muted=True, tip=said.deadline_tip),
            Column("", said.step, 96, action=said.step),
        )
        self.table = DataTable(self.tr("What to do"))
        self.table.setModel(
            RowsModel(columns, key=lambda row: f"{row.kind} {row.key} {said.sentence(row)}", parent=self)
        )
        self.table.row_opened.connect(self._deal_with)
        self.table.action_chosen.connect(lambda row, _column: self._deal_with(row))
        empty = EmptyState(
            "done",
            self.tr("Nothing waits today"),
            self.tr(
                "Visits due, records that came back, new assignments and certificates that expire "
                "appear here, what matters most for the light first."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        box.addWidget(self._stack, 1)
        self._more = words("", "small")
        self._more.hide()
        box.addWidget(self._more)
        self._actions = (
            action(self, self.tr("Log visits"), self._log_visits, Key.NEW),
            action(self, self.tr("Morning sheet…"), self.print_sheet, Key.PRINT),
            action(self, self.tr("Deal with the row"), self._deal_with_current, Key.EDIT),
        )

    def reload(self) -> None:
        """Ask for the day anew."""
        services = self._context.services
        self._context.tasks.run(
            lambda: (services.today.today(), services.sync.status()),
            owner=self,
            on_done=lambda found: self.show_day(*found),
        )
        self._context.tasks.run(lambda: load_light(services), owner=self, on_done=self.light.show_light)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def show_day(self, today: Today, sync: SyncStatus) -> None:
        """Show a day."""
        said = self._words
        self._head.set_note(self._context.formats.long_day(today.day))
        self._due.show_figure(*said.due(today.stats))
        self._month.show_figure(*said.month(today.stats))
        self._upload.show_figure(*said.upload(today.stats, sync))
        self._lock.show_figure(*said.lock(today.stats))
        self.table.show_rows(today.rows)
        self._stack.setCurrentIndex(0 if today.rows else 1)
        self._more.setText(self.tr("%n more of less weight", "", today.more))
        self._more.setVisible(bool(today.more))

    def print_sheet(self) -> None:
        """Ask where the morning sheet goes."""
        dialog = QFileDialog(self, self.tr("Save the morning sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("*.pdf")
        today = local_day(self._context.clock.now()).isoformat()
        dialog.selectFile(self.tr("morning_sheet_{day}").format(day=today) + ".pdf")
        dialog.fileSelected.connect(self.write_sheet)
        dialog.open()

    def write_sheet(self, path: str) -> None:
        """Write the morning sheet to a file, and offer to open it for printing."""
        papers, language, out = self._context.services.rating_papers, self._context.language, Path(path)
        self._context.tasks.run(
            lambda: papers.write_morning(out, language),
            owner=self,
            on_done=lambda _pages: self._context.messages.say_done(
                self.tr("{name} saved").format(name=out.name),
                self.tr("Open to print"),
                lambda: self._open(out),
            ),
            on_error=lambda error: self._on_not_written(error, path),
            lane=Lane.LONG,
        )

    def _on_not_written(self, error: Exception, path: str) -> None:
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error, lambda: self.write_sheet(path))

    def _open(self, out: Path) -> None:
        self._open_file(QUrl.fromLocalFile(str(out)))

    def _log_visits(self) -> None:
        self._context.open(Destination("visits", "entry"))

    def _deal_with_current(self) -> None:
        if (row := self.table.current_row) is not None:
            self._deal_with(row)

    def _deal_with(self, row: TodayRow) -> None:
        """Lead to the place where the row is dealt with; an upload begins at once."""
        key = _TABS.get(row.kind, row.key)
        field = row.action if row.target == "recipients" else ""
        if row.kind == "returned_group":
            field = row.key
        self._context.open(Destination(row.target, key, field))
        if row.action == "send":
            self._context.exchange.send_now()
