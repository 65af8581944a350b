"""Strict reading of rule JSON: every fault is noted with its JSON pointer, and reading goes on beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,9}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a rule set: a code (group ``ruleset`` of the wording), where, and the values."""

    code: str
    pointer: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class Faulty(Exception):  # noqa: N818 - it never leaves the reader
    """A part could not be read; its problem is noted already."""


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value at its place in the document. All readings note a problem and raise ``Faulty``."""

    value: object
    pointer: str
    problems: list[Problem]

    def fault(self, code: str, **values: str | int) -> Faulty:
        """Notes a problem here, to be raised by the caller or left at that."""
        self.problems.append(Problem(code, self.pointer, values))
        return Faulty()

    def member(self, key: str) -> Node:
        """A member that ``object`` has found to be there."""
        return Node(self.mapping()[key], f"{self.pointer}/{_escaped(key)}", self.problems)

    def has(self, key: str) -> bool:
        """Whether the object has this member."""
        return key in self.mapping()

    def mapping(self) -> Mapping[str, object]:
        """The value as an object."""
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self.fault("not_an_object")
        return self.value

    def object(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Node:
        """Checks that the members are exactly these; unknown ones are faults, since they would be ignored."""
        mapping = self.mapping()
        sound = True
        for key in required:
            if key not in mapping:
                self.fault("missing", field=key)
                sound = False
        for key in mapping:
            if key not in required and key not in optional:
                Node(mapping[key], f"{self.pointer}/{_escaped(key)}", self.problems).fault("unknown_field")
                sound = False
        if not sound:
            raise Faulty
        return self

    def members(self) -> Iterator[tuple[str, Node]]:
        """All members of an object with free keys."""
        for key in self.mapping():
            yield key, self.member(key)

    def items(self, least: int = 0) -> tuple[Node, ...]:
        """The elements of an array with at least so many."""
        if not isinstance(self.value, list):
            raise self.fault("not_an_array")
        if len(self.value) < least:
            raise self.fault("too_few", least=least)
        return tuple(
            Node(element, f"{self.pointer}/{index}", self.problems)
            for index, element in enumerate(self.value)
        )

    def each(self, read: Callable[[Node], T], least: int = 0) -> tuple[T, ...]:
        """Reads every element, so that one faulty element does not hide the next; then raises if any was."""
        return gathered([partial(read, node) for node in self.items(least)])

    def text(self) -> str:
        """A string that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fault("not_a_text")
        return self.value

    def id(self) -> str:
        """A name of the rule set: lower-case letters, digits and ``_``, at most 64."""
        text = self.text()
        if not _ID.fullmatch(text):
            raise self.fault("not_an_id", value=text)
        return text

    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self.fault("not_a_flag")
        return self.value

    def integer(self, least: int, most: int) -> int:
        """A whole number within bounds."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fault("not_an_integer")
        if not least <= self.value <= most:
            raise self.fault("out_of_range", least=least, most=most, value=self.value)
        return self.value

    def decimal(self) -> Fraction:
        """A decimal string, exactly: ``"97.5"``; numbers with a point are not signed JSON."""
        if not isinstance(self.value, str) or not _DECIMAL.fullmatch(self.value):
            raise self.fault("not_a_decimal")
        return Fraction(self.value)

    def day(self) -> date:
        """A calendar day, ``2026-11-23``."""
        text = self.text()
        # fromisoformat takes other forms as well: 20261123, 2026-W48-1
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        raise self.fault("not_a_day", value=text)

    def choice(self, kind: type[E]) -> E:
        """One of the values of an enumeration."""
        return kind(self.one_of(tuple(kind)))

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """One of these texts."""
        text = self.text()
        if text not in allowed:
            raise self.fault("not_a_choice", value=text, allowed=", ".join(allowed))
        return text


def gathered(readings: Iterable[Callable[[], T]]) -> tuple[T, ...]:
    """Runs all readings and returns their values, or raises ``Faulty`` after the last if one failed."""
    values: list[T] = []
    sound = True
    for read in readings:
        try:
            values.append(read())
        except Faulty:
            sound = False
    if not sound:
        raise Faulty
    return tuple(values)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
