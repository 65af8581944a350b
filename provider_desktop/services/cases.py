"""Small records as people see them: lists with their clocks, one record with its history, calls expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.visits import VisitState


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list. ``who`` is masked; ``title`` says what it is about in one or two words.

    ``due`` is the last day of its clock, ``days_left`` from today (below zero: overdue); both None where
    no clock runs any more.
    """

    record: str
    kind: CaseKind
    version: int
    state: VisitState
    at: datetime
    recipient: str
    who: str
    title: str
    detail: str
    visit: str
    is_open: bool
    due: date | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        """Whether its last day is over."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class CaseVersion:
    """One sealed version: when and by whom it was sealed, and what the regulator made of it."""

    version: int
    recorded_at: datetime
    actor: str
    state: VisitState


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A record in full. ``findings`` are ours on the content; ``returned`` the regulator's, as stated.

    ``can_update`` says that a next version may be sealed, ``can_repeat`` that it was turned down and is
    told again as a new record.
    """

    row: CaseRow
    content: Content
    findings: tuple[Finding, ...]
    returned: tuple[Mapping[str, Any], ...]
    versions: tuple[CaseVersion, ...]
    revealed: bool
    can_update: bool
    can_repeat: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list shows; empty fields do not restrict."""

    kind: CaseKind | None = None
    recipient: str = ""
    visit: str = ""
    state: VisitState | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """What waits: drafts, records turned down, complaints open, and of these overdue."""

    drafts: int
    returned: int
    open_complaints: int
    overdue_complaints: int

    @property
    def waiting(self) -> int:
        """How many records somebody has to do something about."""
        return self.drafts + self.returned + self.open_complaints


@dataclass(frozen=True, slots=True)
class CallExpected:
    """A call that the regulator's plan asks for: so many a period, so many made, the last one when."""

    recipient: str
    name: str
    phone: str
    item: str
    item_name: str
    made: int
    planned: int
    until: date
    last: datetime | None
