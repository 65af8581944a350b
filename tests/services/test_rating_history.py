"""Past lights against a real receiver: recomputed from what stood then they match, and what differs since
is told record by record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.visits import Outcome
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.receiver import judge
from provider_desktop.receiver.publishing import load_assignments, publish
from provider_desktop.receiver.ratings import publish_rating
from provider_desktop.receiver.storage import records
from provider_desktop.resources import read_json
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.services.workspace import Workspace
from tests.support.builders import ITEM, a_recipient, a_visit, an_assignment, local
from tests.support.installation import Installation, joined, seal
from tests.support.ratings import shipped
from tests.support.receiver import AGENCY, ServedReceiver, served, wait_until
from tests.support.workspace import Bureau, save

PERIOD = "2026-11"


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    made = joined(tmp_path / "pc", receiver)
    rating = shipped("starter")
    for indicator in rating["indicators"]:
        indicator["minimum"] = 1
    body = {**read_json("rulesets", "starter.json"), "version": "test-small", "rating": rating}
    with receiver.office.database.write() as connection:
        publish(receiver.office, connection, body)
    return made


def settled(services: Services) -> None:
    """Send, and wait until everything sent is judged."""

    def done() -> bool:
        services.sync.run()
        with services.workspace.reading() as reading:
            own = reading.stream.own()
            assert own is not None
            sent = own.seq
            return sum(reading.verdicts.counts().values()) >= sent - 1

    wait_until(done)


def rate(receiver: ServedReceiver, services: Services, *vetoes: str) -> dict:
    """The regulator rates, and the agency hears of it."""
    with receiver.office.database.write() as connection:
        body = publish_rating(receiver.office, connection, AGENCY, PERIOD, vetoes)
    services.sync.run()
    return body


def test_a_light_just_stated_recomputes_to_the_same_and_nothing_differs(pc, receiver):
    with pc.opened() as services:
        for day in ("2026-11-20", "2026-11-21", "2026-11-22"):
            seal(services, f"{day} 09:00")
        settled(services)
        stated = rate(receiver, services)
        found = services.ratings.recompute(PERIOD)
        assert (found.result, found.stated_light) == ("equal", stated["light"])
        assert any(row.stated == "3 / 3" for row in found.indicators)
        assert services.ratings.differences().indicators == ()
        (past,) = services.ratings.history()
        assert (past.period, past.official, past.checked, past.has_rules) == (
            PERIOD, stated["light"], "equal", True,
        )  # fmt: skip


def test_what_happened_since_is_told_record_by_record_and_the_past_still_matches(pc, receiver):
    with pc.opened() as services:
        kept, corrected, returned, gone = (seal(services, f"2026-11-{day} 09:00") for day in (18, 19, 20, 21))
        settled(services)
        stated = rate(receiver, services, "false_record")
        with receiver.office.database.write() as connection:
            (entry,) = records.versions(connection, AGENCY, returned)
            judge.send_back(receiver.office, connection, entry, "EVID-TIME", "请核对")
            load_assignments(
                receiver.office, connection, AGENCY, [an_assignment(a_recipient(), (PlanLine(ITEM, 20),))]
            )
        services.finalising.correct(
            corrected, CorrectionRequest("wrong_time", "phoned", "", time_out=local("2026-11-19 09:35"))
        )
        services.finalising.withdraw(gone, "wrong_recipient")
        late = seal(services, "2026-11-22 15:00")
        services.sync.run()
        differences = services.ratings.differences()
        assert differences.comparable
        assert (differences.official_light, differences.recomputed_light) == ("red", "red")
        told = {
            (row.key, row.reason): (row.official, row.estimate)
            for each in differences.indicators
            for row in each.rows
            if each.indicator == "evidence_complete"
        }
        reasons = dict(told.keys())
        assert reasons[returned] == "verdict_since"
        assert reasons[gone] == "withdrawn_since"
        assert reasons[late] in ("sealed_since", "received_since", "judged_since", "not_judged")
        assert kept not in reasons
        assert told[returned, "verdict_since"] == ("good", "absent")
        by_indicator = {each.indicator: each for each in differences.indicators}
        assert not any(each.unexplained for each in differences.indicators)
        assert {row.reason for row in by_indicator["manual_correction"].rows} >= {"corrected_since"}
        assert {row.reason for row in by_indicator["plan_completion"].rows} == {"plan_since"}
        settled(services)
        found = services.ratings.recompute(PERIOD)
        assert found.result == "equal", [row for row in found.indicators if not row.equal]
        assert found.stated_light == stated["light"] == "red"


def test_ratings_with_many_kinds_of_records_match_on_both_sides(pc, receiver):
    """Late, short, withdrawn, corrected, absent and conflicting records, rated and recomputed."""
    with pc.opened() as services:
        seal(services, "2026-11-03 09:00")
        seal(services, "2026-11-04 09:00", evidence=())
        seal(services, "2026-11-05 09:00", outcome=Outcome.ABSENT, items=(), satisfaction=0)
        first = seal(services, "2026-11-20 09:00", satisfaction=4)
        settled(services)
        services.finalising.correct(
            first, CorrectionRequest("wrong_time", "phoned", "", time_out=local("2026-11-20 09:40"))
        )
        settled(services)
        stated = rate(receiver, services)
        assert services.ratings.recompute(PERIOD).result == "equal"
        assert len({body["light"] for body in stated["indicators"]}) > 1


def stated_by(bureau: Bureau, **members: object) -> None:
    """An official rating with one indicator whose figures nobody can follow."""
    body = {
        "period": PERIOD,
        "ruleset": "starter-2026",
        "light": "yellow",
        "indicators": [
            {
                "id": "satisfaction",
                "numerator": 3,
                "denominator": 4,
                "value": "75.00",
                "light": "yellow",
                "entries": [],
            }
        ],
        "vetoes": [],
        "note": "",
    }
    bureau.state("rating", {**body, **members})


def test_what_cannot_be_explained_is_shown_as_such(workspace: Workspace, bureau: Bureau):
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    bureau.judge(record)
    stated_by(bureau)
    service = RatingService(workspace)
    differences = service.differences(PERIOD)
    assert differences is not None
    (found,) = (each for each in differences.indicators if each.indicator == "satisfaction")
    assert (found.official, found.recomputed, found.estimate, found.unexplained) == (
        "3 / 4",
        "1 / 1",
        "1 / 1",
        True,
    )
    assert service.recompute(PERIOD).result == "different"


def test_a_record_that_fails_only_over_there_is_unexplained(workspace: Workspace, bureau: Bureau):
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    bureau.judge(record)
    with workspace.reading() as reading:
        entry = reading.stream.latest_of(record)
    assert entry is not None
    told = {"id": "satisfaction", "numerator": 0, "denominator": 1, "value": "0.00", "light": "none"}
    stated_by(bureau, indicators=[{**told, "entries": [entry.hash]}])
    differences = RatingService(workspace).differences()
    assert differences is not None
    (row,) = next(each for each in differences.indicators if each.indicator == "satisfaction").rows
    assert (row.key, row.official, row.estimate, row.reason) == (record, "failing", "good", "unexplained")
    assert row.visit is not None


def test_without_the_rule_set_of_then_nothing_is_recomputed(workspace: Workspace, bureau: Bureau):
    stated_by(bureau, ruleset="lost-1")
    service = RatingService(workspace)
    found = service.recompute(PERIOD)
    assert (found.result, found.reason, found.indicators) == ("impossible", "ruleset_missing", ())
    differences = service.differences()
    assert differences is not None
    assert (differences.comparable, differences.reason) == (False, "ruleset_missing")
    (past,) = service.history()
    assert (past.has_rules, past.checked) == (False, "impossible")


def test_erased_content_makes_a_past_light_impossible_to_recompute(workspace: Workspace, bureau: Bureau):
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    bureau.judge(record)
    stated_by(bureau)
    with workspace.writing() as work:
        doomed = work.erasure.entries("R1")
        work.erasure.empty(each.hash for each in doomed)
        work.erasure.blank_visits([record], "R1")
        work.erasure.forget_recipient("R1")
    found = RatingService(workspace).recompute(PERIOD)
    assert (found.result, found.reason) == ("impossible", "erased")


def test_a_period_without_official_rating_has_nothing_to_recompute(workspace: Workspace):
    service = RatingService(workspace)
    with pytest.raises(AppError) as raised:
        service.recompute(PERIOD)
    assert raised.value.code is ErrorCode.VALUE_INVALID
    assert service.differences() is None
    assert service.history() == ()
    service.overview()
    (past,) = service.history()
    assert (past.official, past.estimate, past.ruleset) == ("", "none", "starter-2026")


def test_the_third_miss_within_the_months_is_named(workspace: Workspace, bureau: Bureau):
    rating = shipped("starter")
    rating["escalation"] = [
        {
            "id": "talk",
            "name": {"zh": "约谈", "en": "Summons"},
            "bands": ["yellow", "red"],
            "misses": 3,
            "within_months": 24,
        }
    ]
    bureau.rules(version="test-talk", rating=rating)
    lights = (
        ("2024-11", "red"),
        ("2025-03", "yellow"),
        ("2026-02", "green"),
        ("2026-05", "red"),
        ("2026-10", "red"),
    )
    for period, light in lights:
        stated_by(bureau, period=period, light=light, ruleset="test-talk", indicators=[])
    told = {past.period: past.escalations for past in RatingService(workspace).history() if past.official}
    assert told == {
        "2026-10": ("约谈",), "2026-05": ("约谈",), "2026-02": (), "2025-03": (), "2024-11": (),
    }  # fmt: skip
