"""The section of the schedule: made from the plans, moved by hand, printed for the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.domain.schedule_orders import Order
from provider_desktop.domain.topics import Topic
from provider_desktop.services.schedule import Copied, Made, MonthBoard, Week
from provider_desktop.ui.schedule.made_summary import MadeSummary
from provider_desktop.ui.schedule.month_table import MonthTable
from provider_desktop.ui.schedule.order_desk import OrderDesk
from provider_desktop.ui.schedule.schedule_words import ScheduleWords
from provider_desktop.ui.schedule.sheet_printing import SheetPrinting
from provider_desktop.ui.schedule.week_table import Move, WeekTable
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import SidePanel
from provider_desktop.ui.widgets.surfaces import Banner, EmptyState, PageHead, page_box, words
from provider_desktop.ui.widgets.tabs import SegmentedTabs

WEEK, MONTH, EMPTY = range(3)
_WEEK = timedelta(days=7)


class SchedulePage(QWidget):
    """Two views of the orders, and a panel at the side for the order, the summary or the papers in hand."""

    topics = frozenset({Topic.SCHEDULE, Topic.VISITS, Topic.ASSIGNMENTS, Topic.PLANS, Topic.STAFF})

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = ScheduleWords(context.labels, context.formats, self)
        self._day = self._today
        self._week: Week | None = None
        self._copied: date | None = None
        self._wanted = ""
        self.title = context.labels.word("section", "schedule")
        self.week = WeekTable(self._words, self._today)
        self.month = MonthTable(self._words)
        self.tabs = SegmentedTabs(self.tr("Parts"), (self.tr("Week by staff"), self.tr("Month by recipient")))
        self._build()
        self.panel = SidePanel(self, width=480)
        self.desk = OrderDesk(context, self._words, self.panel, self)
        self.printing = SheetPrinting(context, self.panel, self)
        self._connect()
        self._actions = self._make_actions()

    def reload(self) -> None:
        """Ask for the week or month shown anew."""
        schedule, day = self._context.services.schedule, self._day
        if self.tabs.currentIndex() == WEEK:
            self._context.tasks.run(lambda: schedule.week(day), owner=self, on_done=self._show_week)
        else:
            month = f"{day:%Y-%m}"
            self._context.tasks.run(lambda: schedule.month(month), owner=self, on_done=self._show_month)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a day (``2026-11-23``), or an order of the week shown where ``field`` is ``order``."""
        if destination.field == "order":
            self._wanted = destination.key
        else:
            self._day = read_date(destination.key) or self._today
        self.tabs.setCurrentIndex(WEEK)
        self.reload()

    # building

    def _build(self) -> None:
        self._head = PageHead(self.title)
        self._print = SecondaryButton(self.tr("Print…"), icon="print")
        self._make = PrimaryButton(self.tr("Make from the plans"), icon="schedule")
        self._print.clicked.connect(self.ask_what_to_print)
        self._make.clicked.connect(self.make)
        head_buttons: tuple[QPushButton, ...] = (self._print, self._make)
        for button in head_buttons:
            self._head.add_action(button)
        self._before = IconButton("chevron-left", self.tr("The week or month before"))
        self._now = SecondaryButton(self.tr("This week"), small=True)
        self._after = IconButton("chevron-right", self.tr("The week or month after"))
        self._copy = IconButton("copy", self.tr("Copy this week"))
        self._paste = SecondaryButton(self.tr("Paste the week here"), small=True)
        self._paste.hide()
        line = QHBoxLayout()
        scale_layout(self, line, spacing=6)
        line.addWidget(self.tabs, 1)
        for control, act in (
            (self._paste, self.paste_week),
            (self._copy, self.copy_week),
            (self._before, lambda: self._go(-1)),
            (self._now, self._go_now),
            (self._after, lambda: self._go(1)),
        ):
            line.addWidget(control)
            control.clicked.connect(lambda _checked=False, do=act: do())
        self._short = Banner(Tone.YELLOW, "", self.tr("Make from the plans"), icon="warning")
        self._short.action_chosen.connect(self.make)
        self._short.hide()
        self._empty = EmptyState(
            "schedule",
            self.tr("No visit is scheduled this month"),
            self.tr(
                "From the plans of the people you serve, one step makes the month: who comes to whom and "
                "when, with certificates, leave, ways and hours kept in mind. You move the rest."
            ),
            self.tr("Make the month from the plans"),
        )
        self._empty.action_chosen.connect(self.make)
        self._stack = QStackedWidget()
        for part in (self.week, self.month, self._empty):
            self._stack.addWidget(part)
        self._strip = words(self._keys(), "small")
        box = page_box(self)
        box.addWidget(self._head)
        box.addLayout(line)
        box.addWidget(self._short)
        box.addWidget(self._stack, 1)
        box.addWidget(self._strip)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._change_tab)
        self.desk.changed.connect(self._show_changed)
        for table in (self.week, self.month):
            table.order_opened.connect(self.desk.open)
        self.week.place_opened.connect(self._new_for_staff)
        self.month.place_opened.connect(self.desk.new_for_recipient)
        self.week.order_moved.connect(self.desk.move)
        self.week.aimed.connect(self._aim)

    def _make_actions(self) -> tuple[QAction, ...]:
        return (
            action(self, self.tr("New visit in the schedule"), self.new_order, Key.NEW),
            action(self, self.tr("Make the month from the plans"), self.make, "Ctrl+G"),
            action(self, self.tr("Move the visit (or M)"), self.week.pick_up, "Ctrl+M"),
            action(self, self.tr("Delete the visit"), self.delete_current, "Del"),
            action(self, self.tr("Copy this week"), self.copy_week, "Ctrl+C"),
            action(self, self.tr("Paste the week here"), self.paste_week, "Ctrl+V"),
            action(self, self.tr("Take back"), self.desk.undo, Key.UNDO),
            action(self, self.tr("Print sheets of a day…"), self.ask_what_to_print, Key.PRINT),
            action(self, self.tr("The week or month before"), lambda: self._go(-1), "Ctrl+Left"),
            action(self, self.tr("The week or month after"), lambda: self._go(1), "Ctrl+Right"),
            action(self, self.tr("This week"), self._go_now, "Ctrl+Home"),
            action(self, self.tr("Week by staff"), lambda: self.tabs.setCurrentIndex(WEEK), "Alt+1"),
            action(self, self.tr("Month by recipient"), lambda: self.tabs.setCurrentIndex(MONTH), "Alt+2"),
        )

    def _keys(self) -> str:
        if self.tabs.currentIndex() == MONTH:
            return self.tr("Enter opens · Del deletes · Ctrl+N adds · Ctrl+Z takes back")
        return self.tr("Enter opens · M moves, + and − by five minutes · Del deletes · Ctrl+Z takes back")

    # showing

    @property
    def _today(self) -> date:
        return local_day(self._context.clock.now())

    def _show_week(self, week: Week) -> None:
        self._week = week
        self.week.show_week(week, self._today)
        if self._wanted:
            self.week.select_order(self._wanted)
            self._wanted = ""
        formats = self._context.formats
        self._head.set_note(f"{formats.spoken_day(week.first)} – {formats.spoken_day(week.last)}")
        self._now.setText(self.tr("This week"))
        self._show_frame(WEEK, week.lacking, week.lacking_recipients, empty=not week.scheduled)

    def _show_month(self, month: MonthBoard) -> None:
        self.month.show_month(month, self._today)
        self._head.set_note(self._context.formats.long_month(month.month))
        self._now.setText(self.tr("This month"))
        self._show_frame(MONTH, month.lacking, month.lacking_recipients, empty=not month.rows)

    def _show_frame(self, part: int, lacking: int, recipients: int, *, empty: bool) -> None:
        self._stack.setCurrentIndex(EMPTY if empty else part)
        self._strip.setVisible(not empty)
        self._strip.setText(self._keys())
        self._short.setVisible(lacking > 0 and not empty)
        if lacking:
            is_over = f"{self._month:%Y-%m}" < f"{self._today:%Y-%m}"
            button = "" if is_over else self.tr("Make from the plans")
            sentence = self._words.lacking(lacking, recipients)
            self._short.show_notice(Tone.YELLOW, sentence, button, icon="warning")
        on_week = self.tabs.currentIndex() == WEEK
        self._copy.setVisible(on_week)
        self._paste.setVisible(on_week and self._copied is not None)

    @property
    def _month(self) -> date:
        """A day of the month shown: of a week, the month in which most of it lies."""
        if self.tabs.currentIndex() == MONTH:
            return self._day
        return self._day - timedelta(days=self._day.weekday()) + timedelta(days=3)

    def _change_tab(self, _tab: int) -> None:
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        self.reload()

    def _go(self, step: int) -> None:
        if self.tabs.currentIndex() == WEEK:
            self._day += step * _WEEK
        else:
            first = self._day.replace(day=1)
            self._day = first + timedelta(days=32) if step > 0 else first - timedelta(days=1)
        self.reload()

    def _go_now(self) -> None:
        self._day = self._today
        self.reload()

    def _aim(self, move: Move | None, name: str, day: date) -> None:
        if move is None:
            self._strip.setText(self._keys())
        else:
            time = self._context.formats.time(move.start)
            self._strip.setText(self._words.place(move.findings, name, day, time))

    # orders

    def _show_changed(self, order: Order | None) -> None:
        if order is not None:
            self._wanted, self._day = order.order, order.day
        self.reload()

    def new_order(self) -> None:
        """Make an order where the cursor is."""
        if self.tabs.currentIndex() == MONTH:
            if place := self.month.current_place:
                self.desk.new_for_recipient(*place)
        else:
            self._new_for_staff(*(self.week.current_place or ("", self._day)))

    def _new_for_staff(self, staff: str, day: date) -> None:
        orders = [view.order for view in self._week.orders] if self._week else []
        self.desk.new_for_staff(staff, day, orders)

    def delete_current(self) -> None:
        """Delete the order that is current; not while something else is in hand, which has the key."""
        if self.panel.isVisible():
            return
        table = self.week if self.tabs.currentIndex() == WEEK else self.month
        view = table.current_view
        if view is not None and not view.record:
            self.desk.delete([view.order.order])

    # the whole month, the whole week

    def make(self) -> None:
        """Make the month shown from the plans, and say what came of it."""
        schedule, month = self._context.services.schedule, f"{self._month:%Y-%m}"
        self._context.tasks.run(
            lambda: (schedule.make(month), schedule.plans_weekends()),
            owner=self,
            on_done=lambda done: self._show_made(*done),
            lane=Lane.LONG,
        )

    def _show_made(self, made: Made, weekends: bool) -> None:
        schedule = self._context.services.schedule
        if made.orders:
            self.desk.remember(lambda: schedule.delete(made.orders))
        summary = MadeSummary(made, weekends, self._words)
        summary.undone.connect(self._undo_made)
        summary.weekends_wanted.connect(self._plan_weekends)
        summary.recipient_chosen.connect(
            lambda recipient: self._context.open(Destination("recipients", recipient))
        )
        self.panel.show_content(self.tr("Made from the plans"), summary)
        self.reload()

    def _undo_made(self) -> None:
        self.panel.close_panel()
        self.desk.undo()

    def _plan_weekends(self, wanted: bool) -> None:
        schedule = self._context.services.schedule
        self._context.tasks.run(
            lambda: schedule.plan_weekends(wanted), owner=self, on_done=lambda _done: self.reload()
        )

    def copy_week(self) -> None:
        """Remember the week shown."""
        if self.tabs.currentIndex() == WEEK and self._week is not None:
            self._copied = self._week.first
            self._paste.show()
            self._context.messages.say_done(
                self.tr("The week is copied: go to another one and paste it (Ctrl+V).")
            )

    def paste_week(self) -> None:
        """Add the orders of the week remembered to the week shown."""
        if self.tabs.currentIndex() != WEEK or self._copied is None:
            return
        schedule, source, day = self._context.services.schedule, self._copied, self._day

        def done(copied: Copied) -> None:
            sentence = self._words.copied(copied)
            if copied.orders:
                self.desk.say(sentence, lambda: schedule.delete(copied.orders))
            else:
                self._context.messages.say(sentence, tone=Tone.YELLOW)

        self._context.tasks.run(lambda: schedule.copy_week(source, day), owner=self, on_done=done)

    def ask_what_to_print(self) -> None:
        """Ask which sheets of which day are wanted."""
        place = self.week.current_place if self.tabs.currentIndex() == WEEK else None
        self.printing.ask(place[1] if place else self._today, "", self._week.rows if self._week else ())
