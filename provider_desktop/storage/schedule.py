"""Orders of the schedule by day and recipient, and whom each recipient asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select

from provider_desktop.domain.schedule_orders import Order, Origin
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.encoding import encode
from provider_desktop.storage.schedule_tables import orders, preferred_staff
from provider_desktop.storage.statements import put

_PUT = put(orders, "order_id")
_PREFER = put(preferred_staff, "recipient")
#: Orders named in one statement.
_AT_ONCE = 500


class ScheduleRepository:
    """The agency's own schedule. Nothing of it is sealed: it is a tool, the plan is the regulator's."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, saved: Iterable[Order], at: datetime) -> None:
        """Write orders; those known already are written over."""
        rows = [
            {
                "order_id": order.order,
                "start": order.start,
                "day": order.day,
                "minutes": order.minutes,
                "recipient": order.recipient,
                "staff": encode(order.staff),
                "items": encode(order.items),
                "origin": order.origin.value,
                "note": order.note,
                "saved_at": at,
            }
            for order in saved
        ]
        if rows:
            self._changed(Topic.SCHEDULE)
            self._connection.execute(_PUT, rows)

    def delete(self, wanted: Sequence[str]) -> int:
        """Remove orders; how many there were."""
        self._changed(Topic.SCHEDULE)
        gone = 0
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            gone += self._connection.execute(delete(orders).where(orders.c.order_id.in_(part))).rowcount
        return gone

    def get(self, order: str) -> Order | None:
        """The order of that id."""
        return next(iter(self._orders(orders.c.order_id == order)), None)

    def between(self, first: date, last: date) -> tuple[Order, ...]:
        """Orders on the days, both inclusive, in order of time."""
        return self._orders(orders.c.day >= first, orders.c.day <= last)

    def of_recipient(self, recipient: str, first: date, last: date) -> tuple[Order, ...]:
        """One recipient's orders on the days, in order of time."""
        return self._orders(orders.c.recipient == recipient, orders.c.day >= first, orders.c.day <= last)

    def is_kept(self, first: date, last: date) -> bool:
        """Whether there is any order on the days, both inclusive."""
        query = select(orders.c.order_id).where(orders.c.day >= first, orders.c.day <= last).limit(1)
        return self._connection.execute(query).first() is not None

    def count_on(self, day: date) -> int:
        """How many orders there are on a day."""
        query = select(func.count()).select_from(orders).where(orders.c.day == day)
        return self._connection.execute(query).scalar_one()

    def prefer(self, recipient: str, staff: Sequence[str]) -> None:
        """Keep whom a recipient asked for, the first before the others; nobody takes the wish back."""
        self._changed(Topic.SCHEDULE)
        if staff:
            self._connection.execute(_PREFER, {"recipient": recipient, "staff": encode(tuple(staff))})
        else:
            self._connection.execute(delete(preferred_staff).where(preferred_staff.c.recipient == recipient))

    def preferred(self) -> Mapping[str, tuple[str, ...]]:
        """Whom recipients asked for."""
        rows = self._connection.execute(select(preferred_staff.c.recipient, preferred_staff.c.staff))
        return {recipient: tuple(json.loads(staff)) for recipient, staff in rows}

    def _orders(self, *conditions: ColumnElement[bool]) -> tuple[Order, ...]:
        query = select(orders).where(*conditions).order_by(orders.c.start, orders.c.order_id)
        return tuple(_order(row) for row in self._connection.execute(query).mappings())


def _order(row: RowMapping) -> Order:
    return Order(
        order=row["order_id"],
        start=row["start"],
        minutes=row["minutes"],
        recipient=row["recipient"],
        staff=tuple(json.loads(row["staff"])),
        items=tuple(json.loads(row["items"])),
        origin=Origin(row["origin"]),
        note=row["note"],
    )
