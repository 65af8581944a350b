"""Reply and appeal from the rating page: opens their forms, writes their papers, tells what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from provider_desktop.domain.rectifications import Rectification
from provider_desktop.errors import AppError
from provider_desktop.services.cases import CaseRow
from provider_desktop.services.rating_past import Differences
from provider_desktop.ui.ratings.appeal_form import AppealForm, AppealWish
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.ratings.reply_form import Answers, ReplyForm, load_answers
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled
from provider_desktop.ui.widgets.surfaces import rule


class PaperActions(QObject):
    """What can be said back to the bureau about a light. ``done`` says that something was sealed."""

    done = Signal()

    def __init__(
        self,
        page: QWidget,
        panel: SidePanel,
        context: PageContext,
        words_of: RatingWords,
        open_file: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(page)
        self._page, self._panel, self._context = page, panel, context
        self._words = words_of
        self._open_file = open_file

    def open_reply(self, period: str) -> None:
        """Open the form of a reply to the light of a period, with the draft where there is one."""
        services = self._context.services
        self._context.tasks.run(
            lambda: load_answers(services, period),
            owner=self,
            on_done=lambda answers: self._show_reply(period, answers),
        )

    def open_appeal(self, period: str, found: Differences | None) -> None:
        """Open the form of an appeal against the light of a period."""
        form = AppealForm(found, period, self._words, self._context.labels)
        form.wanted.connect(lambda wish: self._choose_appeal(period, wish))
        title = self.tr("Evidence for an appeal")
        self._panel.show_content(title, scrolled(form, title))
        form.setFocus()

    def write_appeal(self, period: str, wish: AppealWish, path: str) -> None:
        """Write the evidence to a file."""
        papers, language, out = self._context.services.rating_papers, self._context.language, Path(path)
        self._run(lambda: papers.write_appeal(period, wish.case, out, language, wish.reveal), out)

    def write_reply(self, period: str, reply: Rectification, path: str) -> None:
        """Write the reply as it stands to a file."""
        papers, language, out = self._context.services.rating_papers, self._context.language, Path(path)
        self._run(lambda: papers.write_reply(period, reply, out, language), out)

    def _show_reply(self, period: str, answers: Answers) -> None:
        form = ReplyForm(self._context, answers, self._words)
        form.sealed.connect(self._tell_sealed)
        form.paper_wanted.connect(lambda reply: self._choose_reply(period, reply))
        title = self.tr("Rectification reply")
        whole = QWidget()
        box = QVBoxLayout(whole)
        scale_layout(whole, box, spacing=0)
        box.addWidget(scrolled(form, title), 1)
        box.addWidget(rule())
        box.addWidget(form.footer)
        self._panel.show_content(title, whole)
        form.setFocus()

    def _tell_sealed(self, _row: CaseRow) -> None:
        self._panel.close_panel()
        self._context.messages.say_done(
            self.tr("The reply is sealed and goes with the next upload."),
            self.tr("Upload now"),
            lambda: self._context.open(Destination("upload")),
        )
        self._context.exchange.send_now()
        self.done.emit()

    def _choose_reply(self, period: str, reply: Rectification) -> None:
        name = self.tr("rectification_reply_{period}").format(period=period)
        self._choose(name, "pdf", lambda path: self.write_reply(period, reply, path))

    def _choose_appeal(self, period: str, wish: AppealWish) -> None:
        name = self.tr("appeal_{period}").format(period=period)
        self._choose(name, "zip", lambda path: self.write_appeal(period, wish, path))

    def _choose(self, name: str, ending: str, write: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._page, self.tr("Save the paper"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.setNameFilter(f"*.{ending}")
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(write)
        dialog.open()

    def _run(self, write: Callable[[], int], out: Path) -> None:
        self._context.tasks.run(
            write,
            owner=self,
            on_done=lambda pages: self._tell_written(out, pages),
            on_error=lambda error: self._on_not_written(error, write, out),
            lane=Lane.LONG,
        )

    def _on_not_written(self, error: Exception, write: Callable[[], int], out: Path) -> None:
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error, lambda: self._run(write, out))

    def _tell_written(self, out: Path, pages: int) -> None:
        size = self.tr("%n page(s)", "", pages)
        self._context.messages.say_done(
            self.tr("{name} saved, {size}").format(name=out.name, size=size),
            self.tr("Open folder"),
            lambda: self._open_folder(out.parent),
        )

    def _open_folder(self, folder: Path) -> None:
        self._open_file(QUrl.fromLocalFile(str(folder)))
