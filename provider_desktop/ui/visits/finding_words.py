"""What a check found, in words with names: short for a chip, whole for a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provider_desktop import wording
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Acknowledgement
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import Chip

_TONES = {Action.BLOCK: Tone.RED, Action.ASK: Tone.YELLOW, Action.NOTICE: Tone.NONE}
_GAPS = frozenset({"missing", "no_items", "no_day"})
_PARTS_OF_TIME = ("in", "out", "at", "now", "taken", "lock")


class FindingWords:
    """Sentences for findings. ``names`` gives what to write for ids of staff, recipients and items."""

    def __init__(self, labels: Labels, names: Mapping[str, str]) -> None:
        self._labels = labels
        self._names = names

    def sentence(self, finding: Finding) -> str:
        """What was found and what to do."""
        names = {**self._names, **self._joined_items(finding)}
        values = dict(finding.values)
        started, ended = str(values.get("in", "")), str(values.get("out", ""))
        if started and started[:10] == ended[:10]:
            # one day is said once
            values["out"] = ended[11:]
        return wording.finding_sentence(finding.rule, values, self._labels.language, names)

    def short(self, finding: Finding) -> str:
        """The same in a few words, for a chip."""
        values: dict[str, object] = {**finding.values}
        for figure in ("staff", "recipient", "item"):
            if figure in values:
                values[figure] = self._named(str(values[figure]))
        for figure in _PARTS_OF_TIME:
            if figure in values:
                # the day stands in the line already
                values[figure] = str(values[figure])[-5:]
        if "need" in values:
            values["need"] = self._labels.word("need", str(values["need"]))
        if "qualification" in values:
            values["qualification"] = self._labels.word("qualification", str(values["qualification"]))
        special = f"{finding.rule}.{values.get('why', '')}"
        text = self._labels.word("rule_short", special, values)
        return text if text != special else self._labels.word("rule_short", finding.rule, values)

    def tone(self, finding: Finding) -> Tone:
        """Red blocks, yellow asks, grey only tells."""
        return _TONES[finding.action]

    def chip(self, finding: Finding, text: str = "") -> Chip:
        """A finding as a chip, with its short words or others."""
        return Chip(self.tone(finding), text or self.short(finding))

    def _named(self, key: str) -> str:
        return "、".join(self._names.get(part, part) for part in key.split("+"))

    def _joined_items(self, finding: Finding) -> Mapping[str, str]:
        """Several items come as one figure, joined by a plus."""
        item = str(finding.values.get("item", ""))
        return {item: self._named(item)} if "+" in item else {}


def open_findings(
    findings: Iterable[Finding], acknowledged: Iterable[Acknowledgement]
) -> tuple[Finding, ...]:
    """What still keeps a visit back: blocks, and questions without a reason; the gravest first."""
    answered = {each.rule for each in acknowledged if each.reason}
    kept = [
        finding
        for finding in findings
        if finding.action is Action.BLOCK or (finding.action is Action.ASK and finding.rule not in answered)
    ]
    return tuple(sorted(kept, key=lambda finding: (is_gap(finding), -finding.action.severity)))


def is_gap(finding: Finding) -> bool:
    """Whether it only says that the line is not typed to its end yet: no mistake, and no alarm."""
    return finding.values.get("why") in _GAPS
