"""Names in cells: spaces inside, digits of the id number behind, several people in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provider_desktop.domain.ledger.sheet import Cell, is_blank
from provider_desktop.domain.ledger.text import compact, folded, plain

_TRAILING_ID = re.compile(
    r"^(?P<name>[^\d]*?)[(\[<]?(?:身份证号?|证件号?|尾号|后[四4]位|id)?[:.]?(?P<digits>\d{3,17}[\dxX])[)\]>]?$"
)
_NAME_NOISE = re.compile(r"[(\[][^\d()\[\]]*[)\]]$")
_ID = re.compile(r"(?P<head>\d*)(?P<hidden>[*.…xX·]{2,})?(?P<tail>\d*[\dxX]?)")
_ID_WORDS = re.compile(r"^(?:身份证号?码?|证件号码?|尾号|后[四4]位|id)[:.]?", re.IGNORECASE)
_NO_ID = frozenset({"无", "不详", "未知", "待补", "无身份证", "none", "n/a", "na"})
_PEOPLE = re.compile(r"[/、,;+&|\\\n]+")
#: A whole number of a spreadsheet keeps fifteen digits; what follows in an 18-digit one is made up.
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class IdDigits:
    """What a cell tells of an id number: its first digits, its last ones, or all of it (``head`` alone,
    18 characters)."""

    head: str = ""
    tail: str = ""

    def fits(self, id_number: str) -> bool:
        """Whether a full id number may be the one meant."""
        return id_number.startswith(self.head) and id_number.endswith(self.tail)

    @property
    def full(self) -> str:
        """The whole number where the cell holds it, else empty."""
        return self.head if len(self.head) == 18 else ""

    def __str__(self) -> str:
        return self.full or f"{self.head}…{self.tail}"


def read_name(cell: Cell) -> tuple[str, IdDigits | None]:
    """Name without spaces, and the id digits written behind it (``李秀英0973``, ``李秀英（尾号0973）``)."""
    text = compact(plain(cell))
    match = _TRAILING_ID.match(text)
    if match and match["name"]:
        return _tidy(match["name"]), _digits(match["digits"].upper())
    return _tidy(text), None


def read_id(cell: Cell) -> IdDigits | None:
    """The id digits of a cell: all, the last few, or the ends of a masked one; ``None`` where unreadable.

    An id number that a spreadsheet keeps as a number has lost its last three digits; the first fifteen count.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if 10**16 < cell < 10**18:
            return IdDigits(head=str(int(cell))[:_EXACT_DIGITS])
        cell = int(cell) if float(cell).is_integer() else str(cell)
    text = _ID_WORDS.sub("", folded(cell)).upper().lstrip("'`")
    match = _ID.fullmatch(text)
    if match is None or not text:
        return None
    if match["hidden"]:
        found = IdDigits(head=match["head"], tail=match["tail"])
        return found if len(found.head) + len(found.tail) >= 3 else None
    return _digits(text) if 3 <= len(text) <= 18 else None


def has_id(cell: Cell) -> bool:
    """Whether an id cell says anything at all; 无 and 不详 say nothing."""
    return not is_blank(cell) and folded(cell) not in _NO_ID


def read_people(cell: Cell, known: frozenset[str]) -> tuple[str, ...]:
    """Names of several people in one cell, in order and once each.

    Spaces part names only where every part is a name of its own (``known``): ``王 芳`` is one person.
    """
    text = plain(cell)
    if compact(text) in known:
        return (compact(text),)
    names: list[str] = []
    for part in _PEOPLE.split(text):
        words = part.split()
        apart = len(words) > 1 and all(compact(word) in known or len(word) > 1 for word in words)
        names += words if apart else [compact(part)]
    return tuple(dict.fromkeys(_tidy(name) if name not in known else name for name in names if name))


def _digits(text: str) -> IdDigits:
    return IdDigits(head=text) if len(text) == 18 else IdDigits(tail=text)


def _tidy(name: str) -> str:
    """A name without remarks in brackets and with one kind of dot in minority names."""
    return (_NAME_NOISE.sub("", name) or name).replace("•", "·").replace("・", "·")
