"""What a correction would do: to the estimate, indicator by indicator, and what the checks then say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop import wording
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Acknowledgement
from provider_desktop.services.visits import CorrectionPreview
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords
from provider_desktop.ui.widgets.marks import Badge, LightPill
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words


class CorrectionEffect(Card):
    """Shows a :class:`CorrectionPreview`; for each question a reason can be given: ``changed``."""

    changed = Signal()

    def __init__(self, labels: Labels, finding_words: FindingWords) -> None:
        super().__init__("", spacing=12)
        self._labels = labels
        self._words = finding_words
        self._reasons: dict[str, str] = {}
        self._indicators: dict[str, str] = {}
        self._shares: frozenset[str] = frozenset()
        self._blocked = False
        self._asking: tuple[str, ...] = ()
        self._content: QWidget | None = None
        self._shown: tuple[CorrectionPreview, tuple[Finding, ...]] | None = None
        self.box.addWidget(words(self.tr("What it does"), "heading"))
        self._waiting = words(
            self.tr("The effect on the estimate appears here as you type."), "muted", wrap=True
        )
        self.box.addWidget(self._waiting)

    @property
    def acknowledged(self) -> tuple[Acknowledgement, ...]:
        """The reasons chosen for questions."""
        return tuple(Acknowledgement(rule, reason) for rule, reason in self._reasons.items() if reason)

    @property
    def can_seal(self) -> bool:
        """Whether nothing blocks and every question has its reason."""
        return not self._blocked and all(self._reasons.get(rule) for rule in self._asking)

    def name_indicators(self, names: Mapping[str, str], shares: Collection[str]) -> None:
        """How indicators are called, and which of them are shares of a whole."""
        self._indicators, self._shares = dict(names), frozenset(shares)

    def show_preview(self, preview: CorrectionPreview, findings: Sequence[Finding]) -> None:
        """Show what would come of it; ``findings`` are those that are still open."""
        shown = (preview, tuple(findings))
        if shown == self._shown:
            return
        self._shown = shown
        self._blocked = any(finding.action is Action.BLOCK for finding in findings)
        self._asking = tuple(dict.fromkeys(each.rule for each in findings if each.action is Action.ASK))
        self._waiting.hide()
        content = QWidget()
        box = QVBoxLayout(content)
        scale_layout(content, box, spacing=10)
        box.addLayout(self._lights(content, preview))
        self._add_moves(box, preview)
        self._add_findings(content, box, findings)
        if self._content is not None:
            self.box.removeWidget(self._content)
            self._content.deleteLater()
        self._content = content
        self.box.addWidget(content)

    def _lights(self, content: QWidget, preview: CorrectionPreview) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(content, row, spacing=8)
        before, after = preview.light_before, preview.light_after
        row.addWidget(words(self.tr("Estimate"), "muted"))
        row.addWidget(LightPill(tone_of(before), self._labels.light(before)))
        row.addWidget(words("→", "muted"))
        row.addWidget(LightPill(tone_of(after), self._labels.light(after)))
        row.addStretch(1)
        return row

    def _add_moves(self, box: QVBoxLayout, preview: CorrectionPreview) -> None:
        if not preview.moves:
            box.addWidget(words(self.tr("No indicator moves."), "muted", wrap=True))
        for indicator, before, after, _, light in preview.moves:
            box.addWidget(words(self._indicators.get(indicator, indicator), "muted", wrap=True))
            line = QHBoxLayout()
            scale_layout(self, line, spacing=8)
            shown = self.tr("{before} → {after}")
            values = {"before": self._value(indicator, before), "after": self._value(indicator, after)}
            line.addWidget(words(shown.format(**values)))
            line.addWidget(Badge(tone_of(light), self._labels.light(light)))
            line.addStretch(1)
            box.addLayout(line)

    def _value(self, indicator: str, value: str) -> str:
        if not value:
            return "–"
        return self.tr("{value} %").format(value=value) if indicator in self._shares else value

    def _add_findings(self, content: QWidget, box: QVBoxLayout, findings: Sequence[Finding]) -> None:
        box.addWidget(words(self.tr("Checks of the new version"), "strong"))
        if not findings:
            row = QHBoxLayout()
            row.addWidget(Badge(Tone.GREEN, self.tr("Nothing stands against it")))
            row.addStretch(1)
            box.addLayout(row)
        asked: set[str] = set()
        for finding in findings:
            line = QHBoxLayout()
            scale_layout(content, line, spacing=8)
            mark = Badge(self._words.tone(finding), "")
            mark.setFixedWidth(mark.sizeHint().width())
            line.addWidget(mark)
            line.addWidget(words(self._words.sentence(finding), wrap=True), 1)
            box.addLayout(line)
            if finding.action is Action.ASK and finding.rule not in asked:
                asked.add(finding.rule)
                box.addWidget(self._reason_box(finding.rule))

    def _reason_box(self, rule: str) -> QComboBox:
        choose = QComboBox()
        choose.setAccessibleName(self.tr("Reason why this stands"))
        choose.addItem(self.tr("Say why this stands"), "")
        for code in wording.groups(self._labels.language)["acknowledge_reason"]:
            choose.addItem(self._labels.word("acknowledge_reason", code), code)
        choose.setCurrentIndex(max(0, choose.findData(self._reasons.get(rule, ""))))
        choose.currentIndexChanged.connect(lambda _index: self._choose(rule, str(choose.currentData() or "")))
        return choose

    def _choose(self, rule: str, reason: str) -> None:
        self._reasons[rule] = reason
        self.changed.emit()
