"""Reads the parts that rule sets are made of: names, predicates, bands with their bounds and conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TypeVar

from provider_desktop.domain.ratings.facts import FIELDS, Field, Source
from provider_desktop.domain.ratings.json_nodes import Node, gathered
from provider_desktop.domain.ratings.predicates import (
    All,
    AnyOf,
    Equals,
    InSet,
    Known,
    NamedSet,
    Not,
    OneOf,
    Predicate,
    Within,
)
from provider_desktop.domain.ratings.rules import (
    BandRule,
    Better,
    Bound,
    Condition,
    CountCondition,
    IndicatorCondition,
    Text,
)

T = TypeVar("T")

#: Conditions nested deeper than this are refused; signed JSON allows 16 levels in all.
_DEEPEST = 6
_MANY = 10**9


@dataclass(frozen=True, slots=True)
class Names:
    """What a rule set defines, so that references can be checked while they are read."""

    bands: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    sets: Mapping[str, NamedSet] = field(default_factory=dict)
    has_due: bool = False

    def band(self, node: Node) -> str:
        """A band of the rule set."""
        return _known(node, self.bands, "unknown_band")

    def indicator(self, node: Node) -> str:
        """An indicator of the rule set."""
        return _known(node, self.indicators, "unknown_indicator")

    def source(self, node: Node) -> Source:
        """A table of facts; visits due exist only where the rule set says how they are counted."""
        source = node.choice(Source)
        if source is Source.DUE and not self.has_due:
            raise node.fault("due_not_defined")
        return source


def _known(node: Node, allowed: tuple[str, ...], code: str) -> str:
    text = node.text()
    if text not in allowed:
        raise node.fault(code, value=text)
    return text


def read_text(node: Node) -> Text:
    """A text in both languages."""
    node.object(("zh", "en"))
    return Text(node.member("zh").text(), node.member("en").text())


def unique(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    """The ``id`` members of some objects; notes a problem at each that was given before."""
    seen: list[str] = []
    for node in nodes:
        name = node.member("id").id()
        if name in seen:
            node.member("id").fault("twice", value=name)
        seen.append(name)
    return tuple(seen)


# ---------------------------------------------------------------- predicates


def read_predicate(node: Node, over: Source, names: Names, depth: int = 0) -> Predicate:
    """A condition on the facts of one table."""
    if depth > _DEEPEST:
        raise node.fault("too_deep", most=_DEEPEST)

    def part(child: Node) -> Predicate:
        return read_predicate(child, over, names, depth + 1)

    if node.has("field"):
        return _read_comparison(node, over)
    if node.has("set"):
        return _read_set(node.object(("set",)).member("set"), over, names)
    if node.has("not"):
        return Not(part(node.object(("not",)).member("not")))
    if node.has("any"):
        return AnyOf(node.object(("any",)).member("any").each(part, least=1))
    if node.has("all"):
        return All(node.object(("all",)).member("all").each(part, least=1))
    raise node.fault("not_a_condition")


def _read_set(node: Node, over: Source, names: Names) -> InSet:
    name = node.text()
    if name not in names.sets or names.sets[name].over is not over:
        raise node.fault("unknown_set", value=name)
    return InSet(name)


def _read_comparison(node: Node, over: Source) -> Predicate:
    name = node.member("field").one_of(tuple(FIELDS[over]))
    kind = FIELDS[over][name]
    comparisons = [key for key in ("equals", "in", "known", "at_least", "at_most") if node.has(key)]
    if comparisons == ["equals"]:
        node.object(("field", "equals"))
        return Equals(name, _read_value(node.member("equals"), kind))
    if comparisons == ["in"] and not kind.type.is_flag and not kind.type.is_number:
        node.object(("field", "in"))
        return OneOf(name, node.member("in").each(lambda child: _read_word(child, kind), least=1))
    if comparisons == ["known"]:
        node.object(("field", "known"))
        return Known(name, node.member("known").flag())
    if comparisons and set(comparisons) <= {"at_least", "at_most"} and kind.type.is_number:
        node.object(("field",), ("at_least", "at_most"))
        least, most = _read_limits(node, lambda child: child.integer(-_MANY, _MANY))
        return Within(name, least, most)
    raise node.fault("not_a_comparison", value=name)


def _read_value(node: Node, kind: Field) -> bool | int | str:
    if kind.type.is_flag:
        return node.flag()
    if kind.type.is_number:
        return node.integer(-_MANY, _MANY)
    return _read_word(node, kind)


def _read_word(node: Node, kind: Field) -> str:
    return node.one_of(kind.values) if kind.values else node.text()


def _read_limits(node: Node, read: Callable[[Node], T]) -> tuple[T | None, T | None]:
    least = read(node.member("at_least")) if node.has("at_least") else None
    most = read(node.member("at_most")) if node.has("at_most") else None
    if least is None and most is None:
        raise node.fault("missing", field="at_most")
    return least, most


# ---------------------------------------------------------------- bands


def read_bands(node: Node, better: Better, names: Names) -> tuple[BandRule, ...]:
    """The bands of a value, best first; the last one takes what is left and so has no bound."""
    children = node.items(least=2)
    bands = gathered(
        [partial(_read_band, child, names) for child in children[:-1]]
        + [partial(_read_last_band, children[-1], names)]
    )
    ranks = [names.bands.index(band.band) for band in bands]
    if any(left >= right for left, right in pairwise(ranks)):
        raise node.fault("bands_out_of_order")
    undated = [band.bounds[0].value for band in bands[:-1] if len(band.bounds) == 1]
    for left, right in pairwise(undated):
        # the same bound may serve two bands: the better one then asks for a second condition
        if (left < right) if better is Better.HIGHER else (left > right):
            raise node.fault("bounds_out_of_order")
    return bands


def _read_last_band(node: Node, names: Names) -> BandRule:
    node.object(("band",))
    return BandRule(names.band(node.member("band")))


def _read_band(node: Node, names: Names) -> BandRule:
    node.object(("band", "at"), ("if",))
    conditions: tuple[Condition, ...] = ()
    if node.has("if"):
        conditions = node.member("if").each(lambda child: _read_condition(child, names), least=1)
    return BandRule(names.band(node.member("band")), _read_bounds(node.member("at")), conditions)


def _read_bounds(node: Node) -> tuple[Bound, ...]:
    if isinstance(node.value, str):
        return (Bound(None, node.decimal()),)
    bounds = node.each(_read_dated_bound, least=1)
    if any(left.since >= right.since for left, right in pairwise(bounds) if left.since and right.since):
        raise node.fault("dates_out_of_order")
    return bounds


def _read_dated_bound(node: Node) -> Bound:
    node.object(("from", "value"))
    return Bound(node.member("from").day(), node.member("value").decimal())


def _read_condition(node: Node, names: Names) -> Condition:
    if node.has("indicator"):
        node.object(("indicator",), ("at_least", "at_most"))
        indicator = names.indicator(node.member("indicator"))
        least, most = _read_limits(node, Node.decimal)
        return IndicatorCondition(indicator, least, most)
    node.object(("count",), ("at_least", "at_most"))
    count = node.member("count").object(("over", "where"))
    over = names.source(count.member("over"))
    where = read_predicate(count.member("where"), over, names)
    fewest, largest = _read_limits(node, lambda child: child.integer(0, _MANY))
    return CountCondition(over, where, fewest, largest)
