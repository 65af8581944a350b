"""Times of day as offices write them, and two of them in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.dates import NOWHERE, Around, read_date
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.ledger.text import folded, plain, with_digits

_DAY_SECONDS = 86_400

_NEXT = r"(?P<next>次日|第2天|第二天|翌日|隔日|隔天|明日|nextday|\+1)?\(?"
_PART = (
    r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|正午|午间|下午|午后|傍晚"
    r"|晚上|晚间|深夜|半夜|夜里|夜间|夜|晚)?"
)
_SUFFIX = r"(?P<suffix>am|pm|a\.m\.|p\.m\.)?\)?(?P<after>次日|\(次日|\+1)?\)?"
_WRITTEN = re.compile(
    _NEXT
    + _PART
    + r"(?P<hour>\d{1,2})(?:[:;]|点钟?|时|h)"
    + r"(?:(?P<minute>\d{1,2})(?:分钟?|m)?(?:[:;]?(?P<second>\d{1,2})(?:\.0+)?秒?)?"
    + r"|(?P<quarter>半|1刻钟?|3刻钟?)|整)?"
    + _SUFFIX
)
_DOTTED = re.compile(_NEXT + _PART + r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})" + _SUFFIX)
_RUN = re.compile(_NEXT + _PART + r"(?P<hour>\d{1,2})(?P<minute>\d{2})(?P<second>(?<=\d{4})\d{2})?" + _SUFFIX)
_HOUR = re.compile(_NEXT + _PART + r"(?P<hour>\d{1,2})(?P<suffix>am|pm)")
_QUARTERS = {"半": 30, "1": 15, "3": 45}
_BETWEEN = re.compile(r"-{1,2}|至|到|--+|→|to")
_WITH_DATE = re.compile(r"^(.*\d[日号]?)[ tT]+(\S*\d.*)$")

_MORNING = frozenset({"凌晨", "清晨", "早上", "早晨", "早", "上午", "am", "a.m."})
_EVENING = frozenset({"下午", "午后", "傍晚", "pm", "p.m."})
_NIGHT = frozenset({"晚上", "晚间", "深夜", "半夜", "夜里", "夜间", "夜", "晚"})


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day: seconds since the local midnight (86 400 = 24:00).

    ``next_day`` where the cell says 次日; ``day`` where the cell itself names the day.
    """

    seconds: int
    next_day: bool = False
    day: date | None = None

    def on(self, day: date) -> datetime:
        """The moment in UTC, on the cell's own day or else on the day given."""
        start = self.day or day
        midnight = datetime(start.year, start.month, start.day, tzinfo=LOCAL)
        return (midnight + timedelta(days=int(self.next_day), seconds=self.seconds)).astimezone(UTC)


def read_time(cell: Cell, around: Around = NOWHERE) -> ClockTime | None:
    """The time that a cell names, or ``None`` where it names none or is in doubt.

    Takes typed times, fractions of a day, ``905``, ``9:05``, ``9点半``, ``下午2:07``, ``次日0:30``, and
    a date with a time. Hours and minutes that no clock shows are not mended.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime):
        return ClockTime(_seconds(cell.time()), day=read_date(cell))
    if isinstance(cell, time):
        return ClockTime(_seconds(cell))
    if isinstance(cell, timedelta):
        total = int(cell.total_seconds())
        return ClockTime(total) if 0 <= total <= _DAY_SECONDS else None
    if isinstance(cell, float):
        return _from_fraction(cell)
    if isinstance(cell, int):
        return ClockTime(0) if cell == 0 else _from_text(str(cell)) if cell >= 100 else None
    if isinstance(cell, str):
        return _from_text(with_digits(folded(cell))) or _with_date(plain(cell), around)
    return None


def read_period(cell: Cell, around: Around = NOWHERE) -> tuple[ClockTime, ClockTime] | None:
    """Sign-in and sign-out written in one cell (``8:30-9:10``, ``下午2点至3点半``), or ``None``.

    A second time without a part of the day shares that of the first (``下午2:00-3:30``): people say it once.
    """
    if not isinstance(cell, str):
        return None
    parts = _BETWEEN.split(with_digits(folded(cell)))
    if len(parts) != 2:
        return _dated_period(plain(cell), around)
    first = _match(parts[0])
    second = _match(parts[1])
    if first is None or second is None:
        return _dated_period(plain(cell), around)
    begin, end = _clock(first), _clock(second)
    part = first.groupdict().get("part")
    if part and not second.groupdict().get("part") and not second.groupdict().get("suffix"):
        shared = _clock(second, part)
        if end is not None and begin is not None and shared is not None and not end.next_day:
            end = shared if end.seconds <= begin.seconds else end
    return (begin, end) if begin is not None and end is not None else None


def _dated_period(text: str, around: Around) -> tuple[ClockTime, ClockTime] | None:
    """``2026-10-03 8:30-9:10``: a day before the two times."""
    match = _WITH_DATE.match(text)
    day = read_date(match[1], around) if match else None
    if match is None or day is None:
        return None
    period = read_period(match[2], around)
    return (replace(period[0], day=day), replace(period[1], day=day)) if period else None


def _with_date(text: str, around: Around) -> ClockTime | None:
    match = _WITH_DATE.match(text)
    if match is None:
        return None
    day = read_date(match[1], around)
    clock = _from_text(with_digits(folded(match[2])))
    return replace(clock, day=day) if day is not None and clock is not None else None


def _from_fraction(value: float) -> ClockTime | None:
    if 0 <= value < 1:
        # a second is the finest that a clock on paper shows; the rest is the noise of the fraction
        return ClockTime(round(value * _DAY_SECONDS))
    day = read_date(value)
    if day is None:
        return None
    return ClockTime(round((value - int(value)) * _DAY_SECONDS), day=day)


def _from_text(text: str) -> ClockTime | None:
    match = _match(text)
    return _clock(match) if match else None


def _match(text: str) -> re.Match[str] | None:
    return (
        _WRITTEN.fullmatch(text) or _DOTTED.fullmatch(text) or _RUN.fullmatch(text) or _HOUR.fullmatch(text)
    )


def _clock(match: re.Match[str], part: str | None = None) -> ClockTime | None:
    groups = match.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    second = int(groups.get("second") or 0)
    if quarter := groups.get("quarter"):
        minute = _QUARTERS[quarter[0]]
    next_day = bool(groups.get("next") or groups.get("after"))
    hour = _in_part(hour, part or groups.get("part") or groups.get("suffix") or "")
    if minute > 59 or second > 59 or not 0 <= hour <= 24 or (hour == 24 and (minute or second or next_day)):
        return None
    return ClockTime(hour * 3600 + minute * 60 + second, next_day=next_day)


def _in_part(hour: int, part: str) -> int:
    """The hour on a 24-hour clock, or -1 where hour and part of the day contradict each other."""
    if not part:
        return hour
    if part in _MORNING:
        if part in {"am", "a.m.", "凌晨"} and hour == 12:
            return 0
        return hour if hour <= 12 else -1
    if part in _EVENING:
        return hour + 12 if 1 <= hour < 12 else hour if 12 <= hour < 24 else -1
    if part in _NIGHT:
        # 晚上12点 is the end of the day; 晚上1点 may be either night
        return 24 if hour == 12 else hour + 12 if 5 <= hour < 12 else hour if 17 <= hour <= 24 else -1
    return hour if 11 <= hour <= 14 else hour + 12 if hour in (1, 2) else -1


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second
