"""Times, days, figures as people read them: local time, short dates, tabular figures, in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from provider_desktop.domain.clock import LOCAL, local_day

_WEEKDAYS = {
    "zh_CN": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def days_until(moment: datetime, today: date) -> int:
    """Whole days from a day to the day of a moment; a midnight belongs to the day that ends."""
    return (local_day(moment - timedelta(microseconds=1)) - today).days


class Formats:
    """Writes values in one language. Moments are aware and shown at +08:00; days are calendar days."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._zh = language == "zh_CN"

    def time(self, moment: datetime) -> str:
        """``14:02``."""
        return moment.astimezone(LOCAL).strftime("%H:%M")

    def day(self, day: date) -> str:
        """A day in a column: ``11-20``."""
        return f"{day.month:02d}-{day.day:02d}"

    def full_day(self, day: date) -> str:
        """A day with its year: ``2026-11-20``."""
        return day.isoformat()

    def spoken_day(self, day: date) -> str:
        """A day in a sentence: ``11月20日``, ``20 Nov``."""
        return f"{day.month}月{day.day}日" if self._zh else f"{day.day} {_MONTHS[day.month - 1]}"

    def long_day(self, day: date) -> str:
        """A day with its weekday: ``11月20日 星期五``, ``Fri 20 Nov``."""
        weekday = _WEEKDAYS["zh_CN" if self._zh else "en"][day.weekday()]
        return f"{self.spoken_day(day)} {weekday}" if self._zh else f"{weekday} {self.spoken_day(day)}"

    def month(self, month: str) -> str:
        """A month written ``2026-11``, short: ``11月``, ``Nov``. Raises ``ValueError`` for anything else."""
        number = datetime.strptime(month, "%Y-%m").month  # noqa: DTZ007 - a calendar month has no zone
        return f"{number}月" if self._zh else _MONTHS[number - 1]

    def long_month(self, month: str) -> str:
        """A month with its year: ``2026年11月``, ``Nov 2026``."""
        year = month.partition("-")[0]
        return f"{year}年{self.month(month)}" if self._zh else f"{self.month(month)} {year}"

    def moment(self, moment: datetime, today: date | None = None) -> str:
        """A moment, as short as it stays clear: ``14:02`` today, ``11-18 14:02`` this year, else all."""
        day = local_day(moment)
        if today is not None and day == today:
            return self.time(moment)
        shown = self.day(day) if today is not None and day.year == today.year else self.full_day(day)
        return f"{shown} {self.time(moment)}"

    def spoken_moment(self, moment: datetime) -> str:
        """A moment in a sentence: ``12月5日 14:02``; a midnight closes its day, ``12月5日 24:00``."""
        local = moment.astimezone(LOCAL)
        if local.hour == local.minute == 0:
            # a deadline at midnight belongs to the day that ends
            ended = date.fromordinal(local.date().toordinal() - 1)
            return f"{self.spoken_day(ended)} 24:00"
        return f"{self.spoken_day(local.date())} {self.time(moment)}"

    def minutes(self, minutes: int) -> str:
        """A duration: ``45 分钟``, ``1 小时 35 分``; ``45 min``, ``1 h 35 min``."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest} 分钟" if self._zh else f"{rest} min"
        head = f"{hours} 小时" if self._zh else f"{hours} h"
        if not rest:
            return head
        return f"{head} {rest} 分" if self._zh else f"{head} {rest} min"

    def count(self, number: int) -> str:
        """A count with thin groups: ``12 345``."""
        return f"{number:,}".replace(",", "\u202f")

    def percent(self, ratio: str | Decimal, places: int = 1) -> str:
        """A ratio given as a decimal string (``0.931``) in per cent: ``93.1 %``, ``100 %``."""
        value = (Decimal(ratio) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        text = f"{value:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return f"{text} %"

    def of(self, part: int, whole: int) -> str:
        """Part of a whole: ``217 / 233``."""
        return f"{self.count(part)} / {self.count(whole)}"

    def joined(self, *parts: str) -> str:
        """Short facts in one line, the empty ones left out: ``10月 · 民政局公布``."""
        return " · ".join(part for part in parts if part)

    def masked_name(self, name: str) -> str:
        """A name as lists show it: ``张*英``, ``李*``; letters keep first and last."""
        if len(name) <= 1:
            return "*" * len(name)
        if len(name) == 2:
            return f"{name[0]}*"
        return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"

    def masked_id(self, number: str) -> str:
        """An identity number as lists show it: ``371621********0011``."""
        return (
            f"{number[:6]}{'*' * max(0, len(number) - 10)}{number[-4:]}"
            if len(number) > 10
            else "*" * len(number)
        )

    def masked_phone(self, phone: str) -> str:
        """A phone number as lists show it: ``138****1234``."""
        return (
            f"{phone[:3]}{'*' * max(0, len(phone) - 7)}{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)
        )
