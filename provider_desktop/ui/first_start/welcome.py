"""The pages that cover the window before there are data to show: first start, sample, passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.first_start.choices import Choices
from provider_desktop.ui.first_start.damaged import DAMAGES
from provider_desktop.ui.first_start.entrance import Entrance
from provider_desktop.ui.first_start.joining import Joining
from provider_desktop.ui.first_start.restoring import Restoring
from provider_desktop.ui.first_start.sheet import Sheet
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.buttons import LinkButton, PrimaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card

Done = Callable[[], None]


def first_start(context: PageContext, done: Done) -> QWidget:
    """Three ways to begin."""
    return FirstStartPage(context, done)


def sample_start(context: PageContext, done: Done) -> QWidget:
    """The sample county, being filled."""
    page = FirstStartPage(context, done)
    page.begin_sample()
    return page


def unlocking(context: PageContext, done: Done) -> QWidget:
    """The passphrase that opens the data of this PC."""
    return UnlockPage(context, done)


class FirstStartPage(Sheet):
    """Choose how to begin; joining and filling the sample happen on the same sheet."""

    def __init__(self, context: PageContext, done: Done) -> None:
        super().__init__(context.language, "", "")
        self._context, self._done = context, done
        self._entrance: Entrance = context.services
        self._choices = Choices()
        self._choices.sample_wanted.connect(self.begin_sample)
        self._choices.join_wanted.connect(self.show_joining)
        self._choices.restore_wanted.connect(self.show_restoring)
        # asked for when it is used: the sample county is no way in, and reads no invitation
        self._joining = Joining(context, lambda content: self._entrance.read_invitation(content))  # noqa: PLW0108
        self._joining.back_wanted.connect(self.show_choices)
        self._joining.join_wanted.connect(self._join)
        self._restoring = Restoring(context, self._entrance)
        self._restoring.back_wanted.connect(self.show_choices)
        self._restoring.restored.connect(self._done)
        self._restoring.failed.connect(self.show_error)
        self._strip = ProgressStrip()
        for part in (self._choices, self._joining, self._restoring, self._strip):
            self.add(part)
        self.language_chosen.connect(lambda language: context.remember(language=language))
        self.setFocusProxy(self._choices.sample)
        self.show_choices()

    def show_choices(self) -> None:
        """The three cards."""
        self.clear_error()
        self.say(
            self.tr("Agency desk"),
            self.tr("Care visits: logged, checked, reported to the civil affairs office. How do you begin?"),
        )
        self._joining.hide()
        self._restoring.hide()
        self._choices.show()

    def show_joining(self) -> None:
        """The form of an invitation."""
        self.clear_error()
        self.say(
            self.tr("Join with an invitation"),
            self.tr("The invitation works once and is bound to your agency."),
        )
        self._choices.hide()
        self._joining.show()
        self._joining.invitation.setFocus()
        self._context.tasks.run(
            self._entrance.needs_passphrase, owner=self, on_done=self._joining.ask_passphrase
        )

    def show_restoring(self) -> None:
        """The form of a backup."""
        self.clear_error()
        self.say(
            self.tr("Restore a backup"),
            self.tr("Everything in it comes back to this PC, under keys of its own."),
        )
        self._choices.hide()
        self._restoring.show()
        self._restoring.begin()
        self._restoring.setFocus()

    def begin_sample(self) -> None:
        """Fill the sample county."""
        self.clear_error()
        self._choices.setEnabled(False)
        self.offer_languages(False)
        self._strip.begin(self.tr("Filling the sample county, day by day"), cancellable=False)
        self._context.tasks.run(
            self._entrance.begin_sample,
            owner=self,
            on_done=lambda _nothing: self._done(),
            on_error=self._on_sample_failed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )

    def _join(self, content: bytes, passphrase: str) -> None:
        self.clear_error()
        self._joining.show_busy(True)
        self.offer_languages(False)
        self._strip.begin(self.tr("Asking the platform"), cancellable=False)
        self._context.tasks.run(
            lambda: self._entrance.join(content, passphrase),
            owner=self,
            on_done=lambda _nothing: self._done(),
            on_error=self._on_not_joined,
            lane=Lane.NETWORK,
        )

    def _on_sample_failed(self, error: Exception) -> None:
        self._strip.end()
        self._choices.setEnabled(True)
        self.offer_languages(True)
        self._show_or_raise(error)

    def _on_not_joined(self, error: Exception) -> None:
        self._strip.end()
        self._joining.show_busy(False)
        self.offer_languages(True)
        if isinstance(error, AppError) and error.code is ErrorCode.PASSPHRASE_WEAK:
            self._joining.show_weak(self._context.labels.word("error", error.code, error.params))
            return
        # data that were made stay: a second try asks for no second passphrase
        self._context.tasks.run(
            self._entrance.needs_passphrase, owner=self, on_done=self._joining.ask_passphrase
        )
        self._show_or_raise(error)

    def _show_or_raise(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.show_error(error)


class UnlockPage(Sheet):
    """One field; a wrong passphrase says so and lets one try again."""

    def __init__(self, context: PageContext, done: Done) -> None:
        super().__init__(context.language, "", "")
        self._context, self._done = context, done
        self._entrance: Entrance = context.services
        self.say(
            self.tr("Unlock the records of this PC"),
            self.tr("They are encrypted with a passphrase that nobody can recover."),
        )
        card = Card(spacing=12)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = FormRow(self.tr("&Passphrase"), self.field)
        self.button = PrimaryButton(self.tr("Unlock"))
        self.button.setEnabled(False)
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        self.restore = LinkButton(self.tr("Restore a backup…"))
        self.restore.clicked.connect(self.show_restoring)
        line.addWidget(self.restore)
        line.addStretch(1)
        line.addWidget(self.button)
        card.box.addWidget(self._row)
        card.box.addLayout(line)
        self.add(card)
        self._restoring = Restoring(context, self._entrance)
        self._restoring.back_wanted.connect(self._put_restoring_away)
        self._restoring.restored.connect(self._done)
        self._restoring.failed.connect(self.show_error)
        self._restoring.hide()
        self.add(self._restoring)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._unlock)
        self.button.clicked.connect(self._unlock)
        self.language_chosen.connect(lambda language: context.remember(language=language))
        self.setFocusProxy(self.field)

    def show_restoring(self) -> None:
        """The form of a backup, below."""
        self._restoring.show()
        self._restoring.begin()
        self._restoring.setFocus()

    def _put_restoring_away(self) -> None:
        self._restoring.hide()
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        self.button.setEnabled(bool(text))
        self._row.show_problem("")
        self.clear_error()

    def _unlock(self) -> None:
        passphrase = self.field.text()
        if not passphrase:
            return
        self.field.setEnabled(False)
        self.button.setEnabled(False)
        self._context.tasks.run(
            lambda: self._entrance.unlock(passphrase),
            owner=self,
            on_done=lambda _nothing: self._done(),
            on_error=self._on_refused,
        )

    def _on_refused(self, error: Exception) -> None:
        self.field.setEnabled(True)
        self.button.setEnabled(True)
        self.field.setFocus()
        self.field.selectAll()
        if not isinstance(error, AppError):
            raise error
        if error.code is ErrorCode.WRONG_PASSPHRASE:
            self._row.show_problem(
                self.tr("That is not the passphrase. Look at Caps Lock and the input method, then try again.")
            )
        else:
            self.show_error(error)
            if error.code in DAMAGES:
                self.show_restoring()
