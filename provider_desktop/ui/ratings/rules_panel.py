"""The rules of a period in plain words: how each indicator is counted and where its bands lie."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from provider_desktop.services.ratings import RulesText, RuleText
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import rule, words

#: Letters of all bands of an indicator that fit beside each other.
_ONE_LINE = 40


class RulesPanel(QWidget):
    """Every indicator of a rule set, one below the other."""

    def __init__(self, rules: RulesText, formats: Formats) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 16, 20, 20), spacing=14)
        box.addWidget(words(self._validity(rules, formats), "muted", wrap=True))
        for text in rules.indicators:
            box.addWidget(rule())
            box.addWidget(_RuleBlock(text))
        box.addStretch(1)

    def _validity(self, rules: RulesText, formats: Formats) -> str:
        first = formats.full_day(rules.first_day)
        if rules.last_day is None:
            return self.tr("Version {version}, in force since {first}").format(
                version=rules.version, first=first
            )
        return self.tr("Version {version}, in force from {first} to {last}").format(
            version=rules.version, first=first, last=formats.full_day(rules.last_day)
        )


class _RuleBlock(QWidget):
    """One indicator: its name, how it is counted, why so, and its bands."""

    def __init__(self, text: RuleText) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=6)
        box.addWidget(words(text.name, "strong"))
        box.addWidget(words(text.measure, wrap=True))
        if text.note:
            box.addWidget(words(text.note, "small", wrap=True))
        short = sum(len(bound) for _, bound in text.bands) < _ONE_LINE
        bands = QBoxLayout(QBoxLayout.Direction.LeftToRight if short else QBoxLayout.Direction.TopToBottom)
        scale_layout(self, bands, spacing=8)
        for light, bound in text.bands:
            badge = Badge(tone_of(light), bound)
            badge.setToolTip(bound)
            bands.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        bands.addStretch(1)
        box.addLayout(bands)
