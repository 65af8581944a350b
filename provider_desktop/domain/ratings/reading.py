"""Reads a rule set from its JSON, strictly: every fault with a pointer, nothing guessed, nothing ignored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypeVar

from provider_desktop.domain.ratings.facts import FIELDS, Source
from provider_desktop.domain.ratings.json_nodes import Faulty, Node, Problem, gathered
from provider_desktop.domain.ratings.periods import PeriodKind, PeriodRule
from provider_desktop.domain.ratings.predicates import ALWAYS, NamedSet
from provider_desktop.domain.ratings.reading_parts import (
    Names,
    read_bands,
    read_predicate,
    read_text,
    unique,
)
from provider_desktop.domain.ratings.rules import (
    Band,
    Better,
    Combination,
    DueRule,
    Escalation,
    Indicator,
    Light,
    Measure,
    MeasureKind,
    Missing,
    Points,
    Remedy,
    Rounding,
    RuleSet,
    Veto,
    Weighted,
    WorstOf,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading: the rule set, or at least one problem."""

    rules: RuleSet | None
    problems: tuple[Problem, ...]


def read_rules(data: object, version: str) -> Reading:
    """Reads the ``rating`` part of a rule set body (``docs/exchange.md``) that carries ``version``.

    Pointers of problems begin at ``data``. Names are checked once everything that defines them could
    be read; apart from that all problems are found in one go.
    """
    problems: list[Problem] = []
    try:
        return Reading(_rules(Node(data, "", problems), version), ())
    except Faulty:
        return Reading(None, tuple(problems))


def _rules(node: Node, version: str) -> RuleSet:
    node.object(("name", "period", "bands", "indicators", "combine"), ("sets", "due", "vetoes", "escalation"))
    name = _attempt(read_text, node.member("name"))
    period = _attempt(_period, node.member("period"))
    bands = _attempt(_bands, node.member("bands"))
    sets = _attempt(_sets, node)
    ids = _attempt(_ids, node.member("indicators"))
    if name is None or period is None or bands is None or sets is None or ids is None or node.problems:
        raise Faulty
    names = Names(tuple(band.id for band in bands), ids, sets, node.has("due"))
    due = _attempt(_due, node, names)
    indicators = _attempt(_indicators, node.member("indicators"), names)
    vetoes = _attempt(_vetoes, node, names)
    escalations = _attempt(_escalations, node, names)
    if indicators is None or vetoes is None or escalations is None or node.problems:
        raise Faulty
    combination = _combination(node.member("combine"), names, indicators)
    return RuleSet(version, name, period, bands, indicators, combination, sets, due, vetoes, escalations)


def _attempt(read: Callable[..., T], *arguments: object) -> T | None:
    """Reads, or leaves it at the problems noted, so that what stands beside it is read as well."""
    try:
        return read(*arguments)
    except Faulty:
        return None


def _period(node: Node) -> PeriodRule:
    node.object(("kind",), ("first_month", "days"))
    kind = node.member("kind").choice(PeriodKind)
    if kind is PeriodKind.QUARTER:
        node.object(("kind",), ("first_month",))
        return PeriodRule(kind, node.member("first_month").integer(1, 12) if node.has("first_month") else 1)
    if kind is PeriodKind.ROLLING:
        node.object(("kind", "days"))
        return PeriodRule(kind, days=node.member("days").integer(1, 366))
    node.object(("kind",))
    return PeriodRule(kind)


def _bands(node: Node) -> tuple[Band, ...]:
    bands = node.each(_band, least=2)
    unique(node.items())
    return bands


def _band(node: Node) -> Band:
    node.object(("id", "light", "name"))
    light = node.member("light").one_of((Light.GREEN, Light.YELLOW, Light.RED))
    return Band(node.member("id").id(), Light(light), read_text(node.member("name")))


def _sets(node: Node) -> dict[str, NamedSet]:
    if not node.has("sets"):
        return {}
    read = gathered(
        partial(_set, child, key, node.has("due")) for key, child in node.member("sets").members()
    )
    return {named.id: named for named in read}


def _set(node: Node, name: str, has_due: bool) -> NamedSet:
    node.object(("over", "name", "where"))
    # a set is made of fields only: without other sets there are no circles to get lost in
    names = Names(has_due=has_due)
    over, text = names.source(node.member("over")), read_text(node.member("name"))
    return NamedSet(name, over, text.zh, text.en, read_predicate(node.member("where"), over, names))


def _ids(node: Node) -> tuple[str, ...]:
    children = node.items(least=1)
    for child in children:
        if not child.has("id"):
            raise child.fault("missing", field="id")
    return unique(children)


def _due(node: Node, names: Names) -> DueRule | None:
    if not node.has("due"):
        return None
    node = node.member("due").object(("per", "minutes_per_visit", "capped", "done", "excused"))
    return DueRule(
        per_item=node.member("per").one_of(("recipient", "item")) == "item",
        minutes_per_visit=node.member("minutes_per_visit").integer(1, 1440),
        capped=node.member("capped").flag(),
        done=read_predicate(node.member("done"), Source.VISITS, names),
        excused=read_predicate(node.member("excused"), Source.VISITS, names),
    )


# ---------------------------------------------------------------- indicators


def _indicators(node: Node, names: Names) -> tuple[Indicator, ...]:
    return node.each(lambda child: _indicator(child, names))


def _indicator(node: Node, names: Names) -> Indicator:
    node.object(("id", "name", "note", "measure", "minimum", "better", "remedy"), ("bands",))
    better = node.member("better").choice(Better)
    return Indicator(
        id=node.member("id").id(),
        name=read_text(node.member("name")),
        note=read_text(node.member("note")),
        measure=_measure(node.member("measure"), names),
        minimum=node.member("minimum").integer(1, 10**9),
        better=better,
        bands=read_bands(node.member("bands"), better, names) if node.has("bands") else (),
        remedy=node.member("remedy").choice(Remedy),
    )


def _measure(node: Node, names: Names) -> Measure:
    node.object(("kind", "over"), ("among", "share", "weigh", "field"))
    kind = node.member("kind").choice(MeasureKind)
    over = names.source(node.member("over"))
    among = read_predicate(node.member("among"), over, names) if node.has("among") else ALWAYS
    if kind is MeasureKind.AVERAGE:
        node.object(("kind", "over", "field"), ("among",))
        return Measure(kind, over, among, share_field=_number_field(node.member("field"), over))
    if kind is MeasureKind.COUNT:
        node.object(("kind", "over", "share"), ("among",))
        return Measure(kind, over, among, read_predicate(node.member("share"), over, names))
    node.object(("kind", "over"), ("among", "share", "weigh"))
    share = read_predicate(node.member("share"), over, names) if node.has("share") else ALWAYS
    if not node.has("weigh"):
        return Measure(kind, over, among, share)
    weigh = node.member("weigh").object(("among", "share"))
    below, above = (_number_field(weigh.member(key), over) for key in ("among", "share"))
    return Measure(kind, over, among, share, below, above)


def _number_field(node: Node, over: Source) -> str:
    return node.one_of(tuple(name for name, kind in FIELDS[over].items() if kind.type.is_number))


# ---------------------------------------------------------------- what is made of the indicators


def _combination(node: Node, names: Names, indicators: tuple[Indicator, ...]) -> Combination:
    kind = node.member("kind").one_of(("worst", "weighted", "points")) if node.has("kind") else ""
    if kind == "worst":
        node.object(("kind",))
        return WorstOf()
    parts = "points" if kind == "points" else "terms"
    node.object(("kind", "missing", parts, "places", "rounding", "better", "bands"))
    better = node.member("better").choice(Better)
    places, rounding = node.member("places").integer(0, 6), node.member("rounding").choice(Rounding)
    missing, bands = node.member("missing").choice(Missing), read_bands(node.member("bands"), better, names)
    if kind == "points":
        banded = {indicator.id: indicator for indicator in indicators}
        points = node.member(parts).each(lambda child: _points(child, names, banded), least=1)
        _each_once(node.member(parts), [indicator for indicator, _ in points])
        return Points(points, places, rounding, missing, better, bands)
    weights = node.member(parts).each(lambda child: _weight(child, names), least=1)
    _each_once(node.member(parts), [indicator for indicator, _ in weights])
    return Weighted(weights, places, rounding, missing, better, bands)


def _each_once(node: Node, indicators: list[str]) -> None:
    if twice := sorted({indicator for indicator in indicators if indicators.count(indicator) > 1}):
        raise node.fault("twice", value=", ".join(twice))


def _weight(node: Node, names: Names) -> tuple[str, Fraction]:
    node.object(("indicator", "weight"))
    return names.indicator(node.member("indicator")), _positive(node.member("weight"))


def _points(
    node: Node, names: Names, indicators: dict[str, Indicator]
) -> tuple[str, tuple[tuple[str, Fraction], ...]]:
    node.object(("indicator", "bands"))
    indicator = indicators[names.indicator(node.member("indicator"))]
    if not indicator.bands:
        raise node.member("indicator").fault("no_bands", value=indicator.id)
    table = node.member("bands").object(tuple(rule.band for rule in indicator.bands))
    points = tuple((rule.band, table.member(rule.band).decimal()) for rule in indicator.bands)
    if max(value for _, value in points) <= 0:
        raise table.fault("not_positive")
    return indicator.id, points


def _positive(node: Node) -> Fraction:
    value = node.decimal()
    if value <= 0:
        raise node.fault("not_positive")
    return value


def _vetoes(node: Node, names: Names) -> tuple[Veto, ...]:
    if not node.has("vetoes"):
        return ()
    vetoes = node.member("vetoes").each(lambda child: _veto(child, names))
    unique(node.member("vetoes").items())
    return vetoes


def _veto(node: Node, names: Names) -> Veto:
    node.object(("id", "name", "band"))
    return Veto(node.member("id").id(), read_text(node.member("name")), names.band(node.member("band")))


def _escalations(node: Node, names: Names) -> tuple[Escalation, ...]:
    if not node.has("escalation"):
        return ()
    escalations = node.member("escalation").each(lambda child: _escalation(child, names))
    unique(node.member("escalation").items())
    return escalations


def _escalation(node: Node, names: Names) -> Escalation:
    node.object(("id", "name", "bands", "misses", "within_months"))
    return Escalation(
        id=node.member("id").id(),
        name=read_text(node.member("name")),
        bands=node.member("bands").each(names.band, least=1),
        misses=node.member("misses").integer(1, 100),
        within_months=node.member("within_months").integer(1, 120),
    )
