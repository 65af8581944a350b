"""Text as people type it, brought to one form for comparing: full width, spaces, case, brackets."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(\[【「].*?[)\]】」]")
_SEPARATORS = re.compile(r"[·・/\\、,，.。\-_]")


def folded(text: str) -> str:
    """Half width, without white space and signs that nobody sees (a copied cell has them), lower case."""
    return _SPACES.sub("", visible(unicodedata.normalize("NFKC", text))).lower()


def visible(text: str) -> str:
    """The text without zero-width signs and marks of direction."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def without_brackets(text: str) -> str:
    """Folded text without what stands in brackets: ``助餐(做餐)`` → ``助餐``."""
    return _BRACKETED.sub("", folded(text))


def skeleton(text: str) -> str:
    """Folded text without brackets' marks and separators: ``指/趾甲护理`` → ``指趾甲护理``."""
    return _SEPARATORS.sub("", re.sub(r"[()\[\]【】「」]", "", folded(text)))
