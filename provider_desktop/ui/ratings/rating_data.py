"""Everything the rating page shows of one period, asked of the services in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provider_desktop.services.ratings import Difference, IndicatorRow, RatingOverview
from provider_desktop.ui.ratings.rating_words import Expiry

#: Certificates that run out within so many days are named in the steps.
_EXPIRING = 31


@dataclass(frozen=True, slots=True)
class Rated:
    """The overview of a period, and where the official rating beside it differs from our own sums.

    ``differences`` belong to the period of ``overview.official``. ``expiries`` are by staff member.
    """

    overview: RatingOverview
    differences: tuple[Difference, ...]
    periods: tuple[str, ...]
    expiries: Mapping[str, Expiry]

    def indicator(self, indicator: str) -> IndicatorRow | None:
        """The row of the estimate with that id, if the rules have it."""
        rows = self.overview.estimate.indicators
        return next((row for row in rows if row.id == indicator), None)


def load_rating(services: Any, period: str) -> Rated:
    """Rate a period, or the present one where none is named; blocks, so it is run off the UI thread."""
    overview: RatingOverview = services.ratings.overview(period)
    differences = overview.differences
    official = overview.official
    if official is not None and official.period != overview.estimate.period:
        differences = services.ratings.overview(official.period).differences
    expiries = {
        member.staff: Expiry(member.name, kind, until)
        for member, kind, until in reversed(services.staff.expiring(_EXPIRING))
    }
    return Rated(overview, differences, services.ratings.periods(), expiries)
