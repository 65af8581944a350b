"""A month's settlement: each recipient's visits and minutes at the contract's price, less deductions.

Money is in fen (1/100 yuan), whole. Visits and minutes are the tally's (``settlement``), so that the
regulator can lay its own beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provider_desktop.domain.case_rules import (
    EARLY,
    EMPTY,
    MONTH,
    SUM,
    UNKNOWN,
    CaseWorld,
    Names,
    Outline,
    filled,
    finding,
    known,
)
from provider_desktop.domain.clock import day_start, month_days
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader
from provider_desktop.domain.settlement import Tally

#: What fen and counts may be at most: exchange.md allows integers of fifteen digits.
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Prices:
    """The contract's price: fen for each visit done, and for each hour of it, by the minute."""

    per_visit: int = 0
    per_hour: int = 0

    def of(self, visits: int, minutes: int) -> int:
        """Fen for so many visits and minutes, half a fen rounded up."""
        return visits * self.per_visit + (minutes * self.per_hour + 30) // 60


@dataclass(frozen=True, slots=True)
class Deduction:
    """Fen taken off, never negative, with the reason and perhaps the visit that it is for ('' for none)."""

    amount: int
    reason: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One recipient's month; ``amount`` is after deductions and may be below zero."""

    recipient: str
    visits: int
    minutes: int
    amount: int
    deductions: tuple[Deduction, ...] = ()

    @property
    def deducted(self) -> int:
        """Fen taken off."""
        return sum(each.amount for each in self.deductions)

    @property
    def gross(self) -> int:
        """Fen before deductions."""
        return self.amount + self.deducted


@dataclass(frozen=True, slots=True)
class SettlementTotal:
    """The sums of all lines."""

    recipients: int
    visits: int
    minutes: int
    amount: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A month (``2026-11``) as it is confirmed; ``catalogue`` is the version that the prices belong to."""

    month: str
    catalogue: str
    lines: tuple[SettlementLine, ...]
    total: SettlementTotal
    confirmed_by: str


def settle(
    tally: Tally,
    prices: Prices,
    deductions: Mapping[str, tuple[Deduction, ...]],
    catalogue: str,
    confirmed_by: str,
) -> Settlement:
    """The settlement of a tallied month; ``deductions`` by recipient. Who was never visited has a line
    only where something is taken off."""
    served = {line.key: line for line in tally.recipients if line.visits}
    lines = []
    for recipient in sorted(served.keys() | {key for key, some in deductions.items() if some}):
        line = served.get(recipient)
        visits, minutes = (line.visits, line.minutes) if line else (0, 0)
        off = deductions.get(recipient, ())
        amount = prices.of(visits, minutes) - sum(each.amount for each in off)
        lines.append(SettlementLine(recipient, visits, minutes, amount, off))
    return Settlement(tally.month, catalogue, tuple(lines), summed(lines), confirmed_by)


def summed(lines: Iterable[SettlementLine]) -> SettlementTotal:
    """The sums of lines."""
    known_lines = tuple(lines)
    return SettlementTotal(
        recipients=len(known_lines),
        visits=sum(line.visits for line in known_lines),
        minutes=sum(line.minutes for line in known_lines),
        amount=sum(line.amount for line in known_lines),
    )


def to_payload(settlement: Settlement) -> dict[str, Any]:
    """A settlement as ``settlement/1``."""
    return {
        "month": settlement.month,
        "catalogue": settlement.catalogue,
        "lines": [
            {
                "recipient": line.recipient,
                "visits": line.visits,
                "minutes": line.minutes,
                "amount": line.amount,
                "deductions": [
                    {"amount": each.amount, "reason": each.reason, "record": each.record}
                    for each in line.deductions
                ],
            }
            for line in settlement.lines
        ],
        "total": {
            "recipients": settlement.total.recipients,
            "visits": settlement.total.visits,
            "minutes": settlement.total.minutes,
            "amount": settlement.total.amount,
        },
        "confirmed_by": settlement.confirmed_by,
    }


def from_payload(payload: object) -> tuple[Settlement | None, tuple[Finding, ...]]:
    """The settlement behind a payload, and every fault as SCHEMA; None where it is no object at all."""
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    total = reader.part("total", required=True)
    settlement = Settlement(
        month=_month(reader),
        catalogue=reader.identifier("catalogue", required=True),
        lines=tuple(_line(part) for part in reader.parts("lines", required=True)),
        total=SettlementTotal(
            recipients=total.number("recipients", _MOST, required=True),
            visits=total.number("visits", _MOST, required=True),
            minutes=total.number("minutes", _MOST, required=True),
            amount=total.amount("amount"),
        ),
        confirmed_by=reader.text("confirmed_by", limit=100),
    )
    return settlement, tuple(reader.faults)


def outline(settlement: Settlement) -> Outline:
    """A settlement belongs to its month's end."""
    return Outline(at=day_start(month_days(settlement.month)[1]))


def names(settlement: Settlement) -> Names:
    """Whom it names, and the month whose tally it has to agree with."""
    return Names(
        recipients=tuple(line.recipient for line in settlement.lines),
        visits=tuple(each.record for line in settlement.lines for each in line.deductions),
        month=settlement.month,
    )


def check(settlement: Settlement, world: CaseWorld) -> Iterator[Finding]:
    """Everything that keeps a settlement from being confirmed."""
    if month_days(settlement.month)[1] >= world.today:
        yield finding(EARLY, "/month", "running", month=settlement.month)
    if settlement.month in world.settled:
        yield finding(MONTH, "/month", "settled", month=settlement.month)
    seen: set[str] = set()
    for place, line in enumerate(settlement.lines):
        at = f"/lines/{place}"
        if line.recipient in seen:
            yield finding(SUM, f"{at}/recipient", "twice", recipient=line.recipient)
        seen.add(line.recipient)
        if line.recipient not in world.recipients:
            yield finding(UNKNOWN, f"{at}/recipient", "recipient", id=line.recipient)
        for number, each in enumerate(line.deductions):
            if not each.reason.strip():
                yield finding(EMPTY, f"{at}/deductions/{number}/reason", "reason")
            yield from known(f"{at}/deductions/{number}/record", (each.record,), world.visits, "visit")
    if summed(settlement.lines) != settlement.total:
        yield finding(SUM, "/total", "total")
    if world.tally is not None:
        yield from _beside(settlement, world.tally)
    yield from filled("/confirmed_by", settlement.confirmed_by)


def _beside(settlement: Settlement, tally: Tally) -> Iterator[Finding]:
    """Where lines differ from the tally, in visits or minutes."""
    theirs = {line.key: (line.visits, line.minutes) for line in tally.recipients if line.visits}
    stated = {line.recipient: (line.visits, line.minutes) for line in settlement.lines}
    for recipient in sorted(theirs.keys() | stated.keys()):
        ours, other = stated.get(recipient, (0, 0)), theirs.get(recipient, (0, 0))
        if ours != other:
            place = next((i for i, line in enumerate(settlement.lines) if line.recipient == recipient), None)
            yield finding(
                SUM, "/lines" if place is None else f"/lines/{place}", "tally", recipient=recipient,
                visits=ours[0], minutes=ours[1], tally_visits=other[0], tally_minutes=other[1],
            )  # fmt: skip


def _line(part: Reader) -> SettlementLine:
    return SettlementLine(
        recipient=part.identifier("recipient", required=True),
        visits=part.number("visits", _MOST, required=True),
        minutes=part.number("minutes", _MOST, required=True),
        amount=part.amount("amount"),
        deductions=tuple(
            Deduction(
                each.number("amount", _MOST, required=True), each.text("reason", limit=200),
                each.text("record", limit=26),
            )
            for each in part.parts("deductions")
        ),
    )  # fmt: skip


def _month(reader: Reader) -> str:
    month = reader.text("month", required=True)
    try:
        month_days(month)
    except ValueError:
        reader.fault("month", "value")
        return "2000-01"
    return month
