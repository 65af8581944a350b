"""What a check may know beside the visit itself: the world around it, gathered beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks.rules import SHIPPED_RULES, CheckRules
from provider_desktop.domain.geo import Place
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Visit


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another visit of the same staff or recipient around the time: its effective, latest version.

    ``home`` is where its recipient lives. ``foreign`` marks a visit of another agency: findings then
    tell nothing of it (exchange.md, "Statement").
    """

    visit: Visit
    home: Place | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes of visits done by a staff member on the visit's day and in its month, this visit left out."""

    day: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class CheckContext:
    """Everything the checks look at, for one visit; gathered by ``build_context``.

    ``neighbours``, ``worked``, ``used`` and what was seen elsewhere leave the visit's own record out.
    ``used`` is in visits or minutes (``plans.amount_used``). ``evidence_elsewhere`` gives, for a hash,
    another record that has it. ``finalised_at`` is when the version was sealed, ``None`` for a draft
    (then ``now`` counts). ``settled`` are months whose settlement is confirmed. ``returned_at`` is
    when the regulator returned the version that is corrected, ``previous_day`` the day that version
    lay on.
    """

    now: datetime
    rules: CheckRules = SHIPPED_RULES
    catalogues: tuple[Catalogue, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    neighbours: tuple[Neighbour, ...] = ()
    worked: Mapping[str, Worked] = field(default_factory=dict)
    used: Mapping[PlanLine, int] = field(default_factory=dict)
    evidence_elsewhere: Mapping[str, str] = field(default_factory=dict)
    places_elsewhere: frozenset[Place] = frozenset()
    finalised_at: datetime | None = None
    settled: frozenset[str] = frozenset()
    returned_at: datetime | None = None
    previous_day: date | None = None

    @property
    def sealed_or_now(self) -> datetime:
        """The moment by which lateness and lock dates are measured."""
        return self.finalised_at or self.now
