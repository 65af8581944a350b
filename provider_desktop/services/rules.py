"""The rules in force on a day: checks, limits, lock calendar and rating, as the regulator published them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from provider_desktop.domain.checks import CheckRules, check_rules, lock_calendar
from provider_desktop.domain.checks.source import Moment
from provider_desktop.domain.histories import FactRules
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import RuleSet
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
    ruleset = reading.rulesets.on(day)
    calendar = reading.rulesets.calendar()
    return _parsed(
        json.dumps(dict(ruleset.body), sort_keys=True) if ruleset else "",
        json.dumps(dict(calendar), sort_keys=True) if calendar else "",
    )


@lru_cache(maxsize=8)
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
