"""Days as offices write them: typed cells, serial numbers, and a dozen ways to write one as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.ledger.text import folded, plain, with_digits

#: Days outside these years are slips of the pen, not records.
FIRST_YEAR, LAST_YEAR = 2000, 2099
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers, its false leap day of 1900 allowed for
_SERIALS = range((date(FIRST_YEAR, 1, 1) - _EPOCH).days, (date(LAST_YEAR, 12, 31) - _EPOCH).days + 1)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

_WEEKDAY = re.compile(
    r"[(\[]?(?:星期|周|礼拜)[1-6日天][)\]]?|[,(]?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.)]?"
)
_WITH_TIME = re.compile(r"^(.+?)[ tT]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})[-/.年](\d{1,2})[-/.月](\d{4}|\d{1,2})[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]?")
_NAMED = re.compile(
    r"(?:([a-z]{3,9})\.?-?(\d{1,2})|(\d{1,2})-?([a-z]{3,9})\.?)(?:st|nd|rd|th)?,?-?(\d{4}|\d{2})?"
)
_MONTH_TITLE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月|(?=\D)|$)")
_YEAR_TITLE = re.compile(r"(20\d{2})(?:年|(?=\D)|$)")
_MONTH_ONLY = re.compile(r"(?<!\d)(\d{1,2})月(?!\d)")


@dataclass(frozen=True, slots=True)
class Around:
    """What the surroundings say of a date that does not say all itself.

    ``year`` and ``month`` come from the title; ``neighbour`` is the day of a row nearby.
    """

    year: int | None = None
    month: int | None = None
    neighbour: date | None = None

    def anchor(self) -> date | None:
        """A day near which the unsaid year lies; the neighbours know better than the title."""
        if self.neighbour is not None:
            return self.neighbour
        return date(self.year, self.month or 7, 15) if self.year is not None else None


NOWHERE = Around()


def read_date(cell: Cell, around: Around = NOWHERE) -> date | None:
    """The day that a cell names, or ``None`` where it names none, or not exactly one.

    A day without a year takes the year nearest to its surroundings, a day alone their month as well.
    A date of which day and month could change places counts only if the title's month decides.
    """
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, float):
        # 46296.35 is a moment; 10.12 is a number that was once typed as a day and cannot be told any more
        serial = int(cell) if isfinite(cell) else -1
        return _EPOCH + timedelta(days=serial) if serial in _SERIALS else None
    if isinstance(cell, int) and cell in _SERIALS:
        return _EPOCH + timedelta(days=cell)
    return _from_text(cell, around)


def read_month(text: str) -> tuple[int | None, int | None]:
    """Year and month that a title names, each ``None`` where it does not."""
    title = with_digits(folded(text))
    found = _MONTH_TITLE.search(title)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:
        return int(found[1]), int(found[2])
    year = _YEAR_TITLE.search(title)
    month = _MONTH_ONLY.search(title)
    return (
        int(year[1]) if year else None,
        int(month[1]) if month and 1 <= int(month[1]) <= 12 else None,
    )


def _from_text(cell: str | int, around: Around) -> date | None:
    text = plain(cell)
    timed = _WITH_TIME.match(text)
    text = with_digits(folded(timed[1] if timed else text))
    text = _WEEKDAY.sub("", text)
    found = list(dict.fromkeys(_candidates(text, around)))
    if len(found) > 1 and around.month is not None:
        found = [day for day in found if day.month == around.month and around.year in (None, day.year)]
    return found[0] if len(found) == 1 else None


def _candidates(text: str, around: Around) -> Iterator[date]:
    """Every day that the text may mean."""
    if match := _YEAR_FIRST.fullmatch(text) or _RUN.fullmatch(text):
        yield from _day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _THREE.fullmatch(text):
        first, second, third = int(match[1]), int(match[2]), int(match[3])
        yield from _short(first, second, third)
        yield from _short(third, first, second)
        yield from _short(third, second, first)
    elif match := _MONTH_DAY.fullmatch(text):
        yield from _nearest(int(match[1]), int(match[2]), around)
    elif match := _NAMED.fullmatch(text):
        month = _MONTHS.get((match[1] or match[4])[:3], 0)
        day = int(match[2] or match[3])
        yield from _short(int(match[5]), month, day) if match[5] else _nearest(month, day, around)
    elif text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        yield _EPOCH + timedelta(days=int(text))
    elif (match := _DAY.fullmatch(text)) and around.month is not None:
        yield from _nearest(around.month, int(match[1]), around)


def _nearest(month: int, day: int, around: Around) -> Iterator[date]:
    """The day of that month and day which lies nearest to the surroundings."""
    anchor = around.anchor()
    if anchor is None:
        return
    found = [one for year in range(anchor.year - 1, anchor.year + 2) for one in _day(year, month, day)]
    if found:
        yield min(found, key=lambda one: abs((one - anchor).days))


def _short(year: int, month: int, day: int) -> Iterator[date]:
    """A day whose year may be written with two digits: 15 to 49 of this century, never a day of the month."""
    if year in range(15, 50):
        yield from _day(2000 + year, month, day)
    elif year > 99:
        yield from _day(year, month, day)


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        found = _within(date(year, month, day))
    except ValueError:
        return
    if found is not None:
        yield found


def _within(day: date) -> date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
