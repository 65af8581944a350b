"""One staff member: certificates and their last days, leave, post and roster; saving seals the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.identifiers import id_number, phone_number
from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.domain.staff import Certificate, CertificateKind, Leave, StaffMember
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words


class StaffForm(QWidget):
    """Edits a staff member, or makes one where ``member`` is ``None``.

    ``saved`` carries the changed :class:`StaffMember`; ``given_up`` leaves everything as it is.
    """

    saved = Signal(object)
    given_up = Signal()

    def __init__(
        self, member: StaffMember | None, taken: Sequence[str], today: date, labels: Labels, formats: Formats
    ) -> None:
        super().__init__()
        self._member = member
        self._taken = frozenset(taken)
        self._today = today
        self._formats = formats
        self._wrong = False
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        box.addLayout(self._person_rows(member))
        box.addWidget(rule())
        box.addWidget(words(self.tr("Certificates"), "strong"))
        box.addLayout(self._certificate_rows(member, labels))
        box.addWidget(rule())
        box.addWidget(words(self.tr("Leave"), "strong"))
        box.addLayout(self._leave_rows(member))
        box.addWidget(
            words(self.tr("Days as 2027-06-11 or 20270611; empty = none or open."), "small", wrap=True)
        )
        box.addLayout(self._buttons())
        box.addStretch(1)

    def save(self) -> None:
        """Read every field, mark what is wrong, and say ``saved`` where nothing is."""
        self._wrong = False
        member = self._read()
        if member is not None and not self._wrong:
            self.saved.emit(member)

    # building

    def _person_rows(self, member: StaffMember | None) -> QGridLayout:
        grid = self._grid()
        self._number = self._row(self.tr("Number"), member.staff if member else self._next_number())
        self._name = self._row(self.tr("Name"), member.name if member else "")
        self._id = self._row(self.tr("Id number"), "")
        self._post = self._row(self.tr("Post"), member.post if member else "")
        self._phone = self._row(self.tr("Phone"), "")
        self._first = self._row(
            self.tr("On the roster from"), self._day(member.first_day if member else self._today)
        )
        self._last = self._row(self.tr("On the roster until"), self._day(member.last_day if member else None))
        if member is not None:
            _field(self._number).setEnabled(False)
            _field(self._id).setPlaceholderText(self._formats.masked_id(member.id_number))
            _field(self._phone).setPlaceholderText(self._formats.masked_phone(member.phone))
        for at, row in enumerate((self._name, self._number, self._id, self._phone, self._post)):
            grid.addWidget(row, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._first, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._last, 3, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _certificate_rows(self, member: StaffMember | None, labels: Labels) -> QGridLayout:
        grid = self._grid()
        self._certificates: list[tuple[Certificate, FormRow]] = []
        self._health = self._row(
            self.tr("Health certificate until"),
            self._day(member.health_certificate if member else None),
        )
        grid.addWidget(self._health, 0, 0, Qt.AlignmentFlag.AlignTop)
        for each in member.certificates if member else ():
            label = self.tr("{certificate} until").format(certificate=labels.word("certificate", each.kind))
            row = self._row(label, self._day(each.until), each.number)
            self._certificates.append((each, row))
            at = len(self._certificates)
            grid.addWidget(row, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        self._kind = QComboBox()
        self._kind.addItem(self.tr("None"), "")
        for kind in CertificateKind:
            self._kind.addItem(labels.word("certificate", kind), kind.value)
        self._new_number = self._row(self.tr("Its number"), "")
        self._new_until = self._row(self.tr("Valid until"), "")
        below = len(self._certificates) // 2 + 1
        grid.addWidget(FormRow(self.tr("Add a certificate"), self._kind), below, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._new_number, below, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._new_until, below + 1, 0, Qt.AlignmentFlag.AlignTop)
        return grid

    def _leave_rows(self, member: StaffMember | None) -> QGridLayout:
        grid = self._grid()
        self._leaves: list[tuple[FormRow, FormRow]] = []
        known = (
            [each for each in member.leave if each.until is None or each.until >= self._today]
            if member
            else []
        )
        for at, leave in enumerate([*known, None]):
            since = self._row(self.tr("From"), self._day(leave.since if leave else None))
            until = self._row(self.tr("Until"), self._day(leave.until if leave else None))
            self._leaves.append((since, until))
            grid.addWidget(since, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(until, at, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        stop, save = SecondaryButton(self.tr("Cancel")), PrimaryButton(self.tr("Save"))
        stop.clicked.connect(self.given_up)
        save.clicked.connect(self.save)
        line.addStretch(1)
        line.addWidget(stop)
        line.addWidget(save)
        return line

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _row(self, label: str, text: str, hint: str = "") -> FormRow:
        field = QLineEdit(text)
        field.returnPressed.connect(self.save)
        return FormRow(label, field, hint)

    def _day(self, day: date | None) -> str:
        return self._formats.full_day(day) if day else ""

    def _next_number(self) -> str:
        """One more than the highest number on the roster, in the same form."""
        numbers = [each for each in self._taken if each[:1].isalpha() and each[1:].isdigit()]
        highest = max(numbers, key=lambda each: int(each[1:]), default="S1000")
        return f"{highest[0]}{int(highest[1:]) + 1:0{len(highest) - 1}d}"

    # reading

    def _read(self) -> StaffMember | None:
        name, number = self._text(self._name), self._text(self._number)
        self._mark(self._name, "" if name else self.tr("Type the name."))
        is_taken = self._member is None and number in self._taken
        self._mark(self._number, self.tr("Somebody else has this number.") if is_taken else "")
        if not number:
            self._mark(self._number, self.tr("Type a number."))
        first, last = self._read_day(self._first), self._read_day(self._last)
        if first is None and not self._text(self._first):
            self._mark(self._first, self.tr("Type the first day."))
        elif first and last and last < first:
            self._mark(self._last, self.tr("This is before the first day."))
        member = self._member or StaffMember(number, name, "", "", (), None, first or self._today, None)
        return replace(
            member,
            name=name,
            post=self._text(self._post),
            id_number=self._read_id(member),
            phone=self._read_phone(member),
            first_day=first or member.first_day,
            last_day=last,
            health_certificate=self._read_day(self._health),
            certificates=self._read_certificates(),
            leave=self._read_leave(member),
        )

    def _read_id(self, member: StaffMember) -> str:
        """What was typed, or what was there; empty where nothing ever was."""
        typed = self._text(self._id)
        found = id_number(typed) if typed else member.id_number
        self._mark(self._id, self.tr("This is no valid id number.") if found is None else "")
        return found or ""

    def _read_phone(self, member: StaffMember) -> str:
        typed = self._text(self._phone)
        found = phone_number(typed) if typed else member.phone
        self._mark(self._phone, self.tr("This is no phone number.") if found is None else "")
        return found or ""

    def _read_certificates(self) -> tuple[Certificate, ...]:
        kept = [replace(each, until=self._read_day(row)) for each, row in self._certificates]
        kind, number = str(self._kind.currentData()), self._text(self._new_number)
        until = self._read_day(self._new_until)
        is_missing = bool((number or until) and not kind)
        self._mark(self._new_number, self.tr("Choose the kind of certificate too.") if is_missing else "")
        if kind:
            kept.append(Certificate(CertificateKind(kind), number, until))
        return tuple(kept)

    def _read_leave(self, member: StaffMember) -> tuple[Leave, ...]:
        past = [each for each in member.leave if each.until is not None and each.until < self._today]
        for since_row, until_row in self._leaves:
            since, until = self._read_day(since_row), self._read_day(until_row)
            if since is None:
                if until is not None:
                    self._mark(since_row, self.tr("Type the first day."))
                continue
            if until is not None and until < since:
                self._mark(until_row, self.tr("This is before the first day."))
            past.append(Leave(since, until))
        return tuple(past)

    def _read_day(self, row: FormRow) -> date | None:
        typed = self._text(row)
        found = read_date(typed) if typed else None
        self._mark(row, self.tr("This is no day.") if typed and found is None else "")
        return found

    def _mark(self, row: FormRow, problem: str) -> None:
        row.show_problem(problem)
        if problem and not self._wrong:
            self._wrong = True
            row.field.setFocus()

    def _text(self, row: FormRow) -> str:
        return _field(row).text().strip()


def _field(row: FormRow) -> QLineEdit:
    field = row.field
    if not isinstance(field, QLineEdit):
        raise TypeError("the rows of this form hold line edits")
    return field
