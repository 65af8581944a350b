"""The estimate beside the official light: same facts, same figures, and the records behind each."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import ITEM, a_recipient, a_visit, an_assignment, local
from tests.support.workspace import Bureau, a_workspace, save, set_clock


def stated(bureau: Bureau, light: str = "green", period: str = "2026-11", **indicator: object) -> None:
    """An official rating with one indicator."""
    given = {"id": "plan_completion", "numerator": 1, "denominator": 4, "value": "25", "light": light}
    body = {
        "period": period,
        "ruleset": "starter-2026",
        "light": light,
        "indicators": [{**given, "entries": [], **indicator}],
        "vetoes": [],
        "note": "",
    }
    bureau.state("rating", body)


@pytest.fixture
def eleventh(workspace: Workspace) -> Workspace:
    """11 November: four visits are due, one was made and sealed."""
    (record,) = save(workspace, a_visit())
    assert VisitFinalisingService(workspace).finalise([record]).sealed == (record,)
    set_clock(workspace, local("2026-11-11 18:00"))
    return workspace


def row_of(view, indicator: str = "plan_completion"):
    """One indicator of a view."""
    return next(each for each in view.indicators if each.id == indicator)


def test_without_rules_there_is_no_estimate_and_no_light(tmp_path):
    with a_workspace(tmp_path) as workspace:
        service = RatingService(workspace)
        with pytest.raises(AppError) as raised:
            service.overview()
        assert raised.value.code is ErrorCode.RULESET_INVALID
        lights = service.lights()
        assert (lights.official, lights.estimate) == ("", "")
        with workspace.reading() as reading:
            assert service.standing(reading, local("2026-11-11 18:00").date()) is None


@pytest.mark.parametrize("period", ["november", "2026-13", "2026", "0"])
def test_a_period_that_the_rules_do_not_know_is_refused(eleventh, period):
    with pytest.raises(AppError) as raised:
        RatingService(eleventh).overview(period)
    assert raised.value.code is ErrorCode.VALUE_INVALID
    assert raised.value.params["name"] == "period"


def test_the_estimate_counts_what_is_sealed_against_what_is_due(eleventh):
    save(eleventh, a_visit("2026-11-04 09:00", record=2))
    overview = RatingService(eleventh).overview()
    row = row_of(overview.estimate)
    assert (row.numerator, row.denominator) == ("1", "4")
    assert (overview.first_day.day, overview.last_day.day, overview.day_of_period, overview.days_left) == (
        1, 30, 11, 19,
    )  # fmt: skip
    assert overview.official is None
    assert overview.differences == ()


def test_a_draft_counts_once_it_is_sealed(eleventh):
    save(eleventh, a_visit("2026-11-04 09:00", record=2))
    VisitFinalisingService(eleventh).finalise(None, {"TIME-LATE": "other"})
    assert row_of(RatingService(eleventh).overview().estimate).numerator == "2"


def test_official_and_estimate_stand_beside_each_other_with_their_difference(eleventh):
    bureau = Bureau(eleventh)
    stated(bureau, "yellow", numerator=2)
    overview = RatingService(eleventh).overview()
    assert overview.official is not None
    assert (overview.official.light, row_of(overview.official).numerator) == ("yellow", "2")
    (difference,) = overview.differences
    assert (difference.indicator, difference.official, difference.estimate) == (
        "plan_completion", "2 / 4", "1 / 4",
    )  # fmt: skip
    lights = RatingService(eleventh).lights()
    assert (lights.official, lights.official_period, lights.estimate_period) == (
        "yellow", "2026-11", "2026-11",
    )  # fmt: skip


def test_of_a_period_the_latest_statement_counts(eleventh):
    bureau = Bureau(eleventh)
    stated(bureau, "red")
    stated(bureau, "green")
    assert RatingService(eleventh).lights().official == "green"


def test_what_leads_to_green_names_the_recipients(eleventh):
    Bureau(eleventh).assign(
        an_assignment(a_recipient(key), plan=(PlanLine(ITEM, 12),)) for key in ("R2", "R3")
    )
    steps = RatingService(eleventh).overview().to_green
    (step,) = [step for step in steps if step.indicator == "plan_completion"]
    assert (step.count, step.until) == (11, date(2026, 11, 30))
    assert set(step.records) == {"R1", "R2", "R3"}


def test_the_standing_is_the_estimate(eleventh):
    service = RatingService(eleventh)
    with eleventh.reading() as reading:
        standing = service.standing(reading, local("2026-11-11 18:00").date())
    assert standing is not None
    assert isinstance(standing.rating, Rating)
    assert standing.rating.light.value == service.overview().estimate.light == service.lights().estimate


def test_an_estimate_kept_is_the_one_worked_out_anew_whatever_was_said_since(eleventh, bureau):
    kept = RatingService(eleventh)

    def both():
        return kept.overview().estimate, RatingService(eleventh).overview().estimate

    seen = [both()]
    (record,) = save(eleventh, a_visit("2026-11-10 09:00", record=2))
    seen.append(both())  # a draft moves nothing
    assert VisitFinalisingService(eleventh).finalise([record]).sealed == (record,)
    seen.append(both())
    bureau.acknowledge()
    seen.append(both())
    with eleventh.reading() as reading:
        entry = reading.stream.latest_of(record)
        stream = reading.stream.own().stream
    body = {"entry": entry.hash, "stream": stream, "seq": entry.seq, "record": record, "version": 1}
    bureau.state("verdict", {**body, "outcome": "returned", "findings": []})
    seen.append(both())
    bureau.assign([an_assignment(a_recipient("R7"), (PlanLine(ITEM, 30),))])
    seen.append(both())
    bureau.rules(version="starter-2")
    seen.append(both())
    set_clock(eleventh, local("2026-11-20 18:00"))
    seen.append(both())
    assert [one for one, _ in seen] == [other for _, other in seen]
    assert seen[0] == seen[1]
    assert len({repr(one) for one, _ in seen}) >= 5, "each step said something that the estimate shows"
