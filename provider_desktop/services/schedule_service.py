"""The schedule: a month's orders made from the plans, moved and edited, set against what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from provider_desktop.domain.clock import LOCAL, local_day, month_days
from provider_desktop.domain.schedule_agenda import minute_of
from provider_desktop.domain.schedule_hours import WorkHours
from provider_desktop.domain.schedule_making import Lack, Proposal, Unplaced, make_orders
from provider_desktop.domain.schedule_orders import Order, Origin
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Operator, Permission
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.schedule import (
    Copied,
    ExpectedVisit,
    Made,
    Missing,
    MonthBoard,
    Person,
    Week,
)
from provider_desktop.services.schedule_calendar import days_off
from provider_desktop.services.schedule_gathering import (
    HABITS,
    board_of,
    month_of,
    recipient_lines,
    standings_of,
    views_of,
)
from provider_desktop.services.schedule_rows import people_for, placed, staff_rows
from provider_desktop.services.visit_rows import item_name
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
#: An order is no shorter than this and no longer than a day, in minutes.
SHORTEST, LONGEST = 5, 24 * 60


class ScheduleService:
    """Orders are the agency's own tool: nothing of them is sent; the regulator counts by its plan."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def week(self, day: date) -> Week:
        """The week of a day, from its Monday, by staff member."""
        first = day - day.weekday() * _DAY
        last = first + _WEEK - _DAY
        with self._workspace.reading() as reading:
            month = month_days(f"{first:%Y-%m}")
            span = (min(first, month[0]), max(last, month[1]))
            standing = standings_of(reading, *span, self._today)
            assignments = reading.assignments.between(*span)
            board = board_of(reading, standing, assignments, first)
            shown = [order for order in standing.orders if first <= order.day <= last]
            views = views_of(
                reading, shown, standing, board, self._workspace.language, masked=not self._may_plan
            )
            lines = recipient_lines(
                reading,
                standing,
                assignments,
                month,
                self._today,
                self._workspace.language,
                masked=True,
            )
            return Week(
                first=first,
                last=last,
                rows=staff_rows(reading, standing, first, last),
                orders=views,
                days_off=self._days_off(reading, first, last),
                board=board,
                scheduled=len(standing.orders),
                lacking=sum(line.lacking for line in lines),
                lacking_recipients=sum(line.lacking > 0 for line in lines),
            )

    @everyone
    def month(self, month: str) -> MonthBoard:
        """A month (``2026-11``) by recipient. Raises ``AppError`` ``ValueInvalid``."""
        first, last = _month(month)
        with self._workspace.reading() as reading:
            standing = standings_of(reading, first, last, self._today)
            assignments = reading.assignments.between(first, last)
            masked = not self._may_plan
            language = self._workspace.language
            lines = recipient_lines(
                reading, standing, assignments, (first, last), self._today, language, masked=masked
            )
            board = board_of(reading, standing, assignments, first)
            return MonthBoard(
                month=month,
                first=first,
                last=last,
                rows=lines,
                orders=views_of(reading, standing.orders, standing, board, language, masked=masked),
                days_off=self._days_off(reading, first, last),
                lacking=sum(line.lacking for line in lines),
                lacking_recipients=sum(line.lacking > 0 for line in lines),
            )

    @everyone
    def expected(self, day: date) -> tuple[ExpectedVisit, ...]:
        """Visits that the schedule expects on a day and that nobody has entered yet, in order of time."""
        with self._workspace.reading() as reading:
            standing = standings_of(reading, day, day, day)
            return _expected(reading, standing.open_orders)

    @everyone
    def expected_for(self, day: date, recipient: str) -> tuple[ExpectedVisit, ...]:
        """The same for one recipient."""
        return tuple(each for each in self.expected(day) if each.recipient == recipient)

    @everyone
    def waiting_today(self) -> int:
        """Orders of today that no visit answers yet."""
        return len(self.expected(self._today))

    @everyone
    def people(self, typed: str, day: date, limit: int = 8) -> tuple[Person, ...]:
        """Recipients for what was typed, with the items of the plan that covers the day, for a new order."""
        with self._workspace.reading() as reading:
            found = reading.recipients.search(typed, limit)
            return people_for(reading, found, day, self._workspace.language)

    @everyone
    def person(self, recipient: str, day: date) -> Person:
        """One recipient with the plan that covers the day. Raises ``AppError`` ``RecordUnknown``."""
        with self._workspace.reading() as reading:
            known = reading.recipients.get(recipient)
            if known is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            return people_for(reading, (known,), day, self._workspace.language)[0]

    @everyone
    def plans_weekends(self) -> bool:
        """Whether Saturdays and Sundays are working days for the schedule."""
        with self._workspace.reading() as reading:
            return bool((reading.settings.get(HABITS) or {}).get("weekends"))

    @needs(Permission.PLAN)
    def plan_weekends(self, wanted: bool) -> None:
        """Have the schedule use weekends or leave them free."""
        with self._workspace.writing() as work:
            work.settings.set(HABITS, {**(work.settings.get(HABITS) or {}), "weekends": wanted})
            self._workspace.audit(work, "schedule.habits", HABITS, weekends=int(wanted))

    @everyone
    def preview(self, month: str) -> Made:
        """What :meth:`make` would add to a month, and what would fall short; nothing is written.

        Raises ``AppError`` as it does.
        """
        with self._workspace.reading() as reading:
            proposal = self._proposal(reading, month)
            return self._summary(reading, proposal.orders, proposal.unplaced)

    @needs(Permission.PLAN)
    def make(self, month: str) -> Made:
        """Add the orders that the month's plans still lack, from today on; what stands already stays.

        Raises ``AppError``: ``ValueInvalid`` for what is no month, ``MonthLocked`` for one that is over.
        """
        with self._workspace.writing() as work:
            proposal = self._proposal(work, month)
            orders = tuple(replace(order, order=self._workspace.new_ulid()) for order in proposal.orders)
            work.schedule.save(orders, self._workspace.now())
            self._workspace.audit(
                work, "schedule.make", month, orders=len(orders), missing=len(proposal.unplaced)
            )
            return self._summary(work, orders, proposal.unplaced)

    @needs(Permission.PLAN)
    def save(self, order: Order) -> Order:
        """Keep an order as somebody made or changed it; a new one (``order`` empty) is given its id.

        It may stand in conflict: then it is shown so. Raises ``AppError``: ``RecordUnknown`` for an order,
        recipient or staff member that is not known, ``ValueInvalid`` for a length or no items.
        """
        with self._workspace.writing() as work:
            self._examine(work, order)
            saved = replace(order, order=order.order or self._workspace.new_ulid(), origin=Origin.HAND)
            work.schedule.save((saved,), self._workspace.now())
            self._workspace.audit(work, "schedule.save", saved.order)
            return saved

    @needs(Permission.PLAN)
    def delete(self, orders: Sequence[str]) -> tuple[Order, ...]:
        """Remove orders; what they were, so that it can be taken back. Unknown ones are passed over."""
        with self._workspace.writing() as work:
            gone = tuple(order for key in orders if (order := work.schedule.get(key)))
            work.schedule.delete([order.order for order in gone])
            for order in gone:
                self._workspace.audit(work, "schedule.delete", order.order)
            return gone

    @needs(Permission.PLAN)
    def restore(self, orders: Sequence[Order]) -> None:
        """Put back orders as they were before they were deleted or changed."""
        with self._workspace.writing() as work:
            for order in orders:
                self._examine(work, order, known=False)
                self._workspace.audit(work, "schedule.restore", order.order)
            work.schedule.save(orders, self._workspace.now())

    @needs(Permission.PLAN)
    def copy_week(self, source: date, target: date) -> Copied:
        """Add the orders of one week to another, day by day.

        Left out is what would break a check there, such as leave, hospital or an amount used up, and what
        lies before today. An order that the other week has already is not doubled.
        """
        first, goal = source - source.weekday() * _DAY, target - target.weekday() * _DAY
        away = goal - first
        with self._workspace.writing() as work:
            copied = [
                replace(order, order="", start=order.start + away, origin=Origin.COPY)
                for order in work.schedule.between(first, first + _WEEK - _DAY)
                if away
            ]
            copied = [replace(order, order=self._workspace.new_ulid()) for order in copied]
            kept, left_out = placed(work, copied, goal, self._today)
            work.schedule.save(kept, self._workspace.now())
            self._workspace.audit(
                work, "schedule.copy", goal.isoformat(), orders=len(kept), left_out=len(left_out)
            )
            return Copied(tuple(order.order for order in kept), left_out)

    @needs(Permission.PLAN)
    def prefer(self, recipient: str, staff: Sequence[str]) -> None:
        """Keep whom a recipient asked for; planning sends them where it can. Raises ``RecordUnknown``."""
        with self._workspace.writing() as work:
            if work.recipients.get(recipient) is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            work.schedule.prefer(recipient, staff)
            self._workspace.audit(work, "schedule.prefer", recipient)

    @property
    def _today(self) -> date:
        return local_day(self._workspace.now())

    @property
    def _may_plan(self) -> bool:
        return Operator(self._workspace.actor, self._workspace.role).may(Permission.PLAN)

    def _proposal(self, reading: Reading, month: str) -> Proposal:
        first, last = _month(month)
        now = self._workspace.now()
        # Today is planned as long as it has not begun.
        begun = minute_of(now.astimezone(LOCAL)) >= WorkHours().sessions[0][0]
        since = max(first, self._today + (_DAY if begun else timedelta()))
        if self._today > last:
            raise AppError(ErrorCode.MONTH_LOCKED, month=month)
        return make_orders(month_of(reading, first, last, since, self._workspace.language))

    def _summary(self, reading: Reading, orders: Sequence[Order], unplaced: Sequence[Unplaced]) -> Made:
        people = reading.recipients.many({each.recipient for each in unplaced})
        catalogues = reading.catalogues.all()
        grouped: dict[tuple[str, Lack], list[Unplaced]] = defaultdict(list)
        for each in unplaced:
            grouped[each.recipient, each.lack].append(each)
        missing = [
            Missing(
                recipient=recipient,
                name=people[recipient].name if recipient in people else recipient,
                count=len(many),
                lack=lack,
                items=tuple(
                    item_name(item, catalogues, self._workspace.language)
                    for item in dict.fromkeys(item for each in many for item in each.items)
                ),
            )
            for (recipient, lack), many in grouped.items()
        ]
        return Made(
            orders=tuple(order.order for order in orders if order.order) or tuple("" for _ in orders),
            recipients=len({order.recipient for order in orders}),
            staff=len({member for order in orders for member in order.staff}),
            minutes=sum(order.minutes for order in orders),
            missing=tuple(sorted(missing, key=lambda each: (-each.count, each.name, each.lack))),
        )

    def _examine(self, work: UnitOfWork, order: Order, *, known: bool = True) -> None:
        if known and order.order and work.schedule.get(order.order) is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=order.order)
        if work.recipients.get(order.recipient) is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=order.recipient)
        members = work.staff.many(order.staff)
        for member in order.staff:
            if member not in members:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=member)
        if not SHORTEST <= order.minutes <= LONGEST:
            raise AppError(ErrorCode.VALUE_INVALID, name="minutes", value=str(order.minutes))
        if not order.items:
            raise AppError(ErrorCode.VALUE_INVALID, name="items", value="")

    def _days_off(self, reading: Reading, first: date, last: date) -> dict[date, str]:
        weekends = bool((reading.settings.get(HABITS) or {}).get("weekends"))
        return dict(days_off(first, last, self._workspace.language, weekends=weekends))


def _expected(reading: Reading, orders: Sequence[Order]) -> tuple[ExpectedVisit, ...]:
    people = reading.recipients.many({order.recipient for order in orders})
    return tuple(
        ExpectedVisit(
            order=order.order,
            recipient=order.recipient,
            recipient_name=people[order.recipient].name if order.recipient in people else order.recipient,
            staff=order.staff,
            items=order.items,
            start=order.start,
            minutes=order.minutes,
            note=order.note,
        )
        for order in orders
    )


def _month(month: str) -> tuple[date, date]:
    try:
        return month_days(month)
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="month", value=month[:40]) from error
