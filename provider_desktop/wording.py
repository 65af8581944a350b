"""Sentences for codes in both languages, as data: used by window, commands, papers and receiver alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from provider_desktop.resources import resource_path

LANGUAGES = ("zh_CN", "en")


@cache
def _catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = json.loads(
        resource_path("wording", f"{language}.json").read_text(encoding="utf-8")
    )
    return loaded


def groups(language: str) -> Mapping[str, Mapping[str, str]]:
    """All sentences of a language, by group and code."""
    return _catalogue(language)


def sentence(group: str, code: str, language: str, values: Mapping[str, object] | None = None) -> str:
    """The sentence for a code of a group (``rule``, ``error``, ``state``, …) with its values put in.

    A value that the sentence names but was not given appears as ``–``, so that a finding is shown
    even when a county's receiver sends other figures than ours. An unknown code is shown itself.
    """
    template = _catalogue(language).get(group, {}).get(code)
    if template is None:
        return code
    return template.format_map(_Values(values or {}))


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"
