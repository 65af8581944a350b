"""Conditions on facts: what a rule set may ask of one record, as values that compile to functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.ratings.facts import Fact, Source, reader


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has this value. An unknown value equals nothing."""

    field: str
    value: bool | int | str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The number lies between the bounds, both included; ``None`` = no bound. Unknown never does."""

    field: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The field has a value at all (``known`` true), or has none (false)."""

    field: str
    known: bool


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; no parts: always."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; no parts: never."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class InSet:
    """The fact belongs to a set that the rule set names."""

    name: str


Predicate = Equals | OneOf | Within | Known | All | AnyOf | Not | InSet

#: Holds for every fact.
ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A set of facts with names in both languages, so that a condition used often is written once."""

    id: str
    over: Source
    name_zh: str
    name_en: str
    where: Predicate


Test = Callable[[Fact], bool]


def compiled(predicate: Predicate, sets: Mapping[str, NamedSet], until: date) -> Test:
    """The predicate as a function of one fact; ``until`` is the day that days are counted from."""
    match predicate:
        case Equals(field, value):
            read = reader(field, until)
            return lambda fact: read(fact) == value
        case OneOf(field, values):
            read, allowed = reader(field, until), frozenset(values)
            return lambda fact: read(fact) in allowed
        case Within(field, at_least, at_most):
            return _within(field, at_least, at_most, until)
        case Known(field, known):
            read = reader(field, until)
            return lambda fact: (read(fact) is not None) is known
        case All(parts):
            tests = tuple(compiled(part, sets, until) for part in parts)
            return lambda fact: all(test(fact) for test in tests)
        case AnyOf(parts):
            tests = tuple(compiled(part, sets, until) for part in parts)
            return lambda fact: any(test(fact) for test in tests)
        case Not(part):
            inner = compiled(part, sets, until)
            return lambda fact: not inner(fact)
        case _:
            return compiled(sets[predicate.name].where, sets, until)


def fields_of(predicate: Predicate, sets: Mapping[str, NamedSet]) -> frozenset[str]:
    """The fields that a condition asks about."""
    match predicate:
        case All(parts) | AnyOf(parts):
            return frozenset(name for part in parts for name in fields_of(part, sets))
        case Not(part):
            return fields_of(part, sets)
        case InSet(name):
            return fields_of(sets[name].where, sets)
        case _:
            return frozenset({predicate.field})


def _within(field: str, at_least: int | None, at_most: int | None, until: date) -> Test:
    read = reader(field, until)

    def test(fact: Fact) -> bool:
        value = read(fact)
        if not isinstance(value, int):
            return False
        return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)

    return test
