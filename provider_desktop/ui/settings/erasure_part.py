"""Erasing personal data for good: of one recipient, or of everybody once the contract has ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from provider_desktop.errors import AppError
from provider_desktop.services.erasure_service import Erased
from provider_desktop.services.person_service import Retention
from provider_desktop.services.search import SearchHit
from provider_desktop.ui.settings.retention_card import RetentionCard
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import DangerButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words


class ErasurePart(QWidget):
    """Nothing happens before who, why and the word that confirms are there. Only managers' roles may do it;
    the service says so."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._found: SearchHit | None = None
        self._certificate = ""
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 0, 8, 0), spacing=14)
        card = Card(self.tr("Erase personal data"), spacing=12)
        told = words(
            self.tr(
                "Names, contacts, visits and files are removed from this PC and its backups. Signatures, "
                "receipts and the audit trail stay, so that every proof still holds. Paper and files that "
                "were printed or exported are not reached. It cannot be taken back."
            ),
            "muted",
            wrap=True,
        )
        self.one, self.all = (
            QRadioButton(self.tr("One recipient")),
            QRadioButton(self.tr("Everybody: the contract with the civil affairs office has ended")),
        )
        self.one.setChecked(True)
        self.who, self.reason, self.word = QLineEdit(), QLineEdit(), QLineEdit()
        self._who_row = FormRow(
            self.tr("&Recipient"),
            self.who,
            self.tr("Name, initials or last digits of the id number; Enter looks them up."),
        )
        self._reason_row = FormRow(
            self.tr("R&eason"), self.reason, self.tr("Stands on the certificate and in the audit trail.")
        )
        self._phrase = self.tr("erase")
        self._word_row = FormRow(self.tr("Type “{word}” to &confirm").format(word=self._phrase), self.word)
        self.erase = DangerButton(self.tr("Erase for good"))
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        line.addStretch(1)
        line.addWidget(self.erase)
        for part in (told, self.one, self._who_row, self.all, self._reason_row, self._word_row):
            card.box.addWidget(part)
        card.box.addLayout(line)
        self._strip = ProgressStrip()
        self.done = Banner(Tone.GREEN, "", icon="shield")
        self.done.action_chosen.connect(self._show_certificate)
        self.done.hide()
        self.retention = RetentionCard(context.formats)
        box.addWidget(self.done)
        box.addWidget(self.retention)
        box.addWidget(card)
        box.addWidget(self._strip)
        box.addStretch(1)
        self.one.toggled.connect(self._on_whom)
        self.who.textEdited.connect(lambda _text: self._take(None))
        self.who.returnPressed.connect(self.look_up)
        self.who.editingFinished.connect(self.look_up)
        for field in (self.reason, self.word):
            field.textChanged.connect(lambda _text: self._check())
        self.erase.clicked.connect(self._erase)
        self._check()

    def ready(self, found: Retention) -> None:
        """Show whose records have been kept long enough; what was typed stays."""
        self.retention.show_retention(found)

    def look_up(self) -> None:
        """Find the recipient that is meant."""
        text, search = self.who.text().strip(), self._context.services.search
        if text and self._found is None:
            self._context.tasks.run(lambda: search.search(text), owner=self, on_done=self._show_hits)

    def _show_hits(self, hits: Sequence[SearchHit]) -> None:
        people = [hit for hit in hits if hit.kind == "recipient"]
        if len(people) == 1:
            self._take(people[0])
            self._who_row.show_notice(self._context.formats.joined(people[0].title, people[0].subtitle))
        elif people:
            self._who_row.show_problem(
                self.tr("%n people are called so; add digits of the id number", "", len(people))
            )
        else:
            self._who_row.show_problem(self.tr("Nobody is called so."))

    def _take(self, found: SearchHit | None) -> None:
        self._found = found
        if found is None:
            self._who_row.show_problem("")
        self._check()

    def _on_whom(self, one: bool) -> None:
        self._who_row.setVisible(one)
        self._check()

    def _check(self) -> None:
        whom = self.all.isChecked() or self._found is not None
        confirmed = self.word.text().strip() == self._phrase
        self.erase.setEnabled(whom and bool(self.reason.text().strip()) and confirmed)

    def _erase(self) -> None:
        recipient = "" if self.all.isChecked() or self._found is None else self._found.key
        reason, language = self.reason.text().strip(), self._context.language
        service = self._context.services.erasure
        self.setEnabled(False)
        self._strip.begin(self.tr("Erasing, making a new backup, verifying"), cancellable=False)
        self._context.tasks.run(
            lambda: service.erase(recipient, reason, language),
            owner=self,
            on_done=self._on_erased,
            on_error=self._on_error,
            lane=Lane.LONG,
        )

    def _on_erased(self, done: Erased) -> None:
        self._end()
        self._certificate = str(done.certificate)
        told = self.tr("Erased: {records} records, {files} files. The certificate is {name}.")
        count = self._context.formats.count
        self.done.show_notice(
            Tone.GREEN,
            told.format(records=count(done.records), files=count(done.files), name=done.certificate.name),
            self.tr("Open the certificate"),
            icon="shield",
        )
        self.done.show()
        for field in (self.who, self.reason, self.word):
            field.clear()
        self._take(None)

    def _on_error(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _end(self) -> None:
        self._strip.end()
        self.setEnabled(True)

    def _show_certificate(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._certificate))
