"""The section of uploading: the state of the exchange, what waits, what came back, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.cases import CaseKind, kind_of_op
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.files import write_atomically
from provider_desktop.services.sync import BatchRow, ReturnedGroup, SyncStatus, WaitingRow
from provider_desktop.ui.formatting import days_until
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.uploads.alarm_strip import AlarmStrip
from provider_desktop.ui.uploads.carrying import Carrying
from provider_desktop.ui.uploads.receipt_list import ReceiptList
from provider_desktop.ui.uploads.returned_list import ReturnedList
from provider_desktop.ui.uploads.waiting_list import WaitingList
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import Banner, PageHead, StatCard, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

#: The lists are never lower than a few rows (dp); below that the page scrolls.
_LEAST = 260
_TABS = ("waiting", "returned", "receipts")

Found = tuple[SyncStatus, tuple[WaitingRow, ...], tuple[ReturnedGroup, ...], tuple[BatchRow, ...], bool]


class UploadPage(QWidget):
    """Shows the exchange and starts it; the exchange itself belongs to the window and goes on elsewhere."""

    topics = frozenset({Topic.STREAM.value, Topic.VISITS.value, Topic.FEED.value, Topic.SETTINGS.value})

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.title = context.labels.word("section", "upload")
        box = page_box(self)
        self._head = PageHead(self.title)
        self._send = PrimaryButton(self.tr("Upload now"), icon="upload", hint=Key.UPLOAD)
        self._send.clicked.connect(context.exchange.send_now)
        self._head.add_action(self._send)
        box.addWidget(self._head)
        self._alarm = AlarmStrip(context)
        self._alarm.dealt_with.connect(self._clear_alarm)
        self._alarm.rejoin_wanted.connect(self._rejoin)
        self.carrying = Carrying(context, self)
        self._offline = Banner(Tone.NONE, context.labels.word("sync_problem", "offline"), icon="offline")
        self._offline.hide()
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(context.exchange.cancel)
        body = QWidget()
        inner = QVBoxLayout(body)
        scale_layout(body, inner, spacing=14)
        for part in (self._alarm, self._offline, self._strip):
            inner.addWidget(part)
        self._to_send = StatCard(self.tr("To upload"))
        self._delivered = StatCard(self.tr("Being checked"))
        self._accepted = StatCard(self.tr("Accepted"))
        self._back = StatCard(self.tr("To put right"))
        cards = QHBoxLayout()
        scale_layout(self, cards, spacing=14)
        for card in (self._to_send, self._delivered, self._accepted, self._back):
            cards.addWidget(card, 1)
        inner.addLayout(cards)
        self.tabs = SegmentedTabs(self.title, (self.tr("Waiting"), self.tr("Came back"), self.tr("Receipts")))
        self.waiting, self.returned = WaitingList(context), ReturnedList(context)
        self.receipts = ReceiptList(context)
        self._lists = QStackedWidget()
        for each in (self.waiting, self.returned, self.receipts):
            self._lists.addWidget(each)
        self.tabs.currentChanged.connect(self._lists.setCurrentIndex)
        self.waiting.row_opened.connect(self._open_waiting)
        self.returned.correct_wanted.connect(self._correct_visit)
        self.returned.alike_wanted.connect(self._correct_alike)
        self.receipts.save_wanted.connect(self._save)
        inner.addLayout(self._tab_row())
        inner.addWidget(self._lists, 1)
        keep_height(self._lists, _LEAST)
        box.addWidget(scrolled(body, self.title), 1)
        exchange = context.exchange
        exchange.began.connect(self._on_began)
        exchange.progressed.connect(self._on_progress)
        exchange.ended.connect(self._on_over)
        exchange.failed.connect(self._on_over)
        if exchange.running:
            self._on_began()
        self._actions = (
            action(self, self.tr("Save the receipt…"), self._save_current, Key.SAVE),
            action(self, self.tr("Correct the record"), self._correct_current, Key.CORRECT),
            action(self, self.tr("Correct all alike"), self._correct_alike_current, "Ctrl+Shift+R"),
            action(self, self.tr("Write a package to a USB stick…"), self.carrying.choose_package),
            action(self, self.tr("Read a receipt from a USB stick…"), self.carrying.choose_receipt),
        )

    def reload(self) -> None:
        """Ask for everything anew."""
        sync, session = self._context.services.sync, self._context.services.session
        self._context.tasks.run(
            lambda: (
                sync.status(),
                sync.waiting(),
                sync.returned(),
                sync.batches(),
                session.state().may_rejoin,
            ),
            owner=self,
            on_done=self.show_exchange,
        )

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a tab by its name; with ``field`` a reason among what came back."""
        if destination.key in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(destination.key))
        if destination.field:
            self.returned.select_reason(destination.field)

    def show_exchange(self, found: Found) -> None:
        """Show the exchange as it stands."""
        status, waiting, returned, batches, rejoins = found
        self._show_status(status)
        if status.alarm:
            self._alarm.show_alarm(status.alarm, rejoins)
        elif status.problem:
            self._alarm.show_problem(status.problem, rejoins)
        else:
            self._alarm.clear()
        self.waiting.show_rows(waiting)
        self.returned.show_groups(returned)
        self.receipts.show_rows(batches)
        self.tabs.set_count(0, status.to_send)
        self.tabs.set_count(1, sum(len(group.rows) for group in returned))

    def _show_status(self, status: SyncStatus) -> None:
        formats = self._context.formats
        today = local_day(self._context.clock.now())
        self._offline.setVisible(status.offline and not status.alarm)
        self._send.setEnabled(status.joined and not self._context.exchange.running)
        self._head.set_note(formats.joined(status.receiver_name, self._lock_words(status)))
        oldest = ""
        if status.oldest_waiting is not None:
            oldest = self.tr("oldest from {time}").format(time=formats.moment(status.oldest_waiting, today))
        self._to_send.show_figure(formats.count(status.to_send), oldest or self.tr("everything is uploaded"))
        contact = self.tr("no contact yet")
        if status.last_contact is not None:
            contact = self.tr("last contact {time}").format(time=formats.moment(status.last_contact, today))
        self._delivered.show_figure(formats.count(status.delivered), contact)
        last = ""
        if status.last_receipt is not None:
            last = self.tr("last receipt {time}").format(time=formats.moment(status.last_receipt, today))
        self._accepted.show_figure(formats.count(status.accepted), last)
        parts = [self.tr("{count} returned").format(count=status.returned)]
        if status.held:
            parts.append(self.tr("{count} on hold").format(count=status.held))
        if status.conflict:
            parts.append(self.tr("{count} in conflict").format(count=status.conflict))
        whole = status.returned + status.held + status.conflict
        self._back.show_figure(
            formats.count(whole), formats.joined(*parts) if whole else self.tr("nothing came back")
        )

    def _lock_words(self, status: SyncStatus) -> str:
        if status.lock_at is None or not status.lock_month:
            return ""
        month = self._context.formats.month(status.lock_month)
        days = days_until(status.lock_at, local_day(self._context.clock.now()))
        return self.tr("{month} locks in %n day(s)", "", max(0, days)).format(month=month)

    def _on_began(self) -> None:
        self._send.setEnabled(False)
        self._strip.begin(self.tr("Talking to the platform"))

    def _on_progress(self, done: int, total: int) -> None:
        if self._context.exchange.phase == "evidence":
            # In kilobytes: a picture is long on the way where the network is weak.
            self._strip.begin(self.tr("Uploading photos and scans (KB)"))
            self._strip.show_progress(done // 1024, max(1, total // 1024))
            return
        self._strip.begin(
            self.tr("Uploading records") if total else self.tr("Fetching answers and assignments")
        )
        self._strip.show_progress(done, total)

    def _on_over(self, _outcome: object, _asked: bool) -> None:
        self._strip.end()
        self._send.setEnabled(True)
        self.reload()

    def _clear_alarm(self, reason: str) -> None:
        sync, exchange = self._context.services.sync, self._context.exchange
        self._context.tasks.run(
            lambda: sync.clear_alarm(reason), owner=self, on_done=lambda _nothing: exchange.send_now()
        )

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=10)
        row.addWidget(self.tabs, 1)
        out = SecondaryButton(self.tr("To a USB stick…"), icon="upload", small=True)
        back = SecondaryButton(self.tr("Receipt from a stick…"), icon="signature", small=True)
        out.clicked.connect(self.carrying.choose_package)
        back.clicked.connect(self.carrying.choose_receipt)
        row.addWidget(out)
        row.addWidget(back)
        return row

    def _rejoin(self, invitation: bytes) -> None:
        """Enrol anew, take back what the platform holds, and say again what it lacks."""
        session = self._context.services.session
        self._alarm.show_busy(True)
        self._strip.begin(self.tr("Enrolling this PC anew"))
        self._context.tasks.run(
            lambda: session.join(invitation),
            owner=self,
            on_done=lambda _state: self._on_rejoined(),
            on_error=self._on_not_rejoined,
            lane=Lane.NETWORK,
        )

    def _on_rejoined(self) -> None:
        self._strip.end()
        self._alarm.show_busy(False)
        self._context.messages.say_done(
            self.tr("This PC is enrolled anew; what the platform lacks is being uploaded")
        )
        self.reload()
        self._context.exchange.send_now()

    def _on_not_rejoined(self, error: Exception) -> None:
        self._strip.end()
        self._alarm.show_busy(False)
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _open_waiting(self, row: WaitingRow) -> None:
        """Lead to what waits, where it has a page: a visit, a settlement, a small record."""
        kind = kind_of_op(row.op)
        if row.op.startswith("visit."):
            self._context.open(Destination("visits", row.record))
        elif kind is CaseKind.SETTLEMENT:
            self._context.open(Destination("reports", row.record))
        elif kind is not None:
            self._context.open(Destination("recipients", row.record, "case"))

    def _correct_visit(self, record: str) -> None:
        self._context.open(Destination("visits", record, "correct"))

    def _correct_alike(self, rule: str) -> None:
        self._context.open(Destination("visits", "alike", rule))

    def _correct_current(self) -> None:
        row = self.returned.records.current_row
        if self.tabs.currentIndex() == 1 and row is not None:
            self._correct_visit(row.row.record)

    def _correct_alike_current(self) -> None:
        if self.tabs.currentIndex() == 1:
            self.returned.correct_alike()

    def _save_current(self) -> None:
        row = self.receipts.table.current_row
        if self.tabs.currentIndex() == 2 and row is not None:
            self._save(row)

    def _save(self, row: BatchRow) -> None:
        dialog = QFileDialog(self, self.tr("Save the receipt"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("carereceipt")
        dialog.selectFile(self.tr("receipt_{number}.carereceipt").format(number=row.seq))
        dialog.fileSelected.connect(lambda path: self.write_receipt(row.seq, path))
        dialog.open()

    def write_receipt(self, seq: int, path: str) -> None:
        """Write a receipt as a file that anybody can verify."""
        sync, messages = self._context.services.sync, self._context.messages
        self._context.tasks.run(
            lambda: write_atomically(Path(path), sync.receipt_file(seq)),
            owner=self,
            on_done=lambda _nothing: messages.say_done(
                self.tr("Receipt saved as {name}").format(name=Path(path).name)
            ),
        )
