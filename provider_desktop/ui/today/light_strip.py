"""A manager's five questions in one line: is it green, will it be, why not, what first, who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.rating_past import CostRow
from provider_desktop.services.rating_plans import Forecast, ToGreen
from provider_desktop.services.ratings import RatingOverview
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.ratings.plan_words import PlanWords, groups_of
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.theme import SMALL, Tone, current_theme
from provider_desktop.ui.widgets.painting import Chip, chip_height, chip_width, paint_chip, paint_focus
from provider_desktop.ui.widgets.scaling import scale_layout

#: Errors that mean there is nothing to rate with yet.
_NOTHING_YET = frozenset({ErrorCode.RULESET_INVALID, ErrorCode.NOT_JOINED, ErrorCode.NOT_INITIALISED})
#: Height of the strip (dp), room at its sides, between the parts of an answer.
_HEIGHT, _SIDE, _GAP = 54, 12, 5
_PEOPLE = 3
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Part = Chip | str


@dataclass(frozen=True, slots=True)
class LightNow:
    """What the strip answers from; ``forecast`` is None once the period has ended."""

    overview: RatingOverview
    plan: ToGreen
    forecast: Forecast | None
    costs: tuple[CostRow, ...]


def load_light(services: Any) -> LightNow | None:
    """How the present period stands; None while there is nothing to rate by. Blocks."""
    ratings = services.ratings
    try:
        overview: RatingOverview = ratings.overview()
    except AppError as error:
        if error.code in _NOTHING_YET:
            return None
        raise
    plan: ToGreen = ratings.to_green()
    forecast = None if plan.state in {"over", "no_data"} else ratings.forecast()
    return LightNow(overview, plan, forecast, ratings.costs("recipient"))


class LightStrip(QFrame):
    """Five answers side by side; ``place_chosen`` leads to where each is told in full."""

    place_chosen = Signal(object)

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels, self._formats = labels, formats
        self._said = PlanWords(labels, formats)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(4, 2, 4, 2), spacing=0)
        self.answers = tuple(
            Answer(question, place)
            for question, place in (
                (self.tr("Is it green?"), Destination("rating", "estimate", "tab")),
                (self.tr("Will it be?"), Destination("rating", "estimate", "tab")),
                (self.tr("Why not?"), Destination("rating", "estimate", "tab")),
                (self.tr("What first?"), Destination("rating", "to_green", "tab")),
                (self.tr("Who?"), Destination("rating", "who", "tab")),
            )
        )
        for answer, stretch in zip(self.answers, (5, 14, 11, 12, 10), strict=True):
            answer.place_chosen.connect(self.place_chosen)
            row.addWidget(answer, stretch)
        self.hide()

    def show_light(self, now: LightNow | None) -> None:
        """Answer from how the period stands; nothing is shown while there is nothing to rate by."""
        self.setVisible(now is not None)
        if now is None:
            return
        for answer, parts in zip(
            self.answers,
            (self._now(now), self._later(now), self._why(now), self._first(now), self._who(now)),
            strict=True,
        ):
            answer.show_parts(parts)

    def _now(self, now: LightNow) -> Sequence[Part]:
        light = now.overview.estimate.light
        return (Chip(tone_of(light), self._labels.light(light)),)

    def _later(self, now: LightNow) -> Sequence[Part]:
        if now.forecast is None:
            return (self._said.title(now.plan),)
        left, kept = self._said.forecast(now.forecast)
        nothing, planned = now.forecast.nothing.light, now.forecast.kept.light
        return (
            Chip(tone_of(nothing), f"{left} {self._said.light(nothing)}"),
            Chip(tone_of(planned), f"{kept} {self._said.light(planned)}"),
        )

    def _why(self, now: LightNow) -> Sequence[Part]:
        low = [row for row in now.overview.estimate.indicators if row.light in {"red", "yellow"}]
        low.sort(key=lambda row: row.light != "red")
        vetoes = [Chip(Tone.RED, veto) for veto in now.overview.estimate.vetoes]
        found = [*vetoes, *(Chip(tone_of(row.light), row.name) for row in low)]
        if found:
            return found
        tone = tone_of(now.overview.estimate.light)
        if tone is Tone.GREEN:
            return (self.tr("every indicator is green"),)
        return (self.tr("too little data yet"),)

    def _first(self, now: LightNow) -> Sequence[Part]:
        if now.plan.state == "reachable" and now.plan.actions:
            return (self._said.group(groups_of(now.plan.actions)[0]),)
        return (self._said.title(now.plan),)

    def _who(self, now: LightNow) -> Sequence[Part]:
        dear = [row for row in now.costs if row.missing]
        if not dear:
            return (self.tr("nobody"),)
        shown = "、".join(f"{row.name or row.who} {row.missing}" for row in dear[:_PEOPLE])
        if len(dear) <= _PEOPLE:
            return (shown,)
        return (self.tr("{names} and %n more", "", len(dear) - _PEOPLE).format(names=shown),)


class Answer(QAbstractButton):
    """One question with its answer below: words or chips, cut where room ends. Pressing it leads on."""

    place_chosen = Signal(object)

    def __init__(self, question: str, place: Destination) -> None:
        super().__init__()
        self._question = question
        self._parts: tuple[Part, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.place_chosen.emit(place))
        self.show_parts(())

    @property
    def said(self) -> str:
        """The answer as words."""
        return "、".join(part.text if isinstance(part, Chip) else part for part in self._parts)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show another answer."""
        self._parts = tuple(parts)
        self.setAccessibleName(f"{self._question} {self.said}".strip())
        self.setToolTip(self.said)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(160), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(80), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), theme.px(8), theme.px(8))
        inner = self.rect().adjusted(theme.px(_SIDE), theme.px(7), -theme.px(_SIDE), -theme.px(7))
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.colour("muted"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), self._question)
        below = QRect(inner)
        below.setTop(inner.bottom() - chip_height(theme) + 1)
        self._paint_parts(painter, below)
        if self.hasFocus():
            paint_focus(painter, theme, area.adjusted(1, 1, -1, -1), theme.px(8))

    def _paint_parts(self, painter: QPainter, room: QRect) -> None:
        """Chips that fit one after the other, then how many more; words are cut with …."""
        theme = current_theme()
        left = QRect(room)
        for at, part in enumerate(self._parts):
            if isinstance(part, str):
                font = theme.font(bold=True)
                painter.setFont(font)
                painter.setPen(theme.colour("text"))
                shown = QFontMetrics(font).elidedText(part, Qt.TextElideMode.ElideRight, left.width())
                painter.drawText(left, int(_AT_LEFT), shown)
                return
            rest = len(self._parts) - at
            if at and chip_width(theme, part) > left.width() - (theme.px(26) if rest > 1 else 0):
                painter.setFont(theme.font(SMALL))
                painter.setPen(theme.colour("muted"))
                painter.drawText(left, int(_AT_LEFT), f"+{rest}")
                return
            paint_chip(painter, theme, part, left)
            left.setLeft(left.left() + chip_width(theme, part) + theme.px(_GAP))
