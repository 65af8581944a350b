"""What turns the light green: exact arithmetic per indicator, as steps to work through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from provider_desktop.domain.ratings.bands import reaches
from provider_desktop.domain.ratings.engine import IndicatorResult, Rating
from provider_desktop.domain.ratings.explain import Gap, evidence_behind, gap_to, green_rule
from provider_desktop.domain.ratings.facts import Facts
from provider_desktop.domain.ratings.rows import Evidence, Rows
from provider_desktop.domain.ratings.rules import (
    Better,
    CountCondition,
    Indicator,
    IndicatorCondition,
    Light,
    Remedy,
    RuleSet,
    WorstOf,
)


class Reason(StrEnum):
    """Why a step is needed, or why there is no way."""

    BOUND = "bound"  # the value does not reach the bound
    CONDITION = "condition"  # the value does, a second condition is not met
    UNREACHABLE = "unreachable"  # nothing the agency may do leads there with these figures
    VETO = "veto"  # the regulator's finding decides, whatever the indicators say


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do for one indicator.

    ``count`` of ``remedy``: visits to do, records to complete, further good records, certificates to
    renew, complaints to close; 0 where nothing leads there. ``keys`` are what it is about, those that
    bring most first: at least ``count`` of them have to be dealt with, except for ``dilute``, where they
    only say what the loss is made of.
    """

    indicator: str
    reason: Reason
    remedy: Remedy
    count: int
    keys: tuple[str, ...]


def steps_to_green(rules: RuleSet, facts: Facts, rating: Rating) -> tuple[Step, ...]:
    """What has to happen so that every indicator shows green; see :func:`steps_of`."""
    return steps_of(rules, Rows(rules, facts), facts.first, rating)


def steps_of(rules: RuleSet, evidence: Evidence, first: date, rating: Rating) -> tuple[Step, ...]:
    """What has to happen so that every indicator shows green, in the order of the rule set.

    Empty where the light is green already, and for rule sets that combine to a score: there, no single
    indicator has to be green. Indicators without data ask for nothing;
    work on the list may bring one of them over its minimum sample, and the list then names it.
    """
    if rating.light in (Light.GREEN, Light.NONE) or not isinstance(rules.combination, WorstOf):
        return ()
    steps = [Step(veto, Reason.VETO, Remedy.CORRECT, 0, ()) for veto in rating.vetoes]
    for result in rating.indicators:
        if result.light not in (Light.GREEN, Light.NONE):
            steps.extend(_steps(rules, evidence, first, rating, result))
    return tuple(dict.fromkeys(steps))


def _steps(
    rules: RuleSet, evidence: Evidence, first: date, rating: Rating, result: IndicatorResult
) -> list[Step]:
    indicator = rules.indicator(result.id)
    rule = green_rule(rules, indicator)
    bound = rule.bound_on(first) if rule is not None else None
    if rule is None or bound is None:
        return [Step(result.id, Reason.UNREACHABLE, indicator.remedy, 0, ())]
    steps = []
    if result.exact is not None and not reaches(result.exact, bound, indicator.better):
        steps.append(_step(evidence, indicator, gap_to(indicator, result, bound)))
    for condition in rule.conditions:
        if isinstance(condition, CountCondition):
            steps.extend(_count_step(indicator, condition, evidence))
        else:
            steps.extend(_other_step(rules, evidence, rating, condition))
    return steps


def _step(evidence: Evidence, indicator: Indicator, gap: Gap | None) -> Step:
    failing = [each for each in evidence_behind(evidence, indicator) if each.failing]
    keys = tuple(each.key for each in sorted(failing, key=lambda each: (-each.missing, each.key)))
    count = None
    if gap is not None:
        count = gap.dilute if indicator.remedy is Remedy.DILUTE else gap.fix
    if count is None:
        return Step(indicator.id, Reason.UNREACHABLE, indicator.remedy, 0, keys)
    return Step(indicator.id, Reason.BOUND, indicator.remedy, count, keys)


def _count_step(indicator: Indicator, condition: CountCondition, evidence: Evidence) -> list[Step]:
    keys = evidence.meeting(condition)
    if condition.at_most is not None and len(keys) > condition.at_most:
        return [Step(indicator.id, Reason.CONDITION, indicator.remedy, len(keys) - condition.at_most, keys)]
    if condition.at_least is not None and len(keys) < condition.at_least:
        return [Step(indicator.id, Reason.CONDITION, indicator.remedy, condition.at_least - len(keys), ())]
    return []


def _other_step(
    rules: RuleSet, evidence: Evidence, rating: Rating, condition: IndicatorCondition
) -> list[Step]:
    """The step for another indicator that this one's green band looks at."""
    other, result = rules.indicator(condition.indicator), rating.indicator(condition.indicator)
    steps = []
    for bound, better in ((condition.at_least, Better.HIGHER), (condition.at_most, Better.LOWER)):
        if bound is None or result.exact is None or reaches(result.exact, bound, better):
            continue
        # an upper limit on what is better high cannot be worked towards
        gap = gap_to(other, result, bound) if better is other.better else None
        steps.append(_step(evidence, other, gap))
    return steps
