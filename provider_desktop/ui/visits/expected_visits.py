"""Visits that schedule or plan expects, beside the lines being typed: which come next, whom a key means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from provider_desktop.domain.pinyin import matches
from provider_desktop.domain.text import folded
from provider_desktop.domain.visits import ItemDone, Outcome
from provider_desktop.services.visits import EntryLine, ExpectedVisit

#: Days looked ahead for the next expected visit once those of a day are all typed.
DAYS_AHEAD = 7
_TYPED = re.compile(r"(?P<shift>[+=＋＝-]*)(?P<rest>.*)", re.DOTALL)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """What was typed for a recipient: signs that move the day (``+`` to the next), then who is meant."""

    days: int
    rest: str

    @property
    def place(self) -> int:
        """The place in the list that a single figure names, counted from 1; 0 for none."""
        return int(self.rest) if re.fullmatch("[1-9]", self.rest) else 0

    @property
    def is_name(self) -> bool:
        """Whether a person is named, rather than a place in the list of those expected."""
        return bool(self.rest) and not self.place


def typed_person(text: str) -> TypedPerson:
    """Take a text apart: ``+z`` is somebody with Z on the day after."""
    match = _TYPED.fullmatch(text.strip())
    shift, rest = (match["shift"], match["rest"]) if match else ("", text)
    back = shift.count("-")
    return TypedPerson(len(shift) - 2 * back, rest.strip())


@dataclass(slots=True)
class ExpectedVisits:
    """Expected visits by day as far as they were asked for."""

    by_day: dict[date, tuple[ExpectedVisit, ...]] = field(default_factory=dict)

    def put(self, day: date, visits: Sequence[ExpectedVisit]) -> None:
        """Take what is expected on a day."""
        self.by_day[day] = tuple(visits)

    def forget(self) -> None:
        """Know nothing any more: records were sealed, or the schedule was changed."""
        self.by_day.clear()

    def left(self, day: date, lines: Iterable[EntryLine]) -> tuple[ExpectedVisit, ...]:
        """Those of a day that no line answers, in the order planned.

        A line answers its own order; one without an order the first of its recipient's.
        """
        on_day = [line for line in lines if line.day == day and line.recipient]
        orders = {line.order for line in on_day if line.order}
        others = Counter(line.recipient for line in on_day if not line.order)
        found = []
        for each in self.by_day.get(day, ()):
            if each.order and each.order in orders:
                continue
            if others[each.recipient] > 0:
                others[each.recipient] -= 1
                continue
            found.append(each)
        return tuple(found)

    def next_day(self, day: date, lines: Sequence[EntryLine], today: date) -> date | None:
        """The day from ``day`` on, and not after today, of which something is left; None where nothing is
        or where it is not known yet."""
        for _ in range(DAYS_AHEAD):
            if day > today or day not in self.by_day:
                return None
            if self.left(day, lines):
                return day
            day += _DAY
        return None

    def unknown_day(self, day: date, lines: Sequence[EntryLine], today: date) -> date | None:
        """The day that must be asked for before the next expected visit is known; None where it is."""
        for _ in range(DAYS_AHEAD):
            if day > today:
                return None
            if day not in self.by_day:
                return day
            if self.left(day, lines):
                return None
            day += _DAY
        return None

    def of_recipient(self, recipient: str, day: date, lines: Iterable[EntryLine]) -> ExpectedVisit | None:
        """What is left of a recipient on a day."""
        return next((each for each in self.left(day, lines) if each.recipient == recipient), None)


def matching(visits: Sequence[ExpectedVisit], typed: TypedPerson) -> tuple[ExpectedVisit, ...]:
    """Those that were meant: all for nothing typed, the n-th for a figure, else by name."""
    if typed.place:
        return tuple(visits[typed.place - 1 : typed.place])
    text = folded(typed.rest)
    if not text:
        return tuple(visits)
    return tuple(each for each in visits if text in each.keys or matches(text, each.keys))


def filled(line: EntryLine, visit: ExpectedVisit, *, whole: bool = True) -> EntryLine:
    """The line with an expected visit: whom and when; with ``whole`` also by whom and what, where that
    was not typed. Never a captured time."""
    line = replace(line, day=visit.day, recipient=visit.recipient, order=visit.order)
    if not whole:
        return line
    done = line.outcome is Outcome.DONE
    return replace(
        line,
        staff=line.staff or visit.staff,
        items=line.items or (tuple(ItemDone(item) for item in visit.items) if done else ()),
    )
