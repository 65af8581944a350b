"""Visits as people see them: the list, one visit with its versions, and lines being entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.visits import (
    NOT_SIGNED,
    Acknowledgement,
    Evidence,
    ItemDone,
    Outcome,
    Signer,
    Source,
    Visit,
    VisitState,
)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of a list: the effective version of a visit. Names of recipients are masked here
    unless the row comes from :meth:`drafts` (a clerk must see whom she types)."""

    record: str
    version: int
    state: VisitState
    recipient: str
    recipient_name: str
    id_tail: str
    staff: tuple[str, ...]
    staff_names: tuple[str, ...]
    day: date | None
    started: datetime | None
    ended: datetime | None
    minutes: int
    items: tuple[ItemDone, ...]
    item_names: tuple[str, ...]
    outcome: Outcome
    signer: Signer
    satisfaction: int
    remarks: str
    findings: tuple[Finding, ...]
    acknowledged: tuple[Acknowledgement, ...]


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What the list shows; empty fields do not restrict. ``month`` is ``2026-11``, ``source`` a way of
    capture, ``evidence`` ``none`` for visits without a file. ``order`` is ``time``, ``minutes`` or
    ``recipient``; ``backward`` gives the oldest, the shortest, or the last names first."""

    month: str = ""
    state: VisitState | None = None
    finding: str = ""
    staff: str = ""
    recipient: str = ""
    item: str = ""
    text: str = ""
    source: str = ""
    evidence: str = ""
    order: str = "time"
    backward: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return replace(self, order="time", backward=False) != VisitFilter()


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Rows ``offset`` … of ``total``. ``ordered`` is False where the list is too long for the order asked
    for and stands newest first instead."""

    rows: tuple[VisitRow, ...]
    offset: int
    total: int
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many effective visits stand in each state; drafts also by what keeps them back."""

    by_state: Mapping[VisitState, int]
    drafts_ready: int
    drafts_asking: int
    drafts_blocked: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What has been typed of one visit so far; saved as a draft at each cell.

    ``record`` is empty for a line not saved yet. Times are aware moments; they come from the
    sheet and are never suggested.
    """

    record: str = ""
    recipient: str = ""
    staff: tuple[str, ...] = ()
    day: date | None = None
    time_in: datetime | None = None
    time_out: datetime | None = None
    items: tuple[ItemDone, ...] = ()
    outcome: Outcome = Outcome.DONE
    source: Source = Source.PAPER
    signer: Signer = NOT_SIGNED
    evidence: tuple[Evidence, ...] = ()
    satisfaction: int = 0
    remarks: str = ""
    acknowledged: tuple[Acknowledgement, ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Staff and items that a line may be filled with. ``source`` is ``plan`` or ``last``; ``left``
    and ``allowed`` are visits of this period for the suggested items. ``usual`` are the sets of items
    of the recipient's latest visits, most frequent first."""

    staff: tuple[str, ...]
    items: tuple[str, ...]
    source: str
    left: int
    allowed: int
    usual: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedVisit:
    """A visit that schedule or plan expects on a day and that no sealed record answers yet.

    ``order`` is the scheduled order, empty where only the plan speaks; ``start`` the planned local time
    as ``08:30``, empty where none is planned: it places the visit among others and is never a captured time.
    ``keys`` are what typing is matched against.
    """

    day: date
    recipient: str
    recipient_name: str
    id_tail: str
    staff: tuple[str, ...]
    items: tuple[str, ...]
    keys: tuple[str, ...]
    order: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True)
class StaffOption:
    """A staff member to choose: ``keys`` are what typing is matched against (id, name, pinyin, initials)."""

    staff: str
    name: str
    keys: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class ItemOption:
    """A service item to choose: code, name and what typing is matched against."""

    item: str
    name: str
    keys: tuple[str, ...]
    reference: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A draft that was not sealed, and why."""

    record: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Finalised:
    """What finalising did: records sealed, drafts held back with their findings."""

    sealed: tuple[str, ...]
    held_back: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The regulator's answer to one version. Texts are in the language asked for."""

    outcome: str
    at: datetime
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One sealed version with its place in the stream and what became of it."""

    visit: Visit
    seq: int
    entry_hash: str
    recorded_at: datetime
    actor: str
    state: VisitState
    received_at: datetime | None
    verdict: VerdictView | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what, when and why."""

    at: datetime
    actor: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """One visit whole: effective row, draft or versions newest first, evidence and history."""

    row: VisitRow
    draft: EntryLine | None
    versions: tuple[VersionView, ...]
    history: tuple[AuditLine, ...]


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """A correction as the user states it; only the fields given change. ``time_in`` and
    ``time_out`` become adjusted times beside the captured ones, which never change."""

    reason: str
    action: str
    memo: str = ""
    recipient: str | None = None
    staff: tuple[str, ...] | None = None
    time_in: datetime | None = None
    time_out: datetime | None = None
    items: tuple[ItemDone, ...] | None = None
    outcome: Outcome | None = None
    signer: Signer | None = None
    evidence: tuple[Evidence, ...] | None = None
    satisfaction: int | None = None
    remarks: str | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionPreview:
    """What a correction would do: findings of the new version, and indicators that move
    (id, value before, value after, light before, light after)."""

    findings: tuple[Finding, ...]
    light_before: str
    light_after: str
    moves: tuple[tuple[str, str, str, str, str], ...]
