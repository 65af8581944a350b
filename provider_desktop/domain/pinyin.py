"""Keys by which a Chinese name is found while typing: full pinyin and initials, in every likely reading."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, product

from provider_desktop.domain.text import folded, skeleton

#: Readings of names that dictionaries of the common language put last or leave out.
_SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "解": ("xie",),
    "盖": ("ge", "gai"),
    "区": ("ou",),
    "查": ("zha",),
    "翟": ("zhai",),
    "朴": ("piao",),
    "任": ("ren",),
    "华": ("hua",),
    "覃": ("qin", "tan"),
    "尉": ("wei",),
    "乐": ("yue", "le"),
    "缪": ("miao",),
    "黑": ("he",),
    "员": ("yun",),
    "折": ("she",),
    "洗": ("xian",),
    "冼": ("xian",),
    "么": ("yao",),
}
#: Enough for a name of four characters with rare readings, and a bound on what is stored of it.
_MOST_READINGS = 24


def name_keys(name: str) -> tuple[str, ...]:
    """Keys of a name without repetition: the name itself, then full pinyin and initials of each reading.

    ``单国芳`` gives ``shanguofang`` and ``danguofang``, ``sgf`` and ``dgf``: a clerk finds it by either.
    Surnames of two characters are read as such too (``欧阳``, ``尉迟``).
    """
    plain = folded(name)
    if not plain:
        return ()
    readings = list(islice(product(*_syllables(skeleton(name))), _MOST_READINGS))
    full = ("".join(reading) for reading in readings)
    initials = ("".join(syllable[:1] for syllable in reading) for reading in readings)
    return tuple(dict.fromkeys((plain, *full, *initials)))


def search_text(name: str, *others: str) -> str:
    """All keys of a name and other texts (ids, phones), folded, as one searchable string.

    Keys are set apart by spaces, which no folded query contains.
    """
    return " ".join(dict.fromkeys((*name_keys(name), *(folded(other) for other in others if other))))


def matches(query: str, keys: Iterable[str]) -> bool:
    """Whether one of the keys begins with what was typed, or contains it where it is Chinese or digits."""
    typed = folded(query)
    if not typed:
        return False
    latin = typed.isascii() and typed.isalpha()
    return any(key.startswith(typed) or (not latin and typed in key) for key in keys)


def _syllables(name: str) -> list[tuple[str, ...]]:
    """The readings of each character, the likeliest first; of the first one all that a surname may have."""
    from pypinyin import Style, pinyin

    found = [tuple(dict.fromkeys(each)) for each in pinyin(name, style=Style.NORMAL, heteronym=True)]
    if len(found) > 1:
        alone = pinyin(name[0], style=Style.NORMAL, heteronym=True)[0]
        found[0] = tuple(dict.fromkeys((*_SURNAMES.get(name[0], ()), *found[0], *alone)))
    return found
