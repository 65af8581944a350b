"""What is done to orders: opened, typed, moved, deleted, and each of it taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from provider_desktop.domain.schedule_hours import WorkHours
from provider_desktop.domain.schedule_orders import Order
from provider_desktop.services.schedule import OrderView, Person, Week
from provider_desktop.ui.schedule.order_form import OrderForm, Typed, a_new_order, next_free
from provider_desktop.ui.schedule.schedule_words import ScheduleWords
from provider_desktop.ui.schedule.week_table import Move
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled


class OrderDesk(QObject):
    """Works for one page. ``changed`` says that something was done, with an order to show or None."""

    changed = Signal(object)

    def __init__(self, context: PageContext, words: ScheduleWords, panel: SidePanel, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._words = words
        self._panel = panel
        self._page = page
        self._undo: list[Callable[[], object]] = []

    def open(self, view: OrderView) -> None:
        """Open an order to look at or change; a visit that answers it is opened instead."""
        if view.record:
            self._context.open(Destination("visits", view.record))
            return
        self._with_person(view.order.recipient, view.order.day, lambda who: self._type(view.order, who))

    def new_for_staff(self, staff: str, day: date, orders: Sequence[Order]) -> None:
        """Make an order for a staff member's day, after what she has that day already."""
        minute = next_free(orders, staff, day, WorkHours().sessions[0][0])
        self._type(a_new_order(staff, day, minute), None)

    def new_for_recipient(self, recipient: str, day: date) -> None:
        """Make an order for a recipient's day."""
        order = a_new_order("", day, WorkHours().sessions[0][0], recipient)
        self._with_person(recipient, day, lambda who: self._type(order, who))

    def move(self, move: Move) -> None:
        """Put an order where it was dropped."""
        schedule, before = self._context.services.schedule, move.view.order
        moved = replace(before, start=move.start, staff=move.staff)

        def done(saved: Order) -> None:
            sentence = self.tr("{name} moved to {day} {time}.").format(
                name=move.view.recipient_name,
                day=self._context.formats.long_day(saved.day),
                time=self._context.formats.time(saved.start),
            )
            self.say(sentence, lambda: schedule.restore([before]), saved)

        self._run(lambda: schedule.save(moved), done)

    def delete(self, orders: Sequence[str]) -> None:
        """Remove orders."""
        schedule = self._context.services.schedule

        def done(gone: tuple[Order, ...]) -> None:
            self._panel.close_panel()
            self.say(self.tr("%n visit(s) deleted.", "", len(gone)), lambda: schedule.restore(gone))

        self._run(lambda: schedule.delete(orders), done)

    def say(self, sentence: str, back: Callable[[], object], order: Order | None = None) -> None:
        """Tell what was done, and keep the way back."""
        self.remember(back)
        self._context.messages.say_done(sentence, self.tr("Take back"), self.undo)
        self.changed.emit(order)

    def remember(self, back: Callable[[], object]) -> None:
        """Keep the way back of something that is told elsewhere."""
        self._undo.append(back)

    def undo(self) -> None:
        """Take back the last thing done."""
        if not self._undo:
            self._context.messages.say(self.tr("There is nothing to take back."))
            return

        def done(_result: object) -> None:
            self._context.messages.say_done(self.tr("Taken back."))
            self.changed.emit(None)

        self._run(self._undo.pop(), done)

    def _with_person(self, recipient: str, day: date, then: Callable[[Person], None]) -> None:
        schedule = self._context.services.schedule
        self._run(lambda: schedule.person(recipient, day), then)

    def _type(self, order: Order, person: Person | None) -> None:
        """Open the form with the board of the order's week, which may not be the one shown."""
        schedule = self._context.services.schedule

        def show(week: Week) -> None:
            form = OrderForm(order, person, week.rows, week.board, self._words, self._page.window())
            form.saved.connect(lambda typed: self._save(order, typed))
            form.deleted.connect(lambda key: self.delete([key]))
            form.given_up.connect(self._panel.close_panel)
            form.searched.connect(lambda typed: self._search(form, typed, order.day))
            title = self.tr("Scheduled visit") if order.order else self.tr("New visit in the schedule")
            self._panel.show_content(title, scrolled(form, title))
            form.focus_first()

        self._run(lambda: schedule.week(order.day), show)

    def _search(self, form: OrderForm, typed: str, day: date) -> None:
        schedule = self._context.services.schedule
        self._context.tasks.run(lambda: schedule.people(typed, day), owner=form, on_done=form.offer)

    def _save(self, before: Order, typed: Typed) -> None:
        schedule, order = self._context.services.schedule, typed.order

        def work() -> Order:
            saved: Order = schedule.save(order)
            if typed.always != typed.was_always:
                schedule.prefer(order.recipient, order.staff[:1] if typed.always else ())
            return saved

        def done(saved: Order) -> None:
            self._panel.close_panel()
            if before.order:
                self.say(self.tr("The visit was changed."), lambda: schedule.restore([before]), saved)
            else:
                self.say(self.tr("The visit was added."), lambda: schedule.delete([saved.order]), saved)

        self._run(work, done)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._context.tasks.run(work, owner=self._page, on_done=done)
