"""Pictures of the rating: estimate, records behind an indicator, differences, rules."""

from __future__ import annotations

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.ratings.rating_tables import DIFFERENCES
from provider_desktop.ui.shell.pages import Destination
from tests.screens.county import county
from tests.screens.screen import Screen


def _page(window: MainWindow) -> RatingPage:
    page = window.open_page
    assert isinstance(page, RatingPage)
    return page


def _records(window: MainWindow) -> None:
    window.open(Destination("rating", "plan_completion"))


def _differences(window: MainWindow) -> None:
    _page(window).tables.show_tab(DIFFERENCES)


def _rules(window: MainWindow) -> None:
    _page(window).show_rules()


SCREENS = (
    Screen("rating", "rating", services=county),
    Screen("rating_records", "rating", services=county, prepare=_records),
    Screen("rating_differences", "rating", services=county, prepare=_differences),
    Screen("rating_rules", "rating", services=county, prepare=_rules),
)
