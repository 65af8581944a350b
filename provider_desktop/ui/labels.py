"""Words for codes: enumerations, states, findings and indicators, from the shared wording."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from provider_desktop import wording
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.ui.theme import Tone

_FINDING_TONES = {Action.BLOCK: Tone.RED, Action.ASK: Tone.YELLOW, Action.NOTICE: Tone.NONE}


class Labels:
    """Sentences in one language; a new language is a new object."""

    def __init__(self, language: str) -> None:
        self.language = language

    def word(self, group: str, code: str | Enum, values: Mapping[str, object] | None = None) -> str:
        """The word for a code of a group, as ``word("visit_state", VisitState.DRAFT)``."""
        value = str(code.value) if isinstance(code, Enum) else code
        return wording.sentence(group, value, self.language, values) if value else ""

    def finding(self, finding: Finding) -> str:
        """What a check found, with its figures."""
        return wording.finding_sentence(finding.rule, finding.values, self.language)

    def light(self, light: str | Enum) -> str:
        """The word of a light (绿灯)."""
        return self.word("light", light)


def tone_of(light: str | Enum) -> Tone:
    """The tone of a light or severity given as its value; anything unknown has none."""
    value = str(light.value) if isinstance(light, Enum) else light
    return Tone(value) if value in set(Tone) else Tone.NONE
