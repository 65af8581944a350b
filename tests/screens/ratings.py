"""Pictures of the rating: estimate, records behind, way to green, who, differences, past lights, rules."""

from __future__ import annotations

from collections.abc import Callable

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.widgets.tabs import SegmentedTabs
from tests.screens.county import county
from tests.screens.screen import Screen


def _page(window: MainWindow) -> RatingPage:
    page = window.open_page
    assert isinstance(page, RatingPage)
    return page


def _records(window: MainWindow) -> None:
    window.open(Destination("rating", "plan_completion"))


def _tab(name: str) -> Callable[[MainWindow], None]:
    return lambda window: window.open(Destination("rating", name, "tab"))


def _ticked(window: MainWindow) -> None:
    window.open(Destination("rating", "to_green", "tab"))
    _page(window).tables.plan.tick_smallest()


def _recomputed(window: MainWindow) -> None:
    window.open(Destination("rating", "history", "tab"))
    _page(window).tables.history.recompute_current()


def _rules(window: MainWindow) -> None:
    _page(window).show_rules()


def _reply(window: MainWindow) -> None:
    _page(window).open_reply()


def _appeal(window: MainWindow) -> None:
    _page(window).open_appeal()


def _people(window: MainWindow) -> None:
    """Whom an indicator costs, in the panel of its records."""
    _records(window)
    _page(window).panel.findChildren(SegmentedTabs)[-1].setCurrentIndex(1)


SCREENS = (
    Screen("rating", "rating", services=county),
    Screen("rating_records", "rating", services=county, prepare=_records),
    Screen("rating_to_green", "rating", services=county, prepare=_ticked),
    Screen("rating_who", "rating", services=county, prepare=_tab("who")),
    Screen("rating_differences", "rating", services=county, prepare=_tab("differences")),
    Screen("rating_history", "rating", services=county, prepare=_tab("history")),
    Screen("rating_recomputed", "rating", services=county, prepare=_recomputed),
    Screen("rating_rules", "rating", services=county, prepare=_rules),
    Screen("rating_people", "rating", services=county, prepare=_people),
    Screen("rating_reply", "rating", services=county, prepare=_reply),
    Screen("rating_appeal", "rating", services=county, prepare=_appeal),
)
