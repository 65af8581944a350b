"""The rules in force on a day: checks, limits, lock calendar and rating, as the regulator published them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from provider_desktop.domain.checks import CheckRules, check_rules, lock_calendar
from provider_desktop.domain.checks.source import Moment
from provider_desktop.domain.histories import FactRules
from provider_desktop.domain.ratings.periods import RatingPeriod
from provider_desktop.domain.ratings.published import PublishedRules, rules_of_period
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.storage.rulesets import RulesetRow
from provider_desktop.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """Checks and rating of one version. ``rating`` is None when the version cannot be rated with
    (its language is newer than ours); ``version`` is empty where nothing was published yet."""

    version: str
    checks: CheckRules
    rating: RuleSet | None

    @property
    def facts(self) -> FactRules:
        """The limits on which facts of a rating depend."""
        return FactRules(self.checks.limits.late_after_hours, self.checks.limits.place_radius_metres)


def rules_on(reading: Reading, day: date) -> RulesInForce:
    """The rule set in force on a day with the newest calendar; as shipped where there is none."""
    return _read(reading.rulesets.on(day), reading.rulesets.calendar())


def rules_named(reading: Reading, version: str) -> RuleSet | None:
    """The rating of a version; None where it was not received or cannot be rated with."""
    stored = reading.rulesets.get(version)
    return _read(stored, None).rating if stored else None


def rules_for(reading: Reading, period: str) -> tuple[RulesInForce, RuleSet, RatingPeriod]:
    """The rules that hold for a period by its name, their rating, and the period.

    Raises ``ValueError`` where no rule set received (that can be rated with) knows such a period.
    """
    calendar = reading.rulesets.calendar()
    published, versions = [], {}
    for row in reading.rulesets.all():
        read = _read(row, calendar)
        if read.rating is not None:
            published.append(PublishedRules(read.rating, row.first_day, row.last_day))
            versions[read.version] = read
    holding, span = rules_of_period(published, period)
    return versions[holding.rules.version], holding.rules, span


def _read(ruleset: RulesetRow | None, calendar: Mapping[str, Any] | None) -> RulesInForce:
    return _parsed(
        json.dumps(dict(ruleset.body), sort_keys=True) if ruleset else "",
        json.dumps(dict(calendar), sort_keys=True) if calendar else "",
    )


@lru_cache(maxsize=32)
def _parsed(body_text: str, calendar_text: str) -> RulesInForce:
    body = json.loads(body_text) if body_text else {}
    calendar = lock_calendar(json.loads(calendar_text)) if calendar_text else None
    version = str(body.get("version", ""))
    rating = read_rules(body["rating"], version).rules if "rating" in body else None
    return RulesInForce(version, check_rules(body, calendar), rating)


def moment_of(reading: Reading, day: date | None, now: datetime) -> Moment:
    """When and under what rules a visit of that day is checked as a draft."""
    rules = rules_on(reading, day or now.date()).checks
    return Moment(now=now, rules=rules, settled=reading.cases.settled_months())
