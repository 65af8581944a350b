"""Service items in one cell: codes, names and aliases side by side, minutes in brackets behind them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from provider_desktop.domain.ledger.sheet import Cell, shown
from provider_desktop.domain.ledger.text import plain

#: Finds the code of an item by what people call it; ``None`` where there is no such item.
FindItem = Callable[[str], str | None]

_STRONG = "+、,;|&\n。"
_WEAK = re.compile(r"[\s/]+")
_OPEN, _CLOSE = "([{", ")]}"
_NUMBERED = re.compile(r"^[(]?\d{1,2}[.)、:](?=\D)")
_AMOUNT = r"(?P<amount>\d{1,3}(?:\.\d)?)"
_IN_BRACKETS = re.compile(
    r"^(?P<name>.*?\S)[\s:×x*-]*[(\[](?:约|共|用时)?"
    + _AMOUNT
    + r"(?P<unit>分钟?|min(?:utes?)?|m|'|小时|h|时)?[)\]]$",
    re.IGNORECASE,
)
#: Without brackets the unit has to be said, and the name may not run into the number: ``ZH-01`` is a code.
_BEHIND = re.compile(
    r"^(?P<name>.*?\D)[\s:×x*-]*" + _AMOUNT + r"(?P<unit>分钟?|min(?:utes?)?|'|小时|h)$", re.IGNORECASE
)
_CIRCLED = re.compile("[①-⑳]")
_HOUR_UNITS = frozenset({"小时", "h", "时"})


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One item as written: ``code`` is None where it is unknown; ``minutes`` 0 = not stated."""

    text: str
    code: str | None
    minutes: int = 0


def read_items(cell: Cell, find: FindItem) -> tuple[WrittenItem, ...]:
    """The items of a cell in order; those that are unknown too, so that they can be named.

    Names hold separators themselves (``指/趾甲护理``, ``助餐(做餐)``): spaces and slashes part two items
    only where no longer run of words is an item, and nothing is parted inside brackets.
    """
    found: list[WrittenItem] = []
    # circled numbers part a list; made half-width they would be digits of a code
    for part in _parted(plain(_CIRCLED.sub("、", shown(cell)))):
        part = _NUMBERED.sub("", part).strip(" .")
        if part:
            found += _read_part(part, find)
    return tuple(found)


def _parted(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in _STRONG and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _read_part(part: str, find: FindItem) -> list[WrittenItem]:
    whole = _single(part, find)
    if whole.code is not None:
        return [whole]
    words = [word for word in _WEAK.split(part) if word]
    if len(words) < 2:
        return [whole]
    found: list[WrittenItem] = []
    while words:
        for length in range(len(words), 0, -1):
            item = _best(words[:length], find)
            if item.code is not None or length == 1:
                found.append(item)
                words = words[length:]
                break
    # one unknown thing, not its shreds, is what the clerk has to look at
    return found if any(item.code for item in found) else [whole]


def _best(words: list[str], find: FindItem) -> WrittenItem:
    joined = [_single(mark.join(words), find) for mark in ("", "/", " ")]
    return next((item for item in joined if item.code is not None), joined[0])


def _single(text: str, find: FindItem) -> WrittenItem:
    """One item with its minutes, which are taken off first: a finder may pass over what is in brackets."""
    bracketed = _IN_BRACKETS.match(text)
    code = find(text) if bracketed is None else None
    match = bracketed or _BEHIND.match(text)
    if code is not None or match is None:
        return WrittenItem(text, code)
    amount = float(match["amount"])
    hours = (match["unit"] or "").lower() in _HOUR_UNITS
    name = match["name"].strip()
    return WrittenItem(name, find(name), round(amount * 60 if hours else amount))
