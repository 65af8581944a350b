"""Recipients as people see them: lists, cards with used and left, assignments to answer, reveal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from provider_desktop.domain.assignments import Answer, Assignment, AssignmentStatus
from provider_desktop.domain.plans import Entitlement
from provider_desktop.domain.recipients import Category, RecipientState, SelfCare


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One line of the list. Name, id number and phone are masked here already."""

    recipient: str
    name: str
    id_number: str
    phone: str
    category: Category
    self_care: SelfCare
    township: str
    answer: Answer
    absent_state: RecipientState | None
    done: int
    due: int
    planned: int
    last_visit: date | None


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """What the list shows; empty fields do not restrict."""

    text: str = ""
    township: str = ""
    category: Category | None = None
    self_care: SelfCare | None = None
    behind_only: bool = False


@dataclass(frozen=True, slots=True)
class PlanBar:
    """One plan line with the name of its item, for a used / left bar."""

    entitlement: Entitlement
    item_name: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event of a recipient: ``kind`` is ``visit``, ``correction`` or a ``CaseKind``."""

    at: datetime
    kind: str
    record: str
    title: str
    detail: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class RecipientDetail:
    """Everything the card shows; personal fields are masked unless revealed."""

    row: RecipientRow
    assignment: Assignment
    address: str
    plan: tuple[PlanBar, ...]
    timeline: tuple[TimelineEntry, ...]
    revealed: bool


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment of the inbox."""

    assignment: str
    recipient: str
    name: str
    category: Category
    self_care: SelfCare
    township: str
    first_day: date
    last_day: date | None
    status: AssignmentStatus
    answer: Answer
    answer_reason: str
    planned: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One hit of a search for a person; ``kind`` is ``recipient`` or ``staff``."""

    kind: str
    key: str
    name: str
    id_number: str
    detail: str
