"""People found as they are typed: by name, pinyin, initials, or digits of an id or phone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, literal

from provider_desktop.domain.pinyin import name_keys

_LINE = "\n"


def search_text(name: str, numbers: Iterable[str]) -> str:
    """What a person is found by, one key a line, each line between two line ends, in lower case."""
    keys = [name, *name_keys(name), *numbers]
    lines = dict.fromkeys(key.lower() for key in keys if key)
    return f"{_LINE}{_LINE.join(lines)}{_LINE}"


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what was typed; each must be found."""
    return tuple(typed.lower().replace(_LINE, " ").split())


def contains_all(search: ColumnElement[str], typed: str) -> ColumnElement[bool]:
    """The condition that every word occurs somewhere. Chinese names have two characters, too few for an
    index of trigrams: LIKE takes milliseconds over fifty thousand people."""
    return and_(literal(True), *(search.contains(word, autoescape=True) for word in words_of(typed)))


def rank(search: ColumnElement[str], typed: str) -> ColumnElement[int]:
    """How well it fits, 0 best: a whole key, the start of one, the end of one (last digits), inside."""
    word = next(iter(words_of(typed)), "")
    return case(
        (search.contains(f"{_LINE}{word}{_LINE}", autoescape=True), 0),
        (search.contains(f"{_LINE}{word}", autoescape=True), 1),
        (search.contains(f"{word}{_LINE}", autoescape=True), 2),
        else_=3,
    )
