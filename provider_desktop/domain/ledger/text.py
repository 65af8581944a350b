"""Text of cells brought to one form: full width to half width, spaces out, Chinese numerals to digits."""

from __future__ import annotations

import re
import unicodedata

from provider_desktop.domain import text as typed
from provider_desktop.domain.ledger.sheet import Cell, shown

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十]+")
_SPACES = re.compile(r"\s+")
#: What people type for a dash or a tilde between two values.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣~～∼", "-") | {"：": ":", "∶": ":", "﹕": ":", "︰": ":"})

#: Marks that stand for "as above".
DITTO = frozenset({'"', "''", "〃", "″", "同上", "同前", "ditto"})

#: Longer cells need no closer look.
_LONGEST_DITTO = 12


def plain(cell: Cell) -> str:
    """A cell's text with full-width forms made half-width, dashes made one, what nobody sees left out, and
    the ends trimmed."""
    return typed.visible(unicodedata.normalize("NFKC", shown(cell))).translate(_DASHES).strip()


def folded(cell: Cell) -> str:
    """:func:`plain` without any white space and in lower case."""
    return typed.folded(plain(cell))


def compact(text: str) -> str:
    """A name or label without white space, case kept."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def with_digits(text: str) -> str:
    """Text with Chinese numerals below one hundred, and years read digit by digit, as Arabic digits."""
    return _NUMERAL.sub(lambda match: _number(match.group()), text)


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(str(_DIGITS[character]) for character in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def is_ditto(cell: Cell) -> bool:
    """Whether the cell says "as above" by a mark or by the word."""
    return isinstance(cell, str) and len(cell) < _LONGEST_DITTO and plain(cell) in DITTO
