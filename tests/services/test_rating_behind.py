"""What stands behind each indicator: it sums to the figures shown, masked, and known by its key."""

from __future__ import annotations

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from provider_desktop.wording import LANGUAGES
from tests.services.test_rating_service import stated
from tests.support.builders import a_visit, local
from tests.support.workspace import Bureau, a_workspace, save, set_clock


@pytest.fixture
def eleventh(workspace: Workspace) -> Workspace:
    """11 November: four visits are due, one was made and sealed."""
    VisitFinalisingService(workspace).finalise(list(save(workspace, a_visit())))
    set_clock(workspace, local("2026-11-11 18:00"))
    return workspace


def test_without_rules_there_is_nothing_behind_and_nothing_to_tell(tmp_path):
    with a_workspace(tmp_path) as workspace:
        service = RatingService(workspace)
        for ask in (service.periods, service.rules, lambda: service.behind("plan_completion")):
            with pytest.raises(AppError) as raised:
                ask()
            assert raised.value.code is ErrorCode.RULESET_INVALID


def test_an_indicator_that_the_rules_lack_is_refused(eleventh):
    with pytest.raises(AppError) as raised:
        RatingService(eleventh).behind("happiness")
    assert raised.value.code is ErrorCode.VALUE_INVALID


def test_what_stands_behind_an_indicator_sums_to_its_figures(eleventh):
    service = RatingService(eleventh)
    counted = 0
    for row in service.overview().estimate.indicators:
        behind = service.behind(row.id)
        assert len(behind) == row.sample
        assert [each.key for each in behind if each.failing] == list(row.failing)
        assert sum(each.whole for each in behind) == int(row.denominator)
        if row.unit:
            assert sum(each.part for each in behind) == int(row.numerator)
        assert {each.key for each in behind if each.failing} == set(row.failing)
        counted += len(behind)
    assert counted > 5


def test_visits_due_are_a_recipient_masked_with_what_is_missing(eleventh):
    (due,) = RatingService(eleventh).behind("plan_completion")
    with eleventh.reading() as reading:
        person = reading.recipients.get(due.key)
    assert (due.kind, due.part, due.whole, due.missing, due.failing) == ("recipient", 1, 4, 3, True)
    assert due.name != person.name
    assert "*" in due.name


def test_failing_ones_come_first_and_the_rest_is_cut(workspace):
    records = save(workspace, a_visit(), a_visit("2026-11-02 14:00", minutes=5, record=2))
    VisitFinalisingService(workspace).finalise(list(records), {"TIME-SHORT": "recipient_asked"})
    set_clock(workspace, local("2026-11-11 18:00"))
    service = RatingService(workspace)
    failing = [each.failing for each in service.behind("duration_met")]
    assert failing == [True, False]
    assert [each.failing for each in service.behind("duration_met", limit=1)] == [True]


def test_keys_are_named_in_their_order_and_unknown_ones_stay_keys(eleventh):
    (record,) = RatingService(eleventh).behind("duration_met")
    rows = RatingService(eleventh).named(["nobody", "S1", record.key, "R1/ZH-01", "R1"])
    assert [row.kind for row in rows] == ["other", "staff", "visit", "recipient", "recipient"]
    assert [row.key for row in rows] == ["nobody", "S1", record.key, "R1/ZH-01", "R1"]
    assert rows[0].name == ""
    assert rows[2].visit is not None


def test_periods_are_the_present_and_those_rated_newest_first(eleventh):
    service = RatingService(eleventh)
    assert service.periods() == ("2026-11",)
    bureau = Bureau(eleventh)
    stated(bureau, period="2026-09")
    stated(bureau, period="2026-10")
    assert service.periods() == ("2026-11", "2026-10", "2026-09")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_told_in_words_of_the_language(eleventh, language):
    eleventh.language = language
    told = RatingService(eleventh).rules()
    assert told.version == "starter-2026"
    assert [text.id for text in told.indicators] == [
        row.id for row in RatingService(eleventh).overview().estimate.indicators
    ]
    plan = told.indicators[0]
    assert plan.bands[0] == ("green", "≥ 95 %")
    assert [light for light, _ in plan.bands] == ["green", "yellow", "red"]
    assert all(text.name and text.measure for text in told.indicators)
    assert (plan.name == "计划完成率") == (language == "zh_CN")
