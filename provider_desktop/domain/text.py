"""Text as people type it, brought to one form for comparing: full width, spaces, case, brackets."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(\[【「].*?[)\]】」]")
_SEPARATORS = re.compile(r"[·・/\\、,，.。\-_]")


def folded(text: str) -> str:
    """Half width, without any white space, lower case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()


def without_brackets(text: str) -> str:
    """Folded text without what stands in brackets: ``助餐(做餐)`` → ``助餐``."""
    return _BRACKETED.sub("", folded(text))


def skeleton(text: str) -> str:
    """Folded text without brackets' marks and separators: ``指/趾甲护理`` → ``指趾甲护理``."""
    return _SEPARATORS.sub("", re.sub(r"[()\[\]【】「」]", "", folded(text)))
