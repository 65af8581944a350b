"""Says in the message bar what a run of the exchange brought; one nobody asked for, only if it must."""

from __future__ import annotations

from PySide6.QtCore import QObject

from provider_desktop.errors import AppError
from provider_desktop.services.sync import SyncReport
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.theme import Tone


class ExchangeTeller(QObject):
    """Listens to the exchange of a window as long as ``parent`` lives."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        context.exchange.ended.connect(self.tell)
        context.exchange.failed.connect(self.tell_error)

    def tell(self, report: SyncReport, asked: bool) -> None:
        """What a finished run brought."""
        messages, labels = self._context.messages, self._context.labels
        if report.alarm:
            messages.say(
                labels.word("alarm", report.alarm),
                tone=Tone.RED,
                action=self.tr("Open Upload"),
                act=lambda: self._context.open(Destination("upload")),
                lasting=True,
            )
        elif report.returned:
            messages.say(
                self.tr("%n record(s) came back", "", report.returned),
                tone=Tone.YELLOW,
                action=self.tr("See why"),
                act=lambda: self._context.open(Destination("upload", "returned")),
                lasting=True,
            )
        elif asked:
            self._answer(report)

    def tell_error(self, error: AppError, asked: bool) -> None:
        """Why a run could not begin; a run nobody asked for is tried again by itself."""
        if asked:
            self._context.messages.say_error(error, self._context.exchange.send_now)

    def _answer(self, report: SyncReport) -> None:
        messages = self._context.messages
        if report.offline:
            messages.say(self._context.labels.word("sync_problem", "offline"))
        elif report.problem == "cancelled":
            messages.say(self._context.labels.word("error", "Cancelled"))
        elif report.problem:
            messages.say(
                self._context.labels.word("sync_problem", report.problem),
                tone=Tone.YELLOW,
                action=self.tr("Upload again"),
                act=self._context.exchange.send_now,
                lasting=True,
            )
        elif report.pushed:
            messages.say_done(self.tr("%n record(s) uploaded, receipt received", "", report.pushed))
        elif report.pulled:
            messages.say_done(self.tr("Nothing to upload; the platform's answers have come"))
        else:
            messages.say_done(self.tr("Everything is uploaded; nothing new has come"))
