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
    return template.format_map(_Values(_in_words(code, values or {}, language)))


#: Params of errors that are codes themselves, several with a comma between: error, param, group.
_CODED_PARAMS: Mapping[str, Mapping[str, str]] = {
    "NotAllowed": {"action": "permission", "may": "role"},
    "RecordChanged": {"fields": "draft_field"},
}


def _in_words(code: str, values: Mapping[str, object], language: str) -> Mapping[str, object]:
    coded = _CODED_PARAMS.get(code)
    if coded is None:
        return values
    between = "、" if language == "zh_CN" else ", "
    told = {
        name: between.join(sentence(group, part, language) for part in str(values[name]).split(","))
        for name, group in coded.items()
        if name in values
    }
    return {**values, **told}


#: Figures of a finding that are codes themselves, and the group that has words for them.
_CODED = {
    "category": "category",
    "evidence": "evidence",
    "need": "need",
    "period": "plan_period",
    "qualification": "qualification",
    "self_care": "self_care",
}


def finding_sentence(
    rule: str,
    values: Mapping[str, str | int],
    language: str,
    names: Mapping[str, str] | None = None,
) -> str:
    """The sentence of a finding: what was found, with its figures, and what to do.

    Where the figure ``why`` tells cases of one rule apart and the case has a sentence of its own
    (``SCOPE-ASSIGNED.hospital``), that is taken. ``names`` replaces ids (of staff, recipients, items)
    by what the reader may see instead; ids stay where no name is given.
    """
    special = f"{rule}.{values.get('why', '')}"
    code = special if special in _catalogue(language).get("rule", {}) else rule
    shown: dict[str, object] = dict(values)
    for figure, group in _CODED.items():
        if figure in values:
            shown[figure] = sentence(group, str(values[figure]), language)
    for figure in ("staff", "recipient", "item"):
        if figure in values:
            shown[figure] = (names or {}).get(str(values[figure]), values[figure])
    return sentence("rule", code, language, shown)


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "–"
