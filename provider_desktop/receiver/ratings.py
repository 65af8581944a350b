"""The official light of an agency: the shared engine over the receiver's own records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.checks import check_rules
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.histories import FactRules, RecordHistory
from provider_desktop.domain.rating_facts import RatedRecords, gather_facts
from provider_desktop.domain.ratings.engine import Rating, evaluate
from provider_desktop.domain.ratings.facts import VetoFact
from provider_desktop.domain.ratings.periods import RatingPeriod
from provider_desktop.domain.ratings.published import PublishedRules, rules_of_period
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.cases import complaints_on, vetoes_on
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import feed, records
from provider_desktop.receiver.tally import histories
from provider_desktop.receiver.world import World

#: A rating names at most so many records behind an indicator: a statement has to stay readable.
_NAMED_AT_MOST = 5_000


def read_vetoes(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The reasons for a veto by agency, from ``AGENCY=REASON``. Raises ``AppError`` ``ValueInvalid``."""
    vetoes: dict[str, tuple[str, ...]] = {}
    for text in given:
        agency, separator, reason = text.partition("=")
        if not separator or not reason.strip():
            raise AppError(ErrorCode.VALUE_INVALID, name="--veto", value=text)
        vetoes[agency.strip()] = (*vetoes.get(agency.strip(), ()), reason.strip())
    return vetoes


def rate(
    connection: Connection, agency: str, period: str, now: datetime, vetoes: Sequence[str] = ()
) -> tuple[Rating, Mapping[str, str]]:
    """The rating of an agency for a period so far, and the latest entry hash of each record in it.

    *vetoes* are reasons: ids or names of the rule set's vetoes, or the office's own words, which weigh
    like the gravest of them. Raises ``AppError`` ``RulesetInvalid`` (none published, or not readable)
    and ``ValueInvalid`` (no such period, or a veto under rules that have none).
    """
    body, rules, span = _rules(connection, agency, period)
    known = histories(connection, agency, span.first)
    rating = rate_by(connection, agency, (body, rules, span), now, vetoes, known)
    return rating, _entries(connection, agency, known)


def rate_by(
    connection: Connection,
    agency: str,
    by: tuple[Mapping[str, Any], RuleSet, RatingPeriod],
    now: datetime,
    vetoes: Sequence[str] = (),
    known: Sequence[RecordHistory] | None = None,
) -> Rating:
    """The rating of an agency by a rule set (its body, the same read, and the period), published or not."""
    body, rules, span = by
    until = min(span.last, local_day(now))
    known = histories(connection, agency, span.first) if known is None else known
    world = World(connection, agency)
    limits = check_rules(body).limits
    facts = gather_facts(
        RatedRecords(
            histories=known,
            assignments=world.all_assignments(),
            staff=world.all_staff(),
            catalogues=world.catalogues(),
            complaints=complaints_on(connection, agency, until),
            vetoes=(
                *(VetoFact(_veto(rules, reason)) for reason in vetoes),
                *vetoes_on(connection, agency, rules, now, span.first, until),
            ),
        ),
        rules,
        FactRules(limits.late_after_hours, limits.place_radius_metres),
        span.first,
        until,
    )
    return evaluate(rules, facts, span.label)


def publish_rating(
    office: Office, connection: Connection, agency: str, period: str, vetoes: Sequence[str] = ()
) -> dict[str, Any]:
    """Rate an agency and state the light to it; the statement's body."""
    now = office.clock.now()
    rating, hashes = rate(connection, agency, period, now, vetoes)
    own_words = [reason for reason in vetoes if reason not in rating.vetoes]
    body = {
        "period": rating.period,
        "ruleset": rating.ruleset,
        "light": rating.light.value,
        "indicators": [
            {
                "id": each.id,
                "numerator": each.numerator,
                "denominator": each.denominator,
                "value": each.value,
                "light": each.light.value,
                "entries": [hashes.get(key, key) for key in each.failing[:_NAMED_AT_MOST]],
            }
            for each in rating.indicators
        ],
        "vetoes": list(rating.vetoes),
        "note": "; ".join(own_words),
    }
    office.state(connection, agency, Kind.RATING, body)
    feed.add_rating(connection, agency, rating.period, encode(body), now)
    return body


def _veto(rules: RuleSet, reason: str) -> str:
    """The rule set's veto that a reason names, else the gravest one."""
    if not rules.vetoes:
        raise AppError(ErrorCode.VALUE_INVALID, name="--veto", value=reason)
    for veto in rules.vetoes:
        if reason in (veto.id, veto.name.zh, veto.name.en):
            return veto.id
    return max(rules.vetoes, key=lambda veto: rules.rank(veto.band)).id


def _rules(connection: Connection, agency: str, period: str) -> tuple[dict[str, Any], RuleSet, RatingPeriod]:
    """The rule set that holds for the period, as every desktop chooses it, and the period as it names it."""
    bodies: dict[str, dict[str, Any]] = {}
    readable = []
    for each in feed.published(connection, Kind.RULESET.value, agency):
        body = json.loads(each.body)
        rules = read_rules(body["rating"], str(body["version"])).rules
        if rules is not None:
            bodies[rules.version] = body
            last = date.fromisoformat(body["to"]) if body["to"] else None
            readable.append(PublishedRules(rules, date.fromisoformat(body["from"]), last))
    if not readable:
        raise AppError(ErrorCode.RULESET_INVALID, pointer="", reason="none")
    newest_first = sorted(readable, key=lambda each: (each.first_day, each.rules.version), reverse=True)
    try:
        holding, span = rules_of_period(newest_first, period)
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period) from error
    return bodies[holding.rules.version], holding.rules, span


def _entries(connection: Connection, agency: str, known: Sequence[RecordHistory]) -> dict[str, str]:
    """The hash of the latest entry of each record."""
    hashes = {}
    for history in known:
        record = history.latest.visit.record
        rows = records.versions(connection, agency, record)
        hashes[record] = max(rows, key=lambda row: (row.version, row.id)).hash
    return hashes
