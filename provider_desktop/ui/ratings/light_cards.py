"""The two lights side by side: what the bureau published, and what this PC makes of the period so far."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from provider_desktop.services.rating_plans import Forecast
from provider_desktop.services.ratings import RatingOverview, RatingView
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.ratings.plan_words import PlanWords
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.marks import Badge, LightPill
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words


class LightCard(Card):
    """Whose light of which period, the light itself, and a line on how it came about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, spacing=8)
        self._whose = words("", "small", wrap=True)
        self._pill = LightPill(Tone.NONE, "", large=True)
        self._detail = words("", "small", wrap=True)
        self._line = QHBoxLayout()
        self._line.addWidget(self._pill)
        self._line.addStretch(1)
        self.box.addWidget(self._whose)
        self.box.addLayout(self._line)
        self.box.addWidget(self._detail)
        self.box.addStretch(1)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def show_light(self, whose: str, light: str, word: str, detail: str) -> None:
        """Show a light (its value and word) with its two lines."""
        self._whose.setText(whose)
        self._whose.setToolTip(whose)
        self._pill.show_light(tone_of(light), word)
        self._detail.setText(detail)
        self.setAccessibleName(f"{whose} {word}")
        self.setAccessibleDescription(detail)


class OfficialCard(LightCard):
    """The light of a period as the bureau published it, with its reasons."""

    def show_official(
        self, official: RatingView | None, differences: int | None, words_of: RatingWords, labels: Labels
    ) -> None:
        """Show the official rating, or that there is none yet."""
        if official is None:
            self.show_light(
                self.tr("Published by the bureau"),
                "none",
                labels.light("none"),
                self.tr("Nothing published for this period yet. It appears here as soon as it arrives."),
            )
            return
        whose = self.tr("Published by the bureau · {period}")
        reasons = [
            words_of.official_detail(official, differences),
            *(self.tr("Veto: {reason}").format(reason=veto) for veto in official.vetoes),
            official.note,
        ]
        self.show_light(
            whose.format(period=words_of.short_period(official.period)),
            official.light,
            labels.light(official.light),
            "\n".join(reason for reason in reasons if reason),
        )


class EstimateCard(LightCard):
    """What this PC makes of the period by the same rules; always called an estimate.

    Below it stands the light at the period's end, if nothing more is done and if what is planned is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail.hide()
        self._tally = QHBoxLayout()
        scale_layout(self, self._tally, spacing=4)
        self._line.insertSpacing(1, 10)
        self._line.insertLayout(2, self._tally)
        self._forecast = QWidget()
        grid = QGridLayout(self._forecast)
        scale_layout(self._forecast, grid, spacing=6)
        grid.setColumnStretch(2, 1)
        self._supposed = (words("", "small"), words("", "small"))
        self._to_come = (Badge(Tone.NONE, ""), Badge(Tone.NONE, ""))
        for at, (label, badge) in enumerate(zip(self._supposed, self._to_come, strict=True)):
            grid.addWidget(label, at, 0)
            grid.addWidget(badge, at, 1)
        self.box.insertWidget(self.box.count() - 1, self._forecast)
        self._forecast.hide()

    def show_forecast(self, forecast: Forecast | None, words_of: PlanWords) -> None:
        """Show the lights at the period's end; None where there is nothing to foresee."""
        self._forecast.setVisible(forecast is not None)
        if forecast is None:
            return
        lights = (forecast.nothing.light, forecast.kept.light)
        parts = zip(self._supposed, self._to_come, words_of.forecast(forecast), lights, strict=True)
        for label, badge, said, light in parts:
            label.setText(said)
            badge.show_chip(words_of.chip(light))
            badge.setAccessibleName(f"{said}: {badge.chip.text}")
        tip = words_of.forecast_tip(forecast)
        self._forecast.setToolTip(tip)
        self._forecast.setAccessibleName(tip)

    def show_estimate(self, overview: RatingOverview, words_of: RatingWords, labels: Labels) -> None:
        """Show the estimate of the period."""
        estimate = overview.estimate
        whose = self.tr("Estimate of this PC · {period} (not official)")
        self.show_light(
            whose.format(period=words_of.short_period(estimate.period)),
            estimate.light,
            labels.light(estimate.light),
            words_of.tally(estimate),
        )
        self._detail.hide()
        self._show_tally(estimate, words_of)

    def _show_tally(self, estimate: RatingView, words_of: RatingWords) -> None:
        """How many indicators show which light, as marks with counts; in words for those who cannot see."""
        while self._tally.count():
            shown = self._tally.takeAt(0).widget()
            shown.hide()
            shown.deleteLater()
        lights = [row.light for row in estimate.indicators]
        for light in ("green", "yellow", "red", "none"):
            if light in lights:
                badge = Badge(tone_of(light), str(lights.count(light)))
                badge.setAccessibleName(f"{words_of.light(light)} {lights.count(light)}")
                badge.setToolTip(words_of.tally(estimate))
                self._tally.addWidget(badge)


class CardRow(QWidget):
    """The lights and what turns them: side by side, or the last one below where the window is narrow."""

    #: Below this width (dp) the third card goes into a line of its own.
    NARROW = 880

    def __init__(self, official: QWidget, estimate: QWidget, green: QWidget) -> None:
        super().__init__()
        self._cards = (official, estimate, green)
        self._grid = QGridLayout(self)
        scale_layout(self, self._grid, spacing=12)
        self._narrow: bool | None = None
        self._arrange(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self.width() < current_theme().px(self.NARROW))

    def _arrange(self, *, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        official, estimate, green = self._cards
        self._grid.addWidget(official, 0, 0)
        self._grid.addWidget(estimate, 0, 1)
        if narrow:
            self._grid.addWidget(green, 1, 0, 1, 2)
        else:
            self._grid.addWidget(green, 0, 2)
        for column, stretch in enumerate((5, 5, 0 if narrow else 11)):
            self._grid.setColumnStretch(column, stretch)
