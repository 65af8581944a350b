"""What the rating page shows of one period, asked of the services in portions, the quickest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provider_desktop.services.rating_past import CostRow, Differences
from provider_desktop.services.rating_plans import Forecast, ToGreen
from provider_desktop.services.ratings import BehindRow, IndicatorRow, RatingOverview
from provider_desktop.ui.ratings.rating_words import Expiry

#: Certificates that run out within so many days are named in the steps.
_EXPIRING = 31


@dataclass(frozen=True, slots=True)
class Rated:
    """The overview of a period, the periods there are, and certificates that expire, by staff member."""

    overview: RatingOverview
    periods: tuple[str, ...]
    expiries: Mapping[str, Expiry]

    def indicator(self, indicator: str) -> IndicatorRow | None:
        """The row of the estimate with that id, if the rules have it."""
        rows = self.overview.estimate.indicators
        return next((row for row in rows if row.id == indicator), None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What takes longer: the way to green, the light to come (None for a period that has ended), and how the
    official rating shown differs (None where there is none)."""

    plan: ToGreen
    forecast: Forecast | None
    differences: Differences | None


@dataclass(frozen=True, slots=True)
class BehindIndicator:
    """The records behind an indicator, and what recipients and staff cost it."""

    rows: tuple[BehindRow, ...]
    recipients: tuple[CostRow, ...]
    staff: tuple[CostRow, ...]


def load_rating(services: Any, period: str) -> Rated:
    """Rate a period, or the present one where none is named; blocks, so it is run off the UI thread."""
    overview: RatingOverview = services.ratings.overview(period)
    expiries = {
        member.staff: Expiry(member.name, kind, until)
        for member, kind, until in reversed(services.staff.expiring(_EXPIRING))
    }
    return Rated(overview, services.ratings.periods(), expiries)


def load_outlook(services: Any, period: str, official: str) -> Outlook:
    """What follows from a rating; ``official`` is the period of the official rating shown, '' for none."""
    plan: ToGreen = services.ratings.to_green(period)
    forecast = None if plan.state in {"over", "no_data"} else services.ratings.forecast(period)
    return Outlook(plan, forecast, services.ratings.differences(official) if official else None)


def load_behind(services: Any, indicator: str, period: str) -> BehindIndicator:
    """What stands behind an indicator of the estimate."""
    return BehindIndicator(
        services.ratings.behind(indicator, period),
        services.ratings.costs("recipient", period, indicator),
        services.ratings.costs("staff", period, indicator),
    )
