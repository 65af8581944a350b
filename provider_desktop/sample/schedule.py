"""The schedule that the sample agency kept: an order for each visit of the days that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.schedule_orders import Order, Origin
from provider_desktop.sample.history import SampleVisit

#: Orders begin on the five minutes; whoever comes is a little early or late.
_STEP = 5
#: One order in so many was never carried out.
_NEVER_MADE = 23


def kept_orders(history: Iterable[SampleVisit], catalogue: Catalogue) -> Iterator[Order]:
    """Orders (without ids) as they stood before the visits; a few more than were carried out."""
    for number, sample in enumerate(history):
        visit = sample.visit
        if visit.started is None or not visit.items:
            continue
        known = [catalogue.item(done.item) for done in visit.items]
        start = visit.started - timedelta(minutes=visit.started.minute % _STEP)
        order = Order(
            order="",
            start=start,
            minutes=sum(item.reference for item in known if item) or _STEP,
            recipient=visit.recipient,
            staff=visit.staff,
            items=tuple(done.item for done in visit.items),
            origin=Origin.PLAN,
        )
        yield order
        if number % _NEVER_MADE == _NEVER_MADE - 1:
            yield Order("", start + timedelta(hours=4), 30, visit.recipient, visit.staff[:1], order.items[:1])
