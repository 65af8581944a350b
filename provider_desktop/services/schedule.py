"""The schedule as people see it: orders with names, weeks by staff, months by recipient, what is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_making import Lack
from provider_desktop.domain.schedule_orders import Order, OrderState


@dataclass(frozen=True, slots=True)
class ExpectedVisit:
    """A visit that the schedule expects and that nobody has entered yet; for quick entry.

    ``order`` goes into the visit's ``order``. ``start`` (UTC) is what was planned, never a
    captured time. The name is in full: a clerk must see whom she types.
    """

    order: str
    recipient: str
    recipient_name: str
    staff: tuple[str, ...]
    items: tuple[str, ...]
    start: datetime
    minutes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as it is shown. ``record`` is the visit that answers it. Names are masked for those who do not
    plan. ``findings`` are what the checks would say of the visit; an order that was answered has none."""

    order: Order
    recipient_name: str
    detail: str
    staff_names: tuple[str, ...]
    item_names: tuple[str, ...]
    state: OrderState
    record: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A line of the week. ``away`` gives, by day, why nobody can be sent: ``leave`` or ``not_on_roster``.
    ``minutes`` are planned and made in the week, ``month_minutes`` in its month."""

    staff: str
    name: str
    post: str
    away: Mapping[date, str]
    minutes: int
    month_minutes: int


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday by staff member. ``days_off`` names weekends (``""``) and public holidays.

    ``board`` answers what would speak against an order elsewhere, at once and without the database.
    ``scheduled`` are the orders of the whole month, whatever became of them.
    """

    first: date
    last: date
    rows: tuple[StaffRow, ...]
    orders: tuple[OrderView, ...]
    days_off: Mapping[date, str]
    board: Board
    scheduled: int
    lacking: int
    lacking_recipients: int


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line of the month: visits that the regulator's plan asks for (``planned``), made (``done``), excused
    and still ordered; ``lacking`` is what neither is made nor ordered."""

    recipient: str
    name: str
    detail: str
    planned: int
    done: int
    excused: int
    ordered: int
    lacking: int
    preferred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """A month by recipient, those who fall short the most first."""

    month: str
    first: date
    last: date
    rows: tuple[RecipientLine, ...]
    orders: tuple[OrderView, ...]
    days_off: Mapping[date, str]
    lacking: int
    lacking_recipients: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Visits of one recipient for which no place was found, and why; ``items`` are their names."""

    recipient: str
    name: str
    count: int
    lack: Lack
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What one stroke added, for the summary and for taking it back."""

    orders: tuple[str, ...]
    recipients: int
    staff: int
    minutes: int
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCopied:
    """An order of the week copied that has no place in the other week, and what speaks against it."""

    name: str
    start: datetime
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying a week added, and what it left out."""

    orders: tuple[str, ...]
    left_out: tuple[NotCopied, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A recipient to choose for a new order, with what her plan has."""

    recipient: str
    name: str
    detail: str
    items: tuple[tuple[str, str, int], ...]
    preferred: tuple[str, ...]
