"""Bars of periods: the scale shows a step of one per cent, gaps stay, the line to reach is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.charts import PeriodBars
from provider_desktop.ui.widgets.period_bars import PeriodBar
from tests.support.window import DressedApplication


@pytest.fixture
def chart(dressed: DressedApplication, qtbot: QtBot) -> PeriodBars:
    made = PeriodBars()
    qtbot.addWidget(made)
    made.resize(400, 92)
    made.show()
    return made


def heights(image: QImage, tone: Tone) -> int:
    """Pixels of a tone's bar colour, as a measure of how high its bars are."""
    wanted = QColor(current_theme().colours.bar(tone)).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(image.height()))


def test_a_step_of_one_per_cent_near_the_line_is_seen(chart: PeriodBars) -> None:
    bars = (PeriodBar("10月", 94.0, "94", Tone.YELLOW), PeriodBar("11月", 95.0, "95", Tone.GREEN))
    chart.show_bars(bars, 95.0, "10月 94 → 11月 95")
    image = chart.grab().toImage()
    assert heights(image, Tone.GREEN) > heights(image, Tone.YELLOW) > 0
    assert chart.accessibleName() == "10月 94 → 11月 95"


def test_a_period_without_data_is_a_flat_grey_mark(chart: PeriodBars) -> None:
    bars = (PeriodBar("10月", None, "", Tone.NONE), PeriodBar("11月", 0.0, "0", Tone.GREEN))
    chart.show_bars(bars, None, "11月 0")
    image = chart.grab().toImage()
    assert 0 < heights(image, Tone.GREEN) < 200
    assert heights(image, Tone.YELLOW) == 0


def test_without_periods_nothing_is_drawn(chart: PeriodBars) -> None:
    chart.show_bars((), 95.0, "")
    blank = chart.grab().toImage()
    assert heights(blank, Tone.GREEN) == heights(blank, Tone.YELLOW) == 0
