"""Pictures of the rating: estimate, records behind, way to green, who, differences, past lights, rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from provider_desktop.domain.clock import FixedClock
from provider_desktop.services.rating_plans import Obstacle, ToGreen
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.ratings.rating_data import Outlook
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.widgets.tabs import SegmentedTabs
from tests.screens.county import before_joining, county
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


def _on(moment: datetime) -> Callable[[], Any]:
    """The county looked at on another day."""

    def services() -> Any:
        made = county()
        made.workspace.clock = FixedClock(moment)
        return made

    return services


def _nothing_published() -> Any:
    """The county before the bureau published its first light."""
    made = county()
    with made.workspace.writing() as work:
        work.ratings.clear()
    return made


def _october(window: MainWindow) -> None:
    _tab("history")(window)
    _page(window).tables.history.period_chosen.emit("2026-10")
    window.open(Destination("rating", "estimate", "tab"))


def _unreachable(window: MainWindow) -> None:
    """No sample goes so far: what the page says where green is lost for this period."""
    window.open(Destination("rating", "to_green", "tab"))
    lost = Obstacle("plan_completion", "计划完成率", "bound")
    plan = ToGreen("unreachable", date(2026, 11, 30), since=date(2026, 11, 19), obstacles=(lost,))
    _page(window).show_outlook(Outlook(plan, None, None))


#: The first hour of the month, when nothing is recorded; and its last evening, when it is too late.
_EARLY, _LATE = datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 11, 30, 14, tzinfo=UTC)

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
    Screen("rating_first_day", "rating", services=_on(_EARLY)),
    Screen("rating_last_day", "rating", services=_on(_LATE), prepare=_tab("to_green")),
    Screen("rating_unreachable", "rating", services=county, prepare=_unreachable),
    Screen("rating_nothing_published", "rating", services=_nothing_published),
    Screen("rating_before_rules", "rating", services=before_joining),
    Screen("rating_october", "rating", services=county, prepare=_october),
)
