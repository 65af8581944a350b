"""The rating's rules in plain words: what each indicator counts, and what makes it green, yellow or red."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.services.ratings import RulesText, RuleText
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import Card, EmptyState, words


class RulesPart(QWidget):
    """A card an indicator, in the order of the rule set."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._box = QVBoxLayout(self)
        scale_layout(self, self._box, spacing=14)
        self._shown: RulesText | None = None
        self._content: QWidget = EmptyState(
            "rating",
            self.tr("No rules yet"),
            self.tr("The regulator publishes the rules of the rating; they arrive with the next upload."),
        )
        self._box.addWidget(self._content)

    def show_rules(self, rules: RulesText | None) -> None:
        """Show a rule set; the same again changes nothing."""
        if rules is None or rules == self._shown:
            return
        self._shown = rules
        ground = QWidget()
        box = QVBoxLayout(ground)
        scale_layout(ground, box, margins=(0, 0, 8, 0), spacing=14)
        formats = self._context.formats
        held = self.tr("Version {version}, in force since {day}").format(
            version=rules.version, day=formats.full_day(rules.first_day)
        )
        if rules.last_day is not None:
            held = self.tr("Version {version}, in force from {day} to {last}").format(
                version=rules.version,
                day=formats.full_day(rules.first_day),
                last=formats.full_day(rules.last_day),
            )
        box.addWidget(words(held, "muted"))
        for rule in rules.indicators:
            box.addWidget(self._card(rule))
        box.addStretch(1)
        old, self._content = self._content, scrolled(ground, self.tr("Rules of the rating"))
        self._box.replaceWidget(old, self._content)
        old.hide()
        old.deleteLater()

    def _card(self, rule: RuleText) -> Card:
        card = Card(rule.name, spacing=6)
        card.box.addWidget(words(rule.measure, wrap=True))
        if rule.note:
            card.box.addWidget(words(rule.note, "small", wrap=True))
        bands = QHBoxLayout()
        scale_layout(card, bands, margins=(0, 4, 0, 0), spacing=8)
        for light, bound in rule.bands:
            text = self.tr("{light} {bound}").format(light=self._context.labels.light(light), bound=bound)
            bands.addWidget(Badge(tone_of(light), text.strip()))
        bands.addStretch(1)
        card.box.addLayout(bands)
        return card
