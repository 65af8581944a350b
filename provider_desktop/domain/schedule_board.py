"""What speaks against an order where it stands, or where it is about to be put, by the checks' own rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks import overlap, scope, staff, times
from provider_desktop.domain.checks.case import case_of
from provider_desktop.domain.checks.rules import SHIPPED_RULES, CheckRules
from provider_desktop.domain.checks.source import Moment, build_context
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.schedule_orders import Order, visit_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visits import Visit

#: The checks that a visit can fail before it is made: all but those on capture, evidence and the present.
PLANNING_RULES = (times.too_long, times.too_short, *overlap.RULES, *scope.RULES, *staff.RULES)


class Board:
    """Orders and visits made, side by side. One question takes well under a millisecond, whatever is held,
    so that it can be asked for each place over which an order is dragged.

    An order that a visit answers is not put here: the visit stands for it.
    """

    def __init__(
        self,
        orders: Iterable[Order],
        visits: Iterable[Visit] = (),
        catalogues: Iterable[Catalogue] = (),
        assignments: Iterable[Assignment] = (),
        members: Iterable[StaffMember] = (),
        rules: CheckRules = SHIPPED_RULES,
    ) -> None:
        self._index = VisitIndex(visits, catalogues, assignments, members)
        self._rules = rules
        for order in orders:
            self.put(order)

    def put(self, order: Order) -> None:
        """Hold an order; where it stood before is forgotten."""
        self._index.add(visit_of(order))

    def take_off(self, order: str) -> None:
        """Forget an order."""
        self._index.remove(order)

    def conflicts(self, order: Order) -> tuple[Finding, ...]:
        """What the checks would say if the order were carried out as it is, the board's others as they stand.

        The rules are those of a visit, with the same ids, figures and sentences; pointers lead into the
        visit's payload.
        """
        visit = visit_of(order)
        context = build_context(visit, self._index, Moment(now=order.end, rules=self._rules))
        case = case_of(visit, context)
        return tuple(finding for rule in PLANNING_RULES for finding in rule(case))

    def conflicts_if(self, order: Order, start: datetime, team: tuple[str, ...]) -> tuple[Finding, ...]:
        """The same, if the order began at another moment or were given to others."""
        return self.conflicts(replace(order, start=start, staff=team))
