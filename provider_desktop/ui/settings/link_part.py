"""Agency and platform: what was joined, who works here, the way out to the network."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.services.session import SessionState
from provider_desktop.services.sync import SyncStatus
from provider_desktop.settings import Settings
from provider_desktop.ui.settings.facts import FactCard
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card


class LinkPart(QWidget):
    """Facts of the membership, the operator's name and the proxy, each saved by its own button or Enter."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=14)
        self._facts = FactCard(
            self.tr("Agency and platform"),
            (
                self.tr("Agency"),
                self.tr("Unified social credit code"),
                self.tr("Platform address"),
                self.tr("Last contact"),
                self.tr("This PC (device)"),
                self.tr("Reporting channel (stream)"),
            ),
        )
        box.addWidget(self._facts)
        self.operator, self.proxy = QLineEdit(), QLineEdit()
        self.operator.setMaxLength(64)
        self.proxy.setPlaceholderText("http://192.168.1.1:8080")
        self._operator_row = FormRow(
            self.tr("&Who works here"),
            self.operator,
            self.tr("Every entry and every correction carries this name."),
        )
        self._proxy_row = FormRow(
            self.tr("&Proxy"),
            self.proxy,
            self.tr("Empty for a direct line. Ask whoever looks after the network."),
        )
        pair = QHBoxLayout()
        scale_layout(self, pair, spacing=14)
        pair.addWidget(self._saved_by(self._operator_row, self.tr("Name"), self._save_operator), 1)
        pair.addWidget(self._saved_by(self._proxy_row, self.tr("Network"), self._save_proxy), 1)
        box.addLayout(pair)
        box.addStretch(1)

    def show_link(self, found: tuple[SessionState, SyncStatus, Settings]) -> None:
        """Show what was joined, and what is set."""
        state, status, chosen = found
        formats = self._context.formats
        today = local_day(self._context.clock.now())
        contact = formats.moment(status.last_contact, today) if status.last_contact else ""
        self._facts.show_values(
            (
                state.agency_name,
                state.agency,
                state.receiver_url,
                contact,
                state.device,
                state.stream,
            )
        )
        # where people sign in, the name is theirs and no setting
        self.operator.setReadOnly(self._context.services.users.are_set_up())
        for field, text in ((self.operator, state.operator), (self.proxy, chosen.proxy)):
            if not field.isModified():
                field.setText(text)

    def _saved_by(self, row: FormRow, title: str, save: object) -> Card:
        card = Card(title, spacing=10)
        field: QLineEdit = row.field  # type: ignore[assignment]  # both fields of this part are lines of text
        button = SecondaryButton(self.tr("Save"))
        button.setAccessibleName(self.tr("Save: {what}").format(what=title))
        button.clicked.connect(save)
        field.returnPressed.connect(save)
        field.textEdited.connect(lambda _text: row.show_problem(""))
        line = QHBoxLayout()
        scale_layout(card, line, spacing=10)
        line.addStretch(1)
        line.addWidget(button)
        card.box.addWidget(row)
        card.box.addLayout(line)
        return card

    def _save_operator(self) -> None:
        name = self.operator.text().strip()
        if not name:
            self._operator_row.show_problem(self.tr("A name is needed."))
            return
        session, messages = self._context.services.session, self._context.messages
        self.operator.setModified(False)
        self._context.tasks.run(
            lambda: session.set_operator(name),
            owner=self,
            on_done=lambda _nothing: messages.say_done(
                self.tr("From now on {name} works here").format(name=name)
            ),
        )

    def _save_proxy(self) -> None:
        address = self.proxy.text().strip()
        if address and not _is_proxy(address):
            self._proxy_row.show_problem(self.tr("Write it like http://192.168.1.1:8080."))
            return
        self.proxy.setModified(False)
        self._context.remember(proxy=address)
        self._context.messages.say_done(self.tr("Saved; the next upload goes this way"))


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False
