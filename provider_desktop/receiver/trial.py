"""A rule set on trial: what it would have made of last period's lights, before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.domain.ratings.periods import RatingPeriod, period_before, period_of
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.publishing import examined
from provider_desktop.receiver.ratings import rate, rate_by
from provider_desktop.receiver.storage import agencies


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator that would stand otherwise: value and light under the rules in force and on trial; empty
    where one of them lacks it."""

    id: str
    value_now: str
    light_now: str
    value: str
    light: str


@dataclass(frozen=True, slots=True)
class Effect:
    """An agency's light of the last whole period, as the rules in force make it and as the new ones would.

    ``light_now`` is empty where no rules in force rate that period.
    """

    agency: str
    period: str
    light_now: str
    light: str
    moved: tuple[Moved, ...]


def try_out(
    office: Office, connection: Connection, document: Mapping[str, Any]
) -> tuple[Kind, tuple[Effect, ...]]:
    """Examine a document as if to publish it, and rate everybody concerned by it; nothing is written.

    Only a rule set has an effect. Raises ``AppError`` as publishing does.
    """
    kind, agency, body = examined(office, connection, document)
    if kind is not Kind.RULESET:
        return kind, ()
    rules = read_rules(body["rating"], str(body["version"])).rules
    if rules is None:  # examined has found it readable
        raise AppError(ErrorCode.RULESET_INVALID, pointer="/rating", reason="unreadable")
    now = office.clock.now()
    span = period_before(rules.period, period_of(rules.period, local_day(now)))
    concerned = [agency] if agency else [code for code, _ in agencies.all_agencies(connection)]
    effects = []
    for each in concerned:
        then = rate_by(connection, each, (body, rules, span), now)
        effects.append(_effect(each, span, _in_force(connection, office, each, span), then))
    return kind, tuple(effects)


def _in_force(connection: Connection, office: Office, agency: str, span: RatingPeriod) -> Rating | None:
    try:
        return rate(connection, agency, span.label, office.clock.now())[0]
    except AppError as error:
        if error.code not in (ErrorCode.RULESET_INVALID, ErrorCode.VALUE_INVALID):
            raise
        return None  # none published yet, or they know no such period


def _effect(agency: str, span: RatingPeriod, now: Rating | None, then: Rating) -> Effect:
    before = {each.id: each for each in now.indicators} if now else {}
    after = {each.id: each for each in then.indicators}
    moved = []
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        told = Moved(
            key,
            one.value if one else "",
            one.light.value if one else "",
            other.value if other else "",
            other.light.value if other else "",
        )
        if (told.value_now, told.light_now) != (told.value, told.light):
            moved.append(told)
    return Effect(agency, span.label, now.light.value if now else "", then.light.value, tuple(moved))
