"""Pictures of the section of papers: the month's summary, a month to be settled, one that is settled."""

from __future__ import annotations

from typing import Any

from provider_desktop.domain.settlements import Deduction, Prices
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.reports.reports_page import SETTLEMENT, ReportsPage
from tests.screens.county import county
from tests.screens.screen import Screen


def _with_prices() -> Any:
    """The month before, at a price, with one deduction."""
    services = county()
    services.settlements.set_prices(Prices(per_visit=1500, per_hour=4000))
    month = services.reports.months()[-1]
    rows = services.settlements.view(month).rows
    services.settlements.deduct(month, rows[1].recipient, (Deduction(3000, "迟到两次"),))
    return services


def _settled() -> Any:
    services = _with_prices()
    services.settlements.confirm(services.reports.months()[-1])
    return services


def _settlement(window: MainWindow) -> None:
    page = window.findChildren(ReportsPage)[0]
    page.month.setCurrentIndex(page.month.count() - 1)
    page.tabs.setCurrentIndex(SETTLEMENT)


SCREENS = (
    Screen("reports", "reports", services=county),
    Screen("reports_settlement", "reports", services=_with_prices, prepare=_settlement),
    Screen("reports_settled", "reports", services=_settled, prepare=_settlement),
)
