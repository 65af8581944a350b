"""The section of papers: choose a month, look at its figures, settle it, write PDF or spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.ui.reports.reveal_strip import RevealStrip
from provider_desktop.ui.reports.settlement_part import SettlementPart
from provider_desktop.ui.reports.summary_table import SummaryTable
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import EmptyState, PageHead, StatCard, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

if TYPE_CHECKING:
    from provider_desktop.services.reports import MonthSummary

_SUMMARY, _SETTLEMENT = "month_summary", "settlement"
#: The tab of the settlement; the others are parts of the summary.
SETTLEMENT = 3
#: The tables are never lower than a few rows (dp); below that the page scrolls.
_LEAST = 260


class ReportsPage(QWidget):
    """The month's summary and its settlement. Names are masked, on screen and on paper, until a reason to
    see them is given."""

    topics = frozenset(
        {Topic.VISITS.value, Topic.RECIPIENTS.value, Topic.PLANS.value, Topic.STREAM.value, Topic.CASES.value}
    )

    def __init__(
        self, context: PageContext, open_file: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        super().__init__()
        self._context, self._open_file = context, open_file
        self._reason = ""
        self.title = context.labels.word("section", "reports")
        box = page_box(self)
        head = PageHead(self.title)
        self.month = QComboBox()
        self.month.setAccessibleName(self.tr("Month"))
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.month.setMinimumContentsLength(11)
        self.month.currentIndexChanged.connect(lambda _index: self._load())
        self._sheet = SecondaryButton(self.tr("Save as Excel…"), icon="table", hint=Key.EXPORT)
        self._sheet.clicked.connect(lambda: self._choose("xlsx"))
        self._paper = PrimaryButton(self.tr("Save as PDF…"), icon="download", hint=Key.PRINT)
        self._paper.clicked.connect(lambda: self._choose("pdf"))
        for part in (self.month, self._sheet, self._paper):
            head.add_action(part)
        box.addWidget(head)
        self._progress = ProgressStrip()
        box.addWidget(self._progress)
        self._visits = StatCard(self.tr("Visits done"))
        self._time = StatCard(self.tr("Time served"))
        self._people = StatCard(self.tr("People served"))
        self._missed = StatCard(self.tr("Not done"))
        cards = QHBoxLayout()
        scale_layout(self, cards, spacing=14)
        self._cards = (self._visits, self._time, self._people, self._missed)
        for card in self._cards:
            cards.addWidget(card, 1)
        filled = QWidget()
        inner = QVBoxLayout(filled)
        scale_layout(filled, inner, spacing=14)
        inner.addLayout(cards)
        self.reveal = RevealStrip()
        self.reveal.revealed.connect(self._set_reason)
        self.tabs = SegmentedTabs(
            self.title,
            (
                self.tr("By recipient"),
                self.tr("By staff member"),
                self.tr("By item"),
                self.tr("Settlement"),
            ),
        )
        line = QHBoxLayout()
        scale_layout(self, line, spacing=12)
        line.addWidget(self.tabs, 1)
        line.addWidget(self.reveal)
        inner.addLayout(line)
        formats = context.formats
        self.recipients = SummaryTable(
            formats, self.tr("By recipient"), self.tr("Recipient"), self.tr("Category"), planned=True
        )
        self.staff = SummaryTable(
            formats, self.tr("By staff member"), self.tr("Staff member"), self.tr("Post")
        )
        self.items = SummaryTable(formats, self.tr("By item"), self.tr("Item"), self.tr("Class"))
        self._tables = QStackedWidget()
        self.settlement = SettlementPart(context)
        for table in (self.recipients, self.staff, self.items, self.settlement):
            self._tables.addWidget(table)
        self.tabs.currentChanged.connect(self._show_tab)
        inner.addWidget(self._tables, 1)
        keep_height(self._tables, _LEAST)
        self._whole = QStackedWidget()
        self._whole.addWidget(scrolled(filled, self.title))
        self._whole.addWidget(
            EmptyState(
                "reports",
                self.tr("No visits yet"),
                self.tr("Once visits are sealed, their month can be summed up here, as PDF or for Excel."),
            )
        )
        box.addWidget(self._whole, 1)
        self._actions = (
            action(self, self.tr("Save as PDF…"), lambda: self._choose("pdf"), Key.PRINT),
            action(self, self.tr("Save as Excel…"), lambda: self._choose("xlsx"), Key.EXPORT),
            action(self, self.tr("Show full names…"), self.reveal.ask, Key.EDIT),
            action(self, self.tr("Settle a month"), lambda: self.tabs.setCurrentIndex(SETTLEMENT), "Alt+4"),
        )

    def reload(self) -> None:
        """Ask for the months anew, and for the figures of the one chosen."""
        self._context.tasks.run(self._context.services.reports.months, owner=self, on_done=self._show_months)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def show_summary(self, summary: MonthSummary) -> None:
        """Show the figures of a month."""
        formats = self._context.formats
        self._visits.show_figure(
            formats.count(summary.visits),
            formats.joined(*(f"{name} {count}" for name, count in summary.states if count)),
        )
        minutes = self.tr("{count} minutes").format(count=formats.count(summary.minutes))
        self._time.show_figure(formats.minutes(summary.minutes), minutes)
        served = sum(1 for line in summary.recipients if line.visits)
        listed = self.tr("%n on the list", "", len(summary.recipients))
        self._people.show_figure(formats.count(served), listed)
        self._missed.show_figure(formats.count(summary.not_done), self.tr("absent or refused"))
        self.recipients.show_lines(summary.recipients)
        self.staff.show_lines(summary.staff)
        self.items.show_lines(summary.items)

    def write(self, path: str) -> None:
        """Write the paper of the month chosen; its kind follows from the file's ending."""
        reports, month, reason = self._context.services.reports, self.month.currentData(), self._reason
        paper = self._paper_shown()
        language, out = self._context.language, Path(path)
        self._progress.begin(self.tr("Writing {name}").format(name=out.name), cancellable=False)
        self._context.tasks.run(
            lambda: reports.write(paper, month, out, language, reason),
            owner=self,
            on_done=lambda pages: self._tell_written(out, pages),
            on_error=lambda error: self._on_not_written(error, path),
            lane=Lane.LONG,
        )

    def _show_months(self, months: tuple[str, ...]) -> None:
        self._whole.setCurrentIndex(0 if months else 1)
        for part in (self.month, self._sheet, self._paper, *self._actions):
            part.setEnabled(bool(months))
        chosen = self.month.currentData()
        shown = tuple(self.month.itemData(index) for index in range(self.month.count()))
        if shown != months:
            self.month.blockSignals(True)
            self.month.clear()
            for month in months:
                self.month.addItem(self._context.formats.long_month(month), month)
            self.month.setCurrentIndex(max(0, self.month.findData(chosen)))
            self.month.blockSignals(False)
        self._load()

    def _load(self) -> None:
        month, reason, reports = self.month.currentData(), self._reason, self._context.services.reports
        if month:
            language = self._context.language
            self._context.tasks.run(
                lambda: reports.preview_month(month, reason, language),
                owner=self,
                on_done=self.show_summary,
            )
            if self.tabs.currentIndex() == SETTLEMENT:
                self.settlement.load(month, reason)

    def _paper_shown(self) -> str:
        return _SETTLEMENT if self.tabs.currentIndex() == SETTLEMENT else _SUMMARY

    def _show_tab(self, tab: int) -> None:
        """The figures of the summary give their room to the settlement, which has its own."""
        self._tables.setCurrentIndex(tab)
        for card in self._cards:
            card.setVisible(tab != SETTLEMENT)
        if tab == SETTLEMENT and self.month.currentData():
            self.settlement.load(self.month.currentData(), self._reason)

    def open_record(self, destination: Destination) -> None:
        """Show the settlement, whatever of it was asked for."""
        if destination.key:
            self.tabs.setCurrentIndex(SETTLEMENT)

    def _set_reason(self, reason: str) -> None:
        self._reason = reason
        self._load()

    def _choose(self, ending: str) -> None:
        month = self.month.currentData()
        if not month:
            return
        settles = self._paper_shown() == _SETTLEMENT
        name = self.tr("settlement_{month}") if settles else self.tr("month_summary_{month}")
        name = name.format(month=month)
        title = self.tr("Save the settlement") if settles else self.tr("Save the summary")
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.setNameFilter(f"*.{ending}")
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def _tell_written(self, out: Path, pages: int) -> None:
        self._progress.end()
        is_paper = out.suffix.lower() == ".pdf"
        size = self.tr("%n page(s)", "", pages) if is_paper else self.tr("%n sheet(s)", "", pages)
        self._context.messages.say_done(
            self.tr("{name} saved, {size}").format(name=out.name, size=size),
            self.tr("Open folder"),
            lambda: self._open_folder(out.parent),
        )

    def _open_folder(self, folder: Path) -> None:
        self._open_file(QUrl.fromLocalFile(str(folder)))

    def _on_not_written(self, error: Exception, path: str) -> None:
        self._progress.end()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error, lambda: self.write(path))
