"""People who sign in here: switching that on, roles, passwords, and when the window locks by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.roles import Role
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.user_service import User
from provider_desktop.ui.first_start.joining import secret_field
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words

Result = TypeVar("Result")

_MINUTES = (0, 5, 10, 15, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class People:
    """What the part shows. ``users`` is None where the role does not include keeping them."""

    are_set_up: bool
    users: tuple[User, ...] | None
    lock_after: int


class UsersPart(QWidget):
    """``changed`` when somebody was added or changed."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 0, 8, 0), spacing=14)
        self._said = words("", "muted", wrap=True)
        box.addWidget(self._said)
        self.table = DataTable(self.tr("People"))
        self.table.setModel(RowsModel(self._columns(), key=lambda row: row.name, parent=self))
        keep_height(self.table, 190)
        self.table.row_selected.connect(self._selected)
        box.addWidget(self.table)
        pair = QHBoxLayout()
        scale_layout(self, pair, spacing=14)
        pair.addWidget(self._add_card(), 1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        scale_layout(self._right, right, spacing=14)
        right.addWidget(self._change_card())
        right.addWidget(self._own_card())
        right.addWidget(self._lock_card())
        right.addStretch(1)
        pair.addWidget(self._right, 1)
        box.addLayout(pair)
        box.addStretch(1)

    def ask(self) -> People:
        """What there is to show. Blocks."""
        users = self._context.services.users
        try:
            everybody = users.all()
        except AppError as error:
            if error.code is not ErrorCode.NOT_ALLOWED:
                raise
            everybody = None
        return People(users.are_set_up(), everybody, users.lock_after())

    def show_people(self, people: People) -> None:
        """Show them; before anybody is set up, only the way to begin."""
        self._are_set_up = people.are_set_up
        may = people.users is not None
        if not people.are_set_up:
            self._said.setText(
                self.tr(
                    "Nobody signs in here: whoever opens the program may do everything. Where several people "
                    "share this PC, let each sign in, so that every entry says who made it."
                )
            )
        elif may:
            self._said.setText(self.tr("Each works under a name of their own, and may what their role says."))
        else:
            self._said.setText(self.tr("An administrator keeps the list of people."))
        self.table.setVisible(people.are_set_up and may)
        self._adding.setVisible(may)
        self._adding.set_title(
            self.tr("Add somebody") if people.are_set_up else self.tr("Let people sign in")
        )
        self._role_row.setVisible(people.are_set_up)
        self.add.setText(self.tr("Add") if people.are_set_up else self.tr("Begin, as administrator"))
        self._changing.setVisible(people.are_set_up and may)
        self._own.setVisible(people.are_set_up)
        self._locking.setVisible(people.are_set_up and may)
        self.minutes.setCurrentIndex(max(0, self.minutes.findData(people.lock_after)))
        self.table.show_rows(people.users or ())
        self._selected(self.table.current_row)

    def _columns(self) -> tuple[Column[User], ...]:
        formats, word = self._context.formats, self._context.labels.word
        today = local_day(self._context.clock.now())
        me, works, left = self.tr("signed in now"), self.tr("may sign in"), self.tr("may not sign in")
        return (
            Column(self.tr("Name"), lambda row: row.name, bold=True),
            Column(self.tr("Role"), lambda row: word("role", row.role.value), 220),
            Column(self.tr("State"), lambda row: me if row.is_me else works if row.active else left, 160),
            Column(
                self.tr("Last signed in"),
                lambda row: formats.moment(row.signed_in_at, today) if row.signed_in_at else "–",
                180,
                muted=True,
            ),
        )

    def _add_card(self) -> Card:
        card = self._adding = _Titled(spacing=10)
        self.name, self.password, self.again = QLineEdit(), secret_field(), secret_field()
        self.name.setMaxLength(64)
        self.role = self._roles()
        self._name_row = FormRow(self.tr("&Name"), self.name)
        self._role_row = FormRow(self.tr("&Role"), self.role)
        self._password_row = FormRow(
            self.tr("&Password"),
            self.password,
            self.tr("At least 8 signs; no name, no date. The person changes it after signing in."),
        )
        self._again_row = FormRow(self.tr("Password a&gain"), self.again)
        self.add = PrimaryButton("")
        self.add.clicked.connect(self.add_user)
        self.again.returnPressed.connect(self.add_user)
        for field in (self.name, self.password, self.again):
            field.textEdited.connect(self._clear_problems)
        for row in (self._name_row, self._role_row, self._password_row, self._again_row):
            card.box.addWidget(row)
        card.box.addLayout(_line(card, self.add))
        card.box.addStretch(1)
        return card

    def _change_card(self) -> Card:
        card = self._changing = _Titled(spacing=10)
        self.new_role = self._roles()
        self.new_password = secret_field()
        self._reset_row = FormRow(
            self.tr("Ne&w password"), self.new_password, self.tr("For somebody who forgot theirs.")
        )
        self.give_role = SecondaryButton(self.tr("Give the role"))
        self.give_role.clicked.connect(lambda: self._change(active=None))
        self.switch = SecondaryButton("")
        self.switch.clicked.connect(self._switch)
        self.reset = SecondaryButton(self.tr("Set the password"))
        self.reset.clicked.connect(self._reset)
        card.box.addWidget(FormRow(self.tr("R&ole"), self.new_role))
        card.box.addLayout(_line(card, self.switch, self.give_role))
        card.box.addWidget(self._reset_row)
        card.box.addLayout(_line(card, self.reset))
        return card

    def _own_card(self) -> Card:
        card = self._own = Card(self.tr("My own password"), spacing=10)
        self.before, self.own = secret_field(), secret_field()
        self._before_row = FormRow(self.tr("Password &until now"), self.before)
        self._own_row = FormRow(self.tr("New password &of mine"), self.own)
        self.change_own = SecondaryButton(self.tr("Change"))
        self.change_own.setAccessibleName(self.tr("Change my own password"))
        self.change_own.clicked.connect(self._change_own)
        self.own.returnPressed.connect(self._change_own)
        card.box.addWidget(self._before_row)
        card.box.addWidget(self._own_row)
        card.box.addLayout(_line(card, self.change_own))
        return card

    def _lock_card(self) -> Card:
        card = self._locking = Card(spacing=10)
        self.minutes = QComboBox()
        for minutes in _MINUTES:
            text = self.tr("After %n minute(s)", "", minutes) if minutes else self.tr("Never by itself")
            self.minutes.addItem(text, minutes)
        self.minutes.activated.connect(self._set_minutes)
        card.box.addWidget(
            FormRow(
                self.tr("&Lock the window"),
                self.minutes,
                self.tr("When nobody touches anything. What was typed is stored; Ctrl+L locks at once."),
            )
        )
        return card

    def add_user(self) -> None:
        """Add somebody, or the first who signs in."""
        name, password, role = self.name.text().strip(), self.password.text(), self.role.currentData()
        if not name:
            self._name_row.show_problem(self.tr("A name is needed."))
            return
        if password != self.again.text():
            self._again_row.show_problem(self.tr("The two are not the same."))
            return
        users, first = self._context.services.users, not self._are_set_up
        self._run(
            (lambda: users.switch_on(name, password))
            if first
            else (lambda: users.add(name, Role(role), password)),
            lambda _nothing: self._added(name),
            self._password_row,
        )

    def _added(self, name: str) -> None:
        for field in (self.name, self.password, self.again):
            field.clear()
        self._context.messages.say_done(self.tr("{name} can sign in").format(name=name))
        self.changed.emit()

    def _selected(self, row: object) -> None:
        chosen = row if isinstance(row, User) else None
        self._changing.setEnabled(chosen is not None)
        self._changing.set_title(
            self.tr("Change {name}").format(name=chosen.name) if chosen else self.tr("Choose somebody above")
        )
        active = chosen is None or chosen.active
        self.switch.setText(self.tr("No more signing in") if active else self.tr("Let sign in again"))
        if chosen is not None:
            self.new_role.setCurrentIndex(self.new_role.findData(chosen.role.value))

    def _change(self, active: bool | None) -> None:
        user = self.table.current_row
        if not isinstance(user, User):
            return
        users, role = self._context.services.users, Role(self.new_role.currentData())
        wanted = user.active if active is None else active
        self._run(
            lambda: users.change(user.name, role if active is None else user.role, wanted),
            lambda _nothing: self._changed(user.name),
            self._reset_row,
        )

    def _switch(self) -> None:
        user = self.table.current_row
        if isinstance(user, User):
            self._change(active=not user.active)

    def _reset(self) -> None:
        user, password = self.table.current_row, self.new_password.text()
        if isinstance(user, User):
            users = self._context.services.users
            self._run(
                lambda: users.reset_password(user.name, password),
                lambda _nothing: self._changed(user.name),
                self._reset_row,
            )

    def _changed(self, name: str) -> None:
        self.new_password.clear()
        self._context.messages.say_done(self.tr("{name} was changed").format(name=name))
        self.changed.emit()

    def _change_own(self) -> None:
        users, before, own = self._context.services.users, self.before.text(), self.own.text()

        def done(_nothing: None) -> None:
            self.before.clear()
            self.own.clear()
            self._context.messages.say_done(self.tr("Your password is changed"))

        self._run(lambda: users.change_password(before, own), done, self._own_row)

    def _set_minutes(self, _index: int) -> None:
        users, minutes = self._context.services.users, int(self.minutes.currentData())
        self._run(lambda: users.set_lock_after(minutes), lambda _nothing: None, self._reset_row)

    def _clear_problems(self) -> None:
        for row in (self._name_row, self._password_row, self._again_row):
            row.show_problem("")

    def _roles(self) -> QComboBox:
        field = QComboBox()
        for role in Role:
            field.addItem(self._context.labels.word("role", role.value), role.value)
        return field

    def _run(self, work: Callable[[], Result], on_done: Callable[[Result], None], row: FormRow) -> None:
        def failed(error: Exception) -> None:
            if not isinstance(error, AppError):
                raise error
            told = self._context.labels.word("error", error.code, error.params)
            if error.code is ErrorCode.PASSPHRASE_WEAK:
                row.show_problem(told)
                row.field.setFocus()
            elif error.code is ErrorCode.WRONG_PASSWORD:
                self._before_row.show_problem(told)
                self.before.setFocus()
            else:
                self._context.messages.say_error(error)

        row.show_problem("")
        self._before_row.show_problem("")
        self._context.tasks.run(work, owner=self, on_done=on_done, on_error=failed)


class _Titled(Card):
    """A card whose title changes."""

    def __init__(self, *, spacing: int) -> None:
        super().__init__(spacing=spacing)
        self._title = words("", "heading")
        self.box.addWidget(self._title)

    def set_title(self, title: str) -> None:
        """Another title."""
        self._title.setText(title)
        self.setAccessibleName(title)


def _line(card: Card, *buttons: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    scale_layout(card, line, spacing=10)
    line.addStretch(1)
    for button in buttons:
        line.addWidget(button)
    return line
