"""A month's settlement as people see it: lines at the contract's price, deductions, whether it is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.settlements import Deduction, Prices, SettlementTotal
from provider_desktop.domain.visits import VisitState


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """One recipient's month. ``name`` is masked unless revealed; fen, ``amount`` after deductions."""

    recipient: str
    name: str
    visits: int
    minutes: int
    gross: int
    deductions: tuple[Deduction, ...]
    amount: int

    @property
    def deducted(self) -> int:
        """Fen taken off."""
        return sum(each.amount for each in self.deductions)


@dataclass(frozen=True, slots=True)
class SettlementView:
    """A month on its way to be settled, or as it was confirmed.

    ``state`` is None while nothing was confirmed, else that of the confirmation; ``returned`` are the
    regulator's findings on it. ``findings`` are ours; one that blocks keeps it from being confirmed.
    """

    month: str
    prices: Prices
    catalogue: str
    rows: tuple[SettlementRow, ...]
    total: SettlementTotal
    deducted: int
    findings: tuple[Finding, ...]
    state: VisitState | None
    record: str
    confirmed_by: str
    returned: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_locked(self) -> bool:
        """Whether the month is settled: a confirmation stands that was not turned down."""
        return self.state is not None and self.state not in (VisitState.RETURNED, VisitState.CONFLICT)
