"""A rule set on trial: its effect on last month is shown, and nothing of it is published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.publishing import publish
from provider_desktop.receiver.ratings import rate
from provider_desktop.receiver.storage import feed
from provider_desktop.receiver.trial import try_out
from provider_desktop.resources import read_json
from tests.support.builders import a_visit, local
from tests.support.bureau import NOW, Bureau, a_sealed, sent
from tests.support.ratings import shipped
from tests.support.receiver import AGENCY, AgencyPc


@pytest.fixture
def bureau(tmp_path: Path):
    """The trial asks nothing of a database that others do not: one is enough."""
    office = open_office(tmp_path / "receiver", FixedClock(NOW), create=True)
    yield Bureau(office)
    office.close()


def body(minimum: int, version: str = "trial", **members: object) -> dict:
    """The starter rule set with a sample of its own."""
    rating = shipped("starter")
    for indicator in rating["indicators"]:
        indicator["minimum"] = minimum
    return {**read_json("rulesets", "starter.json"), "version": version, "rating": rating, **members}


def december(bureau: Bureau) -> None:
    """A month later."""
    bureau.office = replace(bureau.office, clock=FixedClock(local("2026-12-03 09:00")))


def test_the_effect_on_last_month_is_shown_and_nothing_is_published(bureau: Bureau, pc: AgencyPc):
    assert bureau.outcome(sent(bureau, pc, a_sealed(pc, a_visit(evidence=())))) in ("accepted", "returned")
    assert bureau.outcome(sent(bureau, pc, a_sealed(pc, a_visit("2026-11-02 14:00", record=2)))) == "accepted"
    with bureau.office.database.write() as connection:
        publish(bureau.office, connection, body(10, "in-force"))
    december(bureau)
    with bureau.read() as connection:
        before = feed.head(connection, AGENCY)
        kind, (effect,) = try_out(bureau.office, connection, body(1))
        assert kind is Kind.RULESET
        assert (effect.agency, effect.period, effect.light_now) == (AGENCY, "2026-11", "red")
        assert effect.light == "red"
        moved = {each.id: each for each in effect.moved}
        assert moved["reported_on_time"].light_now == "none"
        assert moved["reported_on_time"].light == "green"
        assert feed.head(connection, AGENCY) == before
        published = [each.subject for each in feed.published(connection, "ruleset", AGENCY)]
        assert "trial" not in published


def test_rules_for_other_periods_are_tried_on_theirs(bureau: Bureau, pc: AgencyPc):
    sent(bureau, pc, a_sealed(pc, a_visit()))
    december(bureau)
    with bureau.read() as connection:
        _, (effect,) = try_out(bureau.office, connection, read_json("rulesets", "texas_evv.json"))
    assert (effect.period, effect.light_now) == ("FY2027-Q1", "")


def test_what_cannot_be_published_cannot_be_tried(bureau: Bureau, pc: AgencyPc):
    broken = body(1)
    broken["rating"]["indicators"][0]["bands"][0]["at"] = "many"
    with bureau.read() as connection:
        with pytest.raises(AppError) as raised:
            try_out(bureau.office, connection, broken)
        assert raised.value.code is ErrorCode.RULESET_INVALID
        assert raised.value.params["pointer"] == "/rating/indicators/0/bands/0/at"
        with pytest.raises(AppError):
            try_out(bureau.office, connection, {"kind": "ruleset", "agency": "nobody", "body": body(1)})


def test_a_notice_has_no_effect_on_lights(bureau: Bureau, pc: AgencyPc):
    with bureau.read() as connection:
        kind, effects = try_out(bureau.office, connection, {"title": "通知", "text": "停电"})
    assert (kind, effects) == (Kind.NOTICE, ())


def test_a_period_is_rated_by_the_rules_of_its_end_whatever_was_published_since(bureau: Bureau, pc: AgencyPc):
    """Rules of quarters from the new year on know no November: it keeps its own before and after."""
    sent(bureau, pc, a_sealed(pc, a_visit()))
    quarters = body(1, "quarters", **{"from": "2027-01-01"})
    quarters["rating"]["period"] = {"kind": "quarter"}
    with bureau.office.database.write() as connection:
        publish(bureau.office, connection, quarters)
        with pytest.raises(AppError) as raised:
            rate(connection, AGENCY, "2026-11", NOW)
        assert raised.value.code is ErrorCode.VALUE_INVALID
        publish(bureau.office, connection, body(1, "months"))
        publish(bureau.office, connection, body(10, "strict", **{"from": "2026-11-15"}))
        publish(bureau.office, connection, quarters)
    with bureau.read() as connection:
        for now in (NOW, local("2027-01-05 09:00")):
            by = {
                period: rate(connection, AGENCY, period, now)[0].ruleset
                for period in ("2026-10", "2026-11", "2027-Q1")
            }
            assert by == {"2026-10": "months", "2026-11": "strict", "2027-Q1": "quarters"}
        with pytest.raises(AppError) as raised:
            rate(connection, AGENCY, "2026-13", NOW)
        assert raised.value.code is ErrorCode.VALUE_INVALID
