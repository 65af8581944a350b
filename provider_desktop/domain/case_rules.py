"""What the rules of the small records stand on: what is known on this side, and findings of one form.

The small records are needs, follow-ups, complaints, incidents, replies to a light, and settlements
(``cases``). Desktop and receiver judge them by the same functions, each with its own ``CaseWorld``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Action, Finding, FindingValue
from provider_desktop.domain.settlement import Tally

#: A field that has to be filled is empty.
EMPTY = "CASE-EMPTY"
#: Nobody of that id is assigned to the agency, or works for it; no such visit or statement is known.
UNKNOWN = "CASE-UNKNOWN"
#: A time in the future, or two times in the wrong order.
TIME = "CASE-TIME"
#: A need about a person who has not agreed to be named.
CONSENT = "CASE-CONSENT"
#: An incident that was told later than it had to be.
LATE = "CASE-LATE"
#: Sums of a settlement that do not add up, or differ from the tally.
SUM = "CASE-SUM"
#: A month that cannot be settled: settled already, or with records that still wait for an answer.
MONTH = "CASE-MONTH"
#: A month that is settled before it is over: nothing more can be recorded in it then.
EARLY = "CASE-EARLY"

CASE_RULES: Mapping[str, Action] = {
    EMPTY: Action.BLOCK,
    UNKNOWN: Action.BLOCK,
    TIME: Action.BLOCK,
    CONSENT: Action.NOTICE,
    LATE: Action.NOTICE,
    SUM: Action.BLOCK,
    MONTH: Action.BLOCK,
    EARLY: Action.NOTICE,
}

#: Days within which a complaint is answered, and hours within which an incident is told [ours].
COMPLAINT_DAYS = 7
INCIDENT_HOURS = 24

_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that a record names: what has to be looked up before it can be judged."""

    recipients: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    statements: tuple[int, ...] = ()
    month: str = ""


@dataclass(frozen=True, slots=True)
class CaseWorld:
    """What one side knows: of the ids that a record names, those that exist; the tally of its month.

    ``tally`` is None where none was asked for; ``settled`` are months settled by earlier records.
    """

    now: datetime
    recipients: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    visits: frozenset[str] = frozenset()
    statements: frozenset[int] = frozenset()
    tally: Tally | None = None
    settled: frozenset[str] = frozenset()
    incident_hours: int = INCIDENT_HOURS

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.now)


@dataclass(frozen=True, slots=True)
class Outline:
    """What lists show of a record without reading it: whom and when it concerns, and its clock.

    ``due`` is the last day to act, None where no clock runs; ``is_open`` whether something is still to do.
    """

    recipient: str = ""
    visit: str = ""
    at: datetime | None = None
    due: date | None = None
    is_open: bool = False


def finding(rule: str, pointer: str, why: str, **values: FindingValue) -> Finding:
    """A finding of these rules; ``why`` tells the cases of a rule apart."""
    return Finding(rule, CASE_RULES[rule], pointer, {"why": why, **values})


def filled(pointer: str, text: str) -> Iterator[Finding]:
    """EMPTY where there is nothing but white space."""
    if not text.strip():
        yield finding(EMPTY, pointer, pointer.strip("/").rpartition("/")[2])


def not_later(
    world: CaseWorld, pointer: str, moment: datetime | None, after: datetime | None = None
) -> Iterator[Finding]:
    """EMPTY where a moment is missing, TIME where it lies ahead or before the one it follows."""
    if moment is None:
        yield finding(EMPTY, pointer, pointer.strip("/"))
    elif moment > world.now + _TOLERANCE:
        yield finding(TIME, pointer, "future")
    elif after is not None and moment < after:
        yield finding(TIME, pointer, "order")


def known(pointer: str, wanted: Iterable[str], found: frozenset[str], what: str) -> Iterator[Finding]:
    """UNKNOWN for each id that this side does not know; '' names nobody and is fine."""
    for each in wanted:
        if each and each not in found:
            yield finding(UNKNOWN, pointer, what, id=each)
