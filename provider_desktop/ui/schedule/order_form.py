"""One order to type: whom, when, how long, who comes, what is done; what speaks against it shows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.domain.schedule_agenda import moment_of
from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_orders import Order
from provider_desktop.services.schedule import Person, StaffRow
from provider_desktop.ui.schedule.schedule_words import ScheduleWords, tone_of_findings
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import DangerButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup
from provider_desktop.ui.widgets.surfaces import Banner, words

_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says: the order, and whether its first staff member is always to be sent."""

    order: Order
    always: bool
    was_always: bool


class OrderForm(QWidget):
    """Makes or changes an order. ``saved`` carries :class:`Typed`, ``deleted`` the order's id.

    ``searched`` asks for people by what was typed; whoever answers calls :meth:`offer`.
    """

    saved = Signal(object)
    deleted = Signal(str)
    given_up = Signal()
    searched = Signal(str)

    def __init__(
        self,
        order: Order,
        person: Person | None,
        staff: Sequence[StaffRow],
        board: Board,
        sentences: ScheduleWords,
        window: QWidget,
    ) -> None:
        super().__init__()
        self._order, self._person, self._board, self._words = order, person, board, sentences
        self._items: list[QCheckBox] = []
        self._was_always = False
        self._hold = True
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        self._name = QLineEdit(person.name if person else "")
        self._name.setPlaceholderText(self.tr("Name, initials or last digits"))
        self._name.setEnabled(not order.order)
        self._name_row = FormRow(self.tr("Recipient"), self._name)
        box.addWidget(self._name_row)
        box.addLayout(self._when())
        box.addLayout(self._who(staff))
        box.addWidget(words(self.tr("Items of the plan"), "strong"))
        self._item_grid = QGridLayout()
        scale_layout(self, self._item_grid, spacing=8)
        box.addLayout(self._item_grid)
        self._item_problem = words("", "problem", wrap=True)
        self._item_problem.hide()
        box.addWidget(self._item_problem)
        self._note = QLineEdit(order.note)
        box.addWidget(FormRow(self.tr("Note for whoever comes"), self._note))
        self._always = QCheckBox(self.tr("The recipient asked for the first one always"))
        box.addWidget(self._always)
        self._verdict = Banner(Tone.NONE, "")
        box.addWidget(self._verdict)
        box.addLayout(self._buttons())
        box.addStretch(1)
        self._popup = SearchPopup(self.tr("Recipients found"), window)
        self._popup.attach(self._name, least_width=360)
        self._popup.chosen.connect(lambda choice: self._take(choice.value))
        self._name.textEdited.connect(self._search)
        self._hold = False
        if person is not None:
            self._take(person)
        self._judge()

    def offer(self, people: Sequence[Person]) -> None:
        """Show whom the search found."""
        self._popup.show_choices([Choice(each.name, each.detail, value=each) for each in people])

    def focus_first(self) -> None:
        """Put the keyboard where typing starts."""
        (self._time if self._person else self._name).setFocus()

    def save(self) -> None:
        """Say ``saved`` where everything is there, else mark what is not."""
        order = self._read(mark=True)
        if order is not None:
            self.saved.emit(Typed(order, self._always.isChecked(), self._was_always))

    # building

    def _when(self) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=10)
        formats = self._words.formats
        self._day = QLineEdit(formats.full_day(self._order.day))
        self._time = QLineEdit(formats.time(self._order.start))
        self._length = QLineEdit(str(self._order.minutes))
        self._day_row = FormRow(self.tr("Day"), self._day)
        self._time_row = FormRow(self.tr("Begins"), self._time)
        self._length_row = FormRow(self.tr("Minutes"), self._length)
        for column, row in enumerate((self._day_row, self._time_row, self._length_row)):
            grid.addWidget(row, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        for field in (self._day, self._time, self._length):
            field.textEdited.connect(self._judge)
            field.returnPressed.connect(self.save)
        return grid

    def _who(self, staff: Sequence[StaffRow]) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=10)
        self._first, self._second = QComboBox(), QComboBox()
        for place, box in enumerate((self._first, self._second)):
            box.addItem(self.tr("Nobody yet") if place == 0 else self.tr("Nobody else"), "")
            for row in staff:
                box.addItem(self._words.formats.joined(row.name, row.post), row.staff)
            chosen = self._order.staff[place] if place < len(self._order.staff) else ""
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.currentIndexChanged.connect(self._judge)
            label = self.tr("Who comes") if place == 0 else self.tr("Together with")
            grid.addWidget(FormRow(label, box), 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        scale_layout(self, line, spacing=8)
        stop, save = SecondaryButton(self.tr("Cancel")), PrimaryButton(self.tr("Save"))
        stop.clicked.connect(self.given_up)
        save.clicked.connect(self.save)
        if self._order.order:
            delete = DangerButton(self.tr("Delete"))
            delete.clicked.connect(lambda: self.deleted.emit(self._order.order))
            line.addWidget(delete)
        line.addStretch(1)
        line.addWidget(stop)
        line.addWidget(save)
        return line

    def _search(self, typed: str) -> None:
        self._person = None
        if typed.strip():
            self.searched.emit(typed.strip())
        else:
            self._popup.hide()

    def _take(self, person: Person) -> None:
        """The recipient is chosen: her plan's items are there to tick, and whom she asked for."""
        self._person = person
        self._words.know(
            (), {person.recipient: person.name, **{code: name for code, name, _ in person.items}}
        )
        self._name.setText(person.name)
        for old in self._items:
            self._item_grid.removeWidget(old)
            old.deleteLater()
        self._items = []
        known = {code for code, _, _ in person.items}
        more = [(code, code, 0) for code in self._order.items if code not in known]
        chosen = self._order.items or tuple(code for code, _, _ in person.items[:1])
        for place, (code, name, minutes) in enumerate((*person.items, *more)):
            tick = QCheckBox(self._words.formats.joined(name, self._words.formats.minutes(minutes)))
            tick.setAccessibleName(name)
            tick.setProperty("code", code)
            tick.setProperty("minutes", minutes)
            tick.setChecked(code in chosen)
            tick.toggled.connect(self._add_up)
            self._item_grid.addWidget(tick, place // 2, place % 2)
            self._items.append(tick)
        first = person.preferred[0] if person.preferred else ""
        if first and not self._order.staff:
            self._first.setCurrentIndex(max(0, self._first.findData(first)))
        self._was_always = bool(first) and first == self._first.currentData()
        self._always.setChecked(self._was_always)
        if not self._order.items:
            self._add_up()
        self._judge()

    def _add_up(self) -> None:
        """The usual minutes of what is ticked, wherever they were not typed otherwise."""
        total = sum(int(tick.property("minutes")) for tick in self._items if tick.isChecked())
        if total:
            self._length.setText(str(total))
        self._judge()

    # reading

    def _judge(self) -> None:
        if self._hold:
            return
        order = self._read(mark=False)
        if order is None:
            self._verdict.hide()
            return
        findings = self._board.conflicts(order)
        told = [self._words.finding(finding) for finding in findings]
        self._verdict.show_notice(
            tone_of_findings(findings), "\n".join(told) or self.tr("Nothing speaks against it."),
            icon="warning" if findings else "check",
        )  # fmt: skip
        self._verdict.show()

    def _read(self, *, mark: bool) -> Order | None:
        day, minute = read_date(self._day.text().strip()), _minute(self._time.text())
        length = int(self._length.text()) if self._length.text().strip().isdecimal() else 0
        items = tuple(str(tick.property("code")) for tick in self._items if tick.isChecked())
        problems = (
            (self._name_row, "" if self._person else self.tr("Choose a recipient.")),
            (self._day_row, "" if day else self.tr("This is no day.")),
            (self._time_row, self.tr("This is no time.") if minute is None else ""),
            (self._length_row, "" if 0 < length <= _DAY_MINUTES else self.tr("1 to 1440 minutes.")),
        )
        if mark:
            for row, problem in problems:
                row.show_problem(problem)
            self._item_problem.setText("" if items else self.tr("Tick at least one item."))
            self._item_problem.setVisible(not items)
        if any(problem for _, problem in problems) or not items or day is None or minute is None:
            return None
        if self._person is None:
            return None
        team = dict.fromkeys(str(box.currentData()) for box in (self._first, self._second))
        return replace(
            self._order,
            start=moment_of(day, minute),
            minutes=length,
            recipient=self._person.recipient,
            staff=tuple(member for member in team if member),
            items=items,
            note=self._note.text().strip(),
        )


def _minute(typed: str) -> int | None:
    """Minutes since midnight of ``0905``, ``9:05`` or ``905``; None for what is no time."""
    digits = typed.strip().replace("：", ":").replace(":", "")
    if not digits.isdecimal() or not 3 <= len(digits) <= 4:
        return None
    hours, minutes = divmod(int(digits), 100)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def a_new_order(staff: str, day: date, minute: int, recipient: str = "") -> Order:
    """An order not made yet, for a place of the schedule that was opened."""
    return Order("", moment_of(day, minute), 30, recipient, (staff,) if staff else (), ())


def next_free(orders: Sequence[Order], staff: str, day: date, opens: int) -> int:
    """The minute after the last order of a staff member's day, or when work begins."""
    ends = [order.end for order in orders if staff in order.staff and order.day == day]
    if not ends:
        return opens
    last = max(ends) + timedelta(minutes=15)
    minute = int((last - moment_of(day, 0)).total_seconds()) // 60
    return min(minute - minute % 5, _DAY_MINUTES - 60)
