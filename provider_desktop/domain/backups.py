"""Which backups are kept: one a day for a week, one a week for four, one a month for twelve."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Final

from provider_desktop.domain.clock import local_day

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 12


def to_keep(made: Iterable[datetime]) -> frozenset[datetime]:
    """Of backups made at those moments (aware), those that stay.

    The newest always does. Of each of the last seven days, four weeks (from Monday) and twelve months on
    which there are any, the newest; days without a backup do not use up a place.
    """
    newest_first = sorted(set(made), reverse=True)
    periods: tuple[tuple[Callable[[datetime], Hashable], int], ...] = (
        (local_day, DAYS),
        (lambda moment: local_day(moment).isocalendar()[:2], WEEKS),
        (lambda moment: (local_day(moment).year, local_day(moment).month), MONTHS),
    )
    kept: set[datetime] = set()
    for period_of, count in periods:
        seen: dict[Hashable, datetime] = {}
        for moment in newest_first:
            seen.setdefault(period_of(moment), moment)
        kept |= set(list(seen.values())[:count])
    return frozenset(kept)
