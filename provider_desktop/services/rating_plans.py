"""What could be done about the light: actions, the smallest list that turns it, what-if, and a forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from provider_desktop.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One thing that somebody can do and that moves an indicator.

    ``id`` names it for :meth:`RatingService.what_if` and stays the same until it is done. ``kind`` is
    ``visit`` (one visit to ``key``, a recipient, by the standard and reported in time), ``correct`` (the
    visit record ``key``), ``renew`` (certificates of the staff member ``key``) or ``close`` (the complaint
    ``key``). ``name`` is the recipient (masked) or staff member; ``due_day`` the day for
    which it holds: in the list that turns the light its horizon, of other actions the last day on which
    they still count. ``indicators`` are the ids of those that it moves, the name of the first in
    ``moves``. ``is_due`` says of a visit that the plan asked for it already; ``items`` are its item
    codes where visits are counted by item, and ``visit`` is the record to correct.
    """

    id: str
    kind: str
    key: str
    name: str
    due_day: date | None
    indicators: tuple[str, ...]
    moves: str = ""
    is_due: bool = False
    items: tuple[str, ...] = ()
    visit: VisitRow | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps the light from green whatever is done: an indicator or a veto, with its name.

    ``reason`` is ``bound`` (too much has failed already), ``condition``, ``score`` or ``veto``.
    """

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToGreen:
    """How the light turns green in a period.

    ``state`` is ``green`` (it is), ``no_data`` (grey), ``reachable`` (``actions`` are the smallest set
    that turns it, ``is_smallest`` false where the search for a smaller one was given up), ``unreachable``
    (nothing leads there any more, ``since`` the first day of which that is true where it can be told,
    ``obstacles`` why) or ``over`` (the period has ended). ``horizon`` is the day as of which the list
    turns it: today, or the period's last day where only the visits still to come can.
    ``others`` are further actions that are possible; both lists are what a work list is made from.
    ``more`` of them were left out.
    """

    state: str
    horizon: date
    actions: tuple[ActionRow, ...] = ()
    others: tuple[ActionRow, ...] = ()
    is_smallest: bool = True
    since: date | None = None
    obstacles: tuple[Obstacle, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class CaseIndicator:
    """An indicator as it would stand: figures as in ``IndicatorRow``, and the light it has now."""

    id: str
    name: str
    light: str
    value: str
    unit: str
    numerator: str
    denominator: str
    light_now: str
    value_now: str


@dataclass(frozen=True, slots=True)
class Case:
    """The light as it would be: of what was ticked, or at the period's end. ``score`` is empty unless the
    rules combine to one."""

    day: date
    light: str
    indicators: tuple[CaseIndicator, ...]
    score: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The light now, and with some actions done. ``unknown`` are ids that are no longer possible."""

    light_now: str
    case: Case
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The light at the end of the period: if nothing more is done, and if the schedule is kept.

    ``visits_planned`` are the visits still to come under the schedule (``source`` ``schedule``) or, where
    there is none, under the regulator's plans (``plan``). ``turns_on`` is the first day on which the light
    is no longer what it is now if nothing is done, None if it stays.
    """

    first_day: date
    last_day: date
    nothing: Case
    kept: Case
    visits_planned: int
    source: str
    turns_on: date | None = None
