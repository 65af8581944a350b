"""An alarm of the exchange: what it means, and its way out: a reason, or an invitation to begin anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.ui.first_start.invitation_form import InvitationForm
from provider_desktop.ui.first_start.restorer import ServiceRestorer
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words


class AlarmStrip(QWidget):
    """Hidden while all is well. ``dealt_with`` gives the reason that the trail keeps; ``rejoin_wanted`` the
    invitation, where nothing goes on before this PC is enrolled anew."""

    dealt_with = Signal(str)
    rejoin_wanted = Signal(bytes)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._labels = context.labels
        self._rejoins = False
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        self.banner = Banner(Tone.RED, "", icon="alarm")
        self.banner.action_chosen.connect(self._ask)
        box.addWidget(self.banner)
        box.addWidget(self._reason_card())
        box.addWidget(self._rejoin_card(context))
        self.hide()

    def show_alarm(self, code: str, rejoins: bool = False) -> None:
        """Show an alarm by its code; ``rejoins`` where the way out is an invitation."""
        way_out = self.tr("Enrol this PC anew…") if rejoins else self.tr("It is dealt with…")
        self._show(self._labels.word("alarm", code), way_out, rejoins)

    def show_problem(self, code: str, rejoins: bool = False) -> None:
        """Show what stops every run; it goes by itself once a run goes through."""
        way_out = self.tr("Enrol this PC anew…") if rejoins else ""
        self._show(self._labels.word("sync_problem", code), way_out, rejoins)

    def clear(self) -> None:
        """All is well."""
        self.hide()
        self._reason.hide()
        self._rejoin.hide()

    def _show(self, told: str, way_out: str, rejoins: bool) -> None:
        self._rejoins = rejoins
        self.banner.show_notice(Tone.RED, told, way_out, icon="alarm")
        (self._reason if rejoins else self._rejoin).hide()
        self.show()

    def show_busy(self, busy: bool) -> None:
        """Nothing can be changed while the platform is asked."""
        self.setEnabled(not busy)

    def _reason_card(self) -> Card:
        self._reason = Card()
        self.reason = QLineEdit()
        row = FormRow(
            self.tr("What was &done about it"),
            self.reason,
            self.tr(
                "Kept in the audit trail. Uploading goes on afterwards; with the cause still there, "
                "it stops again."
            ),
        )
        self.confirm = SecondaryButton(self.tr("Go on uploading"))
        self.confirm.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._confirm)
        self.confirm.clicked.connect(self._confirm)
        self._reason.box.addWidget(row)
        self._reason.box.addLayout(self._buttons(self._reason, self.confirm))
        self._reason.hide()
        return self._reason

    def _rejoin_card(self, context: PageContext) -> Card:
        self._rejoin = Card()
        told = words(
            self.tr(
                "Ask the civil affairs office for a new invitation. This PC then begins a new reporting "
                "channel: what the platform holds comes back, what it lacks is said again, and nothing that "
                "was entered here is lost."
            ),
            "muted",
            wrap=True,
        )
        self.invitation = InvitationForm(context, ServiceRestorer(context.services).read_invitation)
        self.rejoin = PrimaryButton(self.tr("Enrol anew"))
        self.rejoin.setEnabled(False)
        self.invitation.changed.connect(self._on_invitation)
        self.rejoin.clicked.connect(lambda: self.rejoin_wanted.emit(self.invitation.content))
        self._rejoin.box.addWidget(told)
        self._rejoin.box.addWidget(self.invitation)
        self._rejoin.box.addLayout(self._buttons(self._rejoin, self.rejoin))
        self._rejoin.hide()
        return self._rejoin

    def _buttons(self, card: Card, confirm: QWidget) -> QHBoxLayout:
        cancel = SecondaryButton(self.tr("Cancel"))
        cancel.clicked.connect(card.hide)
        buttons = QHBoxLayout()
        scale_layout(card, buttons, spacing=10)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(confirm)
        return buttons

    def _ask(self) -> None:
        if self._rejoins:
            self._rejoin.show()
            self.invitation.setFocus()
        else:
            self._reason.show()
            self.reason.setFocus()

    def _on_invitation(self) -> None:
        self.rejoin.setEnabled(self.invitation.invited is not None)
        if self.rejoin.isEnabled():
            self.rejoin.setFocus()

    def _confirm(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._reason.hide()
            self.reason.clear()
            self.dealt_with.emit(reason)
