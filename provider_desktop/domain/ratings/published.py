"""Which of the published rule sets a period is rated by; one answer for the desktop and the receiver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.ratings.periods import RatingPeriod, named_period
from provider_desktop.domain.ratings.rules import RuleSet


@dataclass(frozen=True, slots=True)
class PublishedRules:
    """A rule set with the days for which it was published (inclusive; no last day = open)."""

    rules: RuleSet
    first_day: date
    last_day: date | None


def rules_of_period(published: Sequence[PublishedRules], label: str) -> tuple[PublishedRules, RatingPeriod]:
    """The rule set that holds for a period, and the period as it names it.

    ``published`` is in order of beginning, newest first (of one day, the greatest version first). What a
    period is depends on the rule set, so only sets that know the label are asked: the first of them that
    is in force on the period's last day holds, whatever day it is today. Where none is, it is the one
    that lapsed last before, else the one that began first afterwards. Raises ``ValueError`` for a label
    that none of them knows.
    """
    knowing = [(each, period) for each in published if (period := _period(each.rules, label)) is not None]
    if not knowing:
        raise ValueError(f"not a period of these rules: {label!r}")
    begun = [(each, period) for each, period in knowing if each.first_day <= period.last]
    for each, period in begun:
        if each.last_day is None or each.last_day >= period.last:
            return each, period
    return begun[0] if begun else knowing[-1]


def _period(rules: RuleSet, label: str) -> RatingPeriod | None:
    try:
        return named_period(rules.period, label)
    except ValueError:
        return None
