"""A visit laid beside its context for the rules: what each of them would otherwise look up again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue, ServiceItem, catalogue_on
from provider_desktop.domain.checks.context import CheckContext
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.findings import Finding, FindingValue
from provider_desktop.domain.geo import Place, known_place
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.visits import ItemDone, Outcome, Visit


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the visit with its place in the payload and its protocol (None: not in the catalogue)."""

    index: int
    done: ItemDone
    protocol: ServiceItem | None

    @property
    def pointer(self) -> str:
        """Where the item stands in the payload."""
        return f"/items/{self.index}"


@dataclass(frozen=True, slots=True)
class Case:
    """One visit with what holds on its day. ``assignment`` is the one that covers the day, if any."""

    visit: Visit
    context: CheckContext
    day: date | None
    catalogue: Catalogue | None
    assignment: Assignment | None
    lines: tuple[Line, ...]

    @property
    def done(self) -> bool:
        """Whether a service was given; otherwise nobody was met, or it was refused."""
        return self.visit.outcome is Outcome.DONE

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Sign-in and sign-out that count, where both are there in the right order."""
        return span_of(self.visit)

    @property
    def self_care(self) -> SelfCare:
        """The recipient's self-care level; the lightest where no assignment tells."""
        known = self.assignment or next(iter(self.context.assignments), None)
        return known.recipient.self_care if known else SelfCare.FULL

    @property
    def home(self) -> Place | None:
        """Where the recipient lives."""
        known = self.assignment or next(iter(self.context.assignments), None)
        return known_place(known.recipient.lat, known.recipient.lon) if known else None

    @property
    def in_pointer(self) -> str:
        """Where the sign-in that counts stands."""
        return "/adjusted/in" if self.visit.adjusted_in else "/in/at"

    @property
    def out_pointer(self) -> str:
        """Where the sign-out that counts stands."""
        return "/adjusted/out" if self.visit.adjusted_out else "/out/at"

    def finding(
        self, rule: str, pointer: str, items: Iterable[ServiceItem] = (), **values: FindingValue
    ) -> Finding:
        """A finding whose action is the gravest that the items concerned set for the rule.

        An item without an own setting, like a visit without items, takes the rule set's.
        """
        default = self.context.rules.action(rule)
        actions = [item.checks.get(rule, default) for item in items] or [default]
        return Finding(rule, max(actions, key=lambda action: action.severity), pointer, values)

    @property
    def protocols(self) -> tuple[ServiceItem, ...]:
        """Protocols of the items that the catalogue of the day knows."""
        return tuple(line.protocol for line in self.lines if line.protocol is not None)

    def of_visit(self, rule: str, pointer: str, **values: FindingValue) -> Finding:
        """A finding about the visit as a whole."""
        return self.finding(rule, pointer, self.protocols, **values)


def case_of(visit: Visit, context: CheckContext) -> Case:
    """The visit with what its day decides: catalogue version, assignment, protocols."""
    day = visit.day
    catalogue = catalogue_on(context.catalogues, day) if day else None
    assignment = next((each for each in context.assignments if day and each.covers(day)), None)
    lines = tuple(
        Line(index, item, catalogue.item(item.item) if catalogue else None)
        for index, item in enumerate(visit.items)
    )
    return Case(visit, context, day, catalogue, assignment, lines)


def span_of(visit: Visit) -> tuple[datetime, datetime] | None:
    """Sign-in and sign-out that count, where both are there in the right order."""
    if visit.started is None or visit.ended is None or visit.ended <= visit.started:
        return None
    return visit.started, visit.ended


def local_text(moment: datetime) -> str:
    """A moment as findings name it: local, to the minute."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def needs_two(items: Iterable[ServiceItem], self_care: SelfCare) -> bool:
    """Whether one of the items takes two staff members or more."""
    return any(item.staff_needed(self_care) > 1 for item in items)
