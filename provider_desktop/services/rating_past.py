"""Lights of past periods and how estimate and official rating differ, record by record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from provider_desktop.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One key that the two sides count differently for an indicator.

    ``key``, ``kind``, ``name`` and ``visit`` are as in ``BehindRow``. ``official`` and ``estimate`` say
    how each side counts it: ``good``, ``failing`` or ``absent`` (not below the line), the official one
    ``unknown`` where the regulator did not say; the parts and wholes are the figures.
    ``reason`` (group ``difference_reason`` of the wording) says why: ``sealed_since``, ``received_since``,
    ``judged_since``, ``verdict_since``, ``corrected_since``, ``withdrawn_since``, ``day_since``,
    ``plan_since``, ``visits_since``, ``people_since``, ``cases_since``, ``not_judged``, or ``unexplained``.
    """

    key: str
    kind: str
    name: str
    official: str
    estimate: str
    reason: str
    official_part: int = 0
    official_whole: int = 0
    estimate_part: int = 0
    estimate_whole: int = 0
    visit: VisitRow | None = None


@dataclass(frozen=True, slots=True)
class IndicatorDifference:
    """Where the two sides differ in one indicator. Figures are ``numerator / denominator``.

    ``official`` is what was stated, ``recomputed`` what this PC makes of the records as they stood then,
    ``estimate`` what it makes of them now. ``unexplained`` when stated and recomputed differ: that is
    no matter of time, and worth an appeal. ``rows`` explain the way from then to now.
    """

    indicator: str
    name: str
    official: str
    official_light: str
    recomputed: str
    recomputed_light: str
    estimate: str
    estimate_light: str
    unexplained: bool
    rows: tuple[DifferenceRow, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Estimate beside the official rating of a period; ``indicators`` only where something differs.

    ``comparable`` is false where the rule set of then is missing or content was erased since
    (``reason``: ``ruleset_missing``, ``erased``); rows are then told from what fails alone.
    """

    period: str
    issued_at: datetime | None
    official_light: str
    recomputed_light: str
    estimate_light: str
    comparable: bool
    indicators: tuple[IndicatorDifference, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PastLight:
    """The light of one period: official, and what this PC estimated when the rating arrived.

    Empty strings where there is none. ``ruleset`` is the version rated by, ``has_rules`` whether it is kept
    here. ``checked`` is ``equal``, ``different``, ``impossible`` or empty while nobody has recomputed it.
    ``escalations`` are names of consequences that the rule set ties to repeated misses and that this
    period triggers.
    """

    period: str
    first_day: date | None
    last_day: date | None
    official: str
    issued_at: datetime | None
    estimate: str
    ruleset: str
    has_rules: bool
    checked: str = ""
    checked_at: datetime | None = None
    escalations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecomputedIndicator:
    """An indicator as stated and as recomputed: ``numerator / denominator`` and light."""

    id: str
    name: str
    stated: str
    stated_light: str
    recomputed: str
    recomputed_light: str

    @property
    def equal(self) -> bool:
        """Whether both are the same."""
        return (self.stated, self.stated_light) == (self.recomputed, self.recomputed_light)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A past light recomputed from the stored records as they stood then, by the rule set of then.

    ``result`` is ``equal``, ``different`` or ``impossible``; of the last, ``reason`` says why
    (``ruleset_missing``, ``erased``).
    """

    period: str
    ruleset: str
    stated_light: str
    recomputed_light: str
    result: str
    indicators: tuple[RecomputedIndicator, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CostIndicator:
    """What somebody costs one indicator: records or visits missing."""

    id: str
    name: str
    missing: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one staff member or recipient (``kind``) costs the light, dearest first.

    ``name`` is masked for recipients. ``missing`` is the sum over ``indicators`` that are not green;
    those that are green are told too, but do not count.
    """

    who: str
    kind: str
    name: str
    missing: int
    indicators: tuple[CostIndicator, ...]
