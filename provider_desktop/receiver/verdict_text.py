"""Findings as a verdict carries them: rule, place, figures, and a sentence in both languages."""

from __future__ import annotations

from typing import Any

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.wording import finding_sentence

#: The wire's names of the languages, and those of the wording.
_LANGUAGES = {"zh": "zh_CN", "en": "en"}


def as_statement(finding: Finding) -> dict[str, Any]:
    """One finding of a verdict's body."""
    return {
        "rule": finding.rule,
        "action": finding.action.value,
        "pointer": finding.pointer,
        "values": dict(finding.values),
        "text": {
            name: finding_sentence(finding.rule, finding.values, language)
            for name, language in _LANGUAGES.items()
        },
    }


def by_officer(rule: str, text: str) -> dict[str, Any]:
    """The officer's own words; both languages read the same, since nobody translates them."""
    return {
        "rule": rule,
        "action": Action.BLOCK.value,
        "pointer": "",
        "values": {},
        "text": dict.fromkeys(_LANGUAGES, text),
    }
