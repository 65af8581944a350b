"""What a rating looks at: flat facts that both sides build from their own storage, and their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter


class Source(StrEnum):
    """The tables of facts that a measure can run over."""

    VISITS = "visits"
    DUE = "due"
    STAFF = "staff"
    COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class VisitFact:
    """The version that counts of one visit record.

    ``minutes`` are those of the visit, ``below_minimum`` says that they fall short of the standard.
    ``capture`` is ``phone``, ``paper``, ``manual`` or ``import``. ``on_time`` is ``None`` where
    timeliness does not apply (not received, or no sign-out). ``satisfaction`` is 0 (not rated) or 1
    (very satisfied) to 4 (dissatisfied). ``state`` is a code of exchange.md, "On the desktop".
    ``corrected_unasked``: a correction exists that no return of the regulator asked for.
    """

    record: str
    recipient: str
    day: date
    version: int = 1
    staff: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    outcome: str = "done"
    done: bool = True
    counts_as_visit: bool = True
    minutes: int = 0
    below_minimum: bool = False
    capture: str = "paper"
    evidence_complete: bool = True
    place_bad: bool = False
    received: bool = False
    on_time: bool | None = None
    first_version_judged: bool = False
    first_version_accepted: bool = False
    corrected_unasked: bool = False
    satisfaction: int = 0
    state: str = "draft"

    @property
    def key(self) -> str:
        """What explanations name."""
        return self.record


@dataclass(frozen=True, slots=True)
class DueFact:
    """Visits that the regulator's plan asks of one recipient (and item, where counted by item) by now.

    ``planned`` comes from ``due.visits_due``; nobody at home and refusals are taken off by the engine.
    """

    recipient: str
    planned: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A due fact beside what was done: the row that a measure over ``due`` sees. All in visits.

    ``due`` = planned less excused, never below zero. ``served`` = what counts of ``done``: at most
    ``due`` where the rule set caps, so that more visits here never hide fewer there.
    """

    recipient: str
    item: str
    planned: int
    excused: int
    due: int
    done: int
    served: int
    records: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The recipient, or ``recipient/item`` where visits are counted by item."""
        return f"{self.recipient}/{self.item}" if self.item else self.recipient


@dataclass(frozen=True, slots=True)
class StaffFact:
    """A staff member in the period: whether she served, and whether her certificates are valid.

    ``next_expiry`` is the last valid day of the certificate that expires first, ``None`` if none does.
    """

    staff: str
    served: bool
    valid: bool
    next_expiry: date | None = None

    @property
    def key(self) -> str:
        """What explanations name."""
        return self.staff


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    """A complaint that concerns the period: still open, and past its time limit or not."""

    complaint: str
    open: bool
    overdue: bool

    @property
    def key(self) -> str:
        """What explanations name."""
        return self.complaint


@dataclass(frozen=True, slots=True)
class VetoFact:
    """An event found by the regulator that decides the light whatever the indicators say."""

    veto: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one agency for one rating. ``first`` to ``until`` are the days counted, inclusive.

    ``until`` is the day of the estimate, or the period's last day; visits outside the days are left
    out by the engine, so a caller may hand over more than it needs.
    """

    first: date
    until: date
    visits: tuple[VisitFact, ...] = ()
    due: tuple[DueFact, ...] = ()
    staff: tuple[StaffFact, ...] = ()
    complaints: tuple[ComplaintFact, ...] = ()
    vetoes: tuple[VetoFact, ...] = ()


Fact = VisitFact | DueRow | StaffFact | ComplaintFact
Value = bool | int | str | None


class FieldType(StrEnum):
    """What values a field takes, and so which comparisons a rule may make with it."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    #: a flag or number that may be unknown
    FLAG_OR_UNKNOWN = "flag_or_unknown"
    NUMBER_OR_UNKNOWN = "number_or_unknown"

    @property
    def is_flag(self) -> bool:
        """Whether known values are true or false."""
        return self in (FieldType.FLAG, FieldType.FLAG_OR_UNKNOWN)

    @property
    def is_number(self) -> bool:
        """Whether known values are whole numbers."""
        return self in (FieldType.NUMBER, FieldType.NUMBER_OR_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Field:
    """One field that rules can name. ``values`` is the closed list of a text field, empty if open."""

    type: FieldType
    values: tuple[str, ...] = ()


_STATES = (
    "accepted",
    "conflict",
    "corrected",
    "delivered",
    "draft",
    "held",
    "returned",
    "to_send",
    "withdrawn",
)

#: Everything a rule may name. A field that is not here does not exist for the rule language.
FIELDS: Mapping[Source, Mapping[str, Field]] = {
    Source.VISITS: {
        "recipient": Field(FieldType.TEXT),
        "version": Field(FieldType.NUMBER),
        "outcome": Field(FieldType.TEXT, ("absent", "done", "refused")),
        "done": Field(FieldType.FLAG),
        "counts_as_visit": Field(FieldType.FLAG),
        "minutes": Field(FieldType.NUMBER),
        "below_minimum": Field(FieldType.FLAG),
        "capture": Field(FieldType.TEXT, ("import", "manual", "paper", "phone")),
        "evidence_complete": Field(FieldType.FLAG),
        "place_bad": Field(FieldType.FLAG),
        "received": Field(FieldType.FLAG),
        "on_time": Field(FieldType.FLAG_OR_UNKNOWN),
        "first_version_judged": Field(FieldType.FLAG),
        "first_version_accepted": Field(FieldType.FLAG),
        "corrected_unasked": Field(FieldType.FLAG),
        "satisfaction": Field(FieldType.NUMBER),
        "state": Field(FieldType.TEXT, _STATES),
    },
    Source.DUE: {
        "recipient": Field(FieldType.TEXT),
        "item": Field(FieldType.TEXT),
        "planned": Field(FieldType.NUMBER),
        "excused": Field(FieldType.NUMBER),
        "due": Field(FieldType.NUMBER),
        "done": Field(FieldType.NUMBER),
        "served": Field(FieldType.NUMBER),
    },
    Source.STAFF: {
        "served": Field(FieldType.FLAG),
        "valid": Field(FieldType.FLAG),
        "days_left": Field(FieldType.NUMBER_OR_UNKNOWN),
    },
    Source.COMPLAINTS: {
        "open": Field(FieldType.FLAG),
        "overdue": Field(FieldType.FLAG),
    },
}


def reader(field: str, until: date) -> Callable[[Fact], Value]:
    """How to read a field of a fact. ``days_left`` counts from ``until`` to the last valid day."""
    if field == "days_left":
        return lambda fact: _days_left(fact, until)
    return attrgetter(field)


def _days_left(fact: Fact, until: date) -> int | None:
    expiry: date | None = getattr(fact, "next_expiry", None)
    return None if expiry is None else (expiry - until).days
