"""A small language for what a JSON value must look like, telling every flaw with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from provider_desktop.exchange.canonical import FormCode, FormError, pointer_to
from provider_desktop.exchange.scalars import (
    DECIMAL_PATTERN,
    HASH_PATTERN,
    KEY_ID_PATTERN,
    ULID_PATTERN,
    from_base64url,
    from_wire_time,
    public_key_bytes,
)

Flaw: TypeAlias = tuple[FormCode, str]
Shape: TypeAlias = Callable[[object, str], Iterator[Flaw]]

IDENTIFIER_LIMIT = 64
"""Characters of the giver's ids (recipients, staff, assignments, items)."""


def flaws(shape: Shape, value: object) -> tuple[FormError, ...]:
    """Everything that is wrong with a value, in document order."""
    return tuple(FormError(code, at) for code, at in shape(value, ""))


def require(shape: Shape, value: object) -> None:
    """Raise the first flaw as ``FormError``, if there is one."""
    for code, at in shape(value, ""):
        raise FormError(code, at)


def _under(shape: Shape, value: object, at: str, part: str | int) -> Iterable[Flaw]:
    """The flaws of a member or element. Its pointer is written only once there is a flaw: nearly always
    there is none, and writing pointers was a third of what reading cost."""
    found = tuple(shape(value, ""))
    if not found:
        return found
    above = pointer_to(at, part)
    return [(code, above + below) for code, below in found]


def text(limit: int = 4000, pattern: re.Pattern[str] | None = None, *, empty: bool = True) -> Shape:
    """Text of at most ``limit`` characters; with ``empty``, '' is fine whatever the pattern says."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield FormCode.KIND, at
        elif value == "":
            if not empty:
                yield FormCode.VALUE, at
        elif len(value) > limit or (pattern is not None and not pattern.fullmatch(value)):
            yield FormCode.VALUE, at

    return check


def readable(read: Callable[[str], object], *, empty: bool = False) -> Shape:
    """Text that ``read`` takes without ``ValueError``."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield FormCode.KIND, at
            return
        if value == "" and empty:
            return
        try:
            read(value)
        except ValueError:
            yield FormCode.VALUE, at

    return check


def integer(least: int = 0, most: int = 10**15 - 1) -> Shape:
    """An integer from ``least`` to ``most``, both included; true and false are none."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield FormCode.KIND, at
        elif not least <= value <= most:
            yield FormCode.VALUE, at

    return check


def boolean(value: object, at: str) -> Iterator[Flaw]:
    """True or false."""
    if not isinstance(value, bool):
        yield FormCode.KIND, at


def choice(*allowed: str) -> Shape:
    """One of some words."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, str):
            yield FormCode.KIND, at
        elif value not in allowed:
            yield FormCode.VALUE, at

    return check


def listing(element: Shape, most: int = 10_000, least: int = 0) -> Shape:
    """A list of values of one shape."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, list):
            yield FormCode.KIND, at
            return
        if not least <= len(value) <= most:
            yield FormCode.VALUE, at
        for place, inner in enumerate(value):
            yield from _under(element, inner, at, place)

    return check


def mapping(element: Shape) -> Shape:
    """An object with free member names and values of one shape."""

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, dict):
            yield FormCode.KIND, at
            return
        for name, inner in value.items():
            yield from _under(element, inner, at, name)

    return check


def record(
    required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None, *, closed: bool = False
) -> Shape:
    """An object with named members. Unknown members are kept, unless the shape is ``closed``."""
    may = optional or {}

    def check(value: object, at: str) -> Iterator[Flaw]:
        if not isinstance(value, dict):
            yield FormCode.KIND, at
            return
        for name, shape in required.items():
            if name not in value:
                yield FormCode.MISSING, pointer_to(at, name)
            else:
                yield from _under(shape, value[name], at, name)
        for name, inner in value.items():
            if name in may:
                yield from _under(may[name], inner, at, name)
            elif closed and name not in required:
                yield FormCode.UNKNOWN, pointer_to(at, name)

    return check


def any_object(value: object, at: str) -> Iterator[Flaw]:
    """Any object."""
    if not isinstance(value, dict):
        yield FormCode.KIND, at


def _read_date(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("not a date")
    return date.fromisoformat(value)


identifier = text(IDENTIFIER_LIMIT, empty=False)
identifier_or_empty = text(IDENTIFIER_LIMIT)
hash_hex = text(64, HASH_PATTERN, empty=False)
hash_or_empty = text(64, HASH_PATTERN)
key_id = text(16, KEY_ID_PATTERN, empty=False)
public_key = readable(public_key_bytes)
base64url = readable(from_base64url)
ulid = text(26, ULID_PATTERN, empty=False)
decimal = text(32, DECIMAL_PATTERN, empty=False)
decimal_or_empty = text(32, DECIMAL_PATTERN)
time = readable(from_wire_time)
time_or_empty = readable(from_wire_time, empty=True)
day = readable(_read_date)
day_or_empty = readable(_read_date, empty=True)
month = text(7, re.compile(r"\d{4}-(0[1-9]|1[0-2])"), empty=False)


def literal(word: str) -> Shape:
    """Exactly this word: the ``type`` of a document."""
    return choice(word)
