"""Says a rule in plain words of either language, made from the rule itself, so never out of step with it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from provider_desktop.domain.ratings.bands import rounded
from provider_desktop.domain.ratings.facts import FIELDS, FieldType, Source
from provider_desktop.domain.ratings.predicates import (
    ALWAYS,
    All,
    AnyOf,
    Equals,
    InSet,
    Known,
    Not,
    OneOf,
    Predicate,
    Within,
)
from provider_desktop.domain.ratings.rules import (
    BandRule,
    Better,
    Condition,
    CountCondition,
    Indicator,
    MeasureKind,
    RuleSet,
)
from provider_desktop.wording import sentence


def describe_measure(rules: RuleSet, indicator: Indicator, language: str) -> str:
    """How an indicator's value is made: ``“of full length” as a share of visits done``."""
    return _Words(rules, language).measure(indicator)


def describe_bands(rules: RuleSet, indicator: Indicator, language: str) -> tuple[tuple[str, str], ...]:
    """The bands of an indicator, best first, as (band id, ``≥ 95 %``)."""
    words = _Words(rules, language)
    return tuple((rule.band, words.band(indicator, rule)) for rule in indicator.bands)


def bound_text(indicator: Indicator, bound: Fraction) -> str:
    """A bound with its direction and unit: ``≥ 95 %``, ``≤ 2``. The same in both languages."""
    sign = "≥" if indicator.better is Better.HIGHER else "≤"
    return f"{sign} {_amount(indicator, bound)}"


def _amount(indicator: Indicator, value: Fraction) -> str:
    text = _decimal(value)
    return f"{text} %" if indicator.measure.kind is MeasureKind.RATIO else text


def _decimal(value: Fraction) -> str:
    """As written in the rule set, where decimals have at most six places."""
    text = rounded(value, 6).text
    return text.rstrip("0").rstrip(".")


class _Words:
    """The words of one rule set in one language."""

    def __init__(self, rules: RuleSet, language: str) -> None:
        self._rules = rules
        self._language = language

    def measure(self, indicator: Indicator) -> str:
        rule = indicator.measure
        among = self._facts(rule.over, rule.among)
        if rule.kind is MeasureKind.AVERAGE:
            return self._say("average", among=among, field=self._field(rule.over, rule.share_field))
        share = self._predicate(rule.over, rule.share)
        if rule.kind is MeasureKind.COUNT:
            return self._say("count", among=among, share=share)
        if not rule.among_field:
            return self._say("ratio", among=among, share=share)
        above, below = (self._field(rule.over, name) for name in (rule.share_field, rule.among_field))
        if rule.share != ALWAYS:
            above = self._say("filtered", source=above, where=share)
        code = "weighed" if rule.among == ALWAYS else "weighed_among"
        return self._say(code, above=above, below=below, among=among)

    def band(self, indicator: Indicator, rule: BandRule) -> str:
        if not rule.bounds:
            return self._say("otherwise")
        texts = [
            bound_text(indicator, bound.value)
            if bound.since is None
            else self._say("since", day=bound.since.isoformat(), bound=bound_text(indicator, bound.value))
            for bound in rule.bounds
        ]
        conditions = [self._condition(condition) for condition in rule.conditions]
        return self._joined("also", [self._joined("comma", texts), *conditions])

    def _condition(self, condition: Condition) -> str:
        if isinstance(condition, CountCondition):
            subject = self._facts(condition.over, condition.where)
            return self._limits(subject, condition.at_least, condition.at_most)
        other = self._rules.indicator(condition.indicator)
        least, most = (
            None if bound is None else _amount(other, bound)
            for bound in (condition.at_least, condition.at_most)
        )
        return self._limits(other.name.in_language(self._language), least, most)

    def _facts(self, over: Source, where: Predicate) -> str:
        source = self._say(over.value)
        if where == ALWAYS:
            return source
        if isinstance(where, InSet):
            return self._set(where)
        return self._say("filtered", source=source, where=self._predicate(over, where))

    def _predicate(self, over: Source, predicate: Predicate) -> str:
        match predicate:
            case Equals(name, value) if FIELDS[over][name].type.is_flag:
                return self._word(over, name, "true" if value else "false")
            case Equals(name, value):
                return self._say("is", field=self._field(over, name), value=self._value(over, name, value))
            case OneOf(name, values):
                texts = [self._value(over, name, value) for value in values]
                return self._say("is", field=self._field(over, name), value=self._joined("or", texts))
            case Within(name, at_least, at_most):
                return self._limits(self._field(over, name), at_least, at_most)
            case Known(name, known):
                return self._say("known" if known else "unknown", field=self._field(over, name))
            case All(parts):
                return self._joined("and", [self._predicate(over, part) for part in parts])
            case AnyOf(parts):
                return self._joined("or", [self._predicate(over, part) for part in parts])
            case Not(OneOf(name, values)):
                texts = [self._value(over, name, value) for value in values]
                return self._say("is_not", field=self._field(over, name), value=self._joined("or", texts))
            case Not(Equals(name, value)) if not FIELDS[over][name].type.is_flag:
                text = self._value(over, name, value)
                return self._say("is_not", field=self._field(over, name), value=text)
            case Not(part):
                return self._say("not", part=self._predicate(over, part))
            case _:
                return self._set(predicate)

    def _set(self, named: InSet) -> str:
        found = self._rules.sets[named.name]
        return found.name_en if self._language == "en" else found.name_zh

    def _limits(self, subject: str, at_least: int | str | None, at_most: int | str | None) -> str:
        if at_least is not None and at_most is not None:
            return self._say("between", field=subject, least=at_least, most=at_most)
        if at_least is not None:
            return self._say("at_least", field=subject, value=at_least)
        return self._say("at_most", field=subject, value=at_most)

    def _field(self, over: Source, name: str) -> str:
        return sentence("rating_field", f"{over}.{name}", self._language)

    def _value(self, over: Source, name: str, value: bool | int | str) -> str:
        if FIELDS[over][name].type is FieldType.TEXT and FIELDS[over][name].values:
            return self._word(over, name, str(value))
        return str(value)

    def _word(self, over: Source, name: str, value: str) -> str:
        return sentence("rating_field", f"{over}.{name}.{value}", self._language)

    def _say(self, code: str, **values: object) -> str:
        return sentence("rating_phrase", code, self._language, values)

    def _joined(self, code: str, texts: Iterable[str]) -> str:
        return self._say(code).join(texts)
