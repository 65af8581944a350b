"""Assignments on the wire and in the file that a receiver loads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provider_desktop.domain.assignment_payload import (
    assignment_body,
    read_assignment,
    read_load_file,
    same_terms,
)
from provider_desktop.domain.assignments import Answer, AssignmentStatus
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.recipients import Category, RecipientState, SelfCare, State
from provider_desktop.exchange.statement_bodies import body_flaws
from tests.support.builders import DATA, an_assignment

FULL = an_assignment(
    plan=(PlanLine("ZH-01", 4), PlanLine("SH-03", 360, Unit.MINUTE, Period.HALF_YEAR)),
    states=(RecipientState(State.HOSPITAL, date(2026, 10, 26), date(2026, 11, 8)),),
    last_day=date(2026, 12, 31),
)


def test_an_assignment_survives_the_wire() -> None:
    body = json.loads(json.dumps(assignment_body(FULL)))
    assert body_flaws("assignment", body) == ()
    assert read_assignment(body) == (FULL, ())


def test_hours_travel_as_minutes() -> None:
    body = assignment_body(an_assignment(plan=(PlanLine("SH-03", 30, Unit.HOUR),)))
    assert body["plan"][0] == {"item": "SH-03", "count": 1800, "unit": "minute", "period": "month"}
    assert body_flaws("assignment", body) == ()


def test_an_ended_assignment_without_a_last_day_ends_when_it_is_said() -> None:
    body = assignment_body(an_assignment(status=AssignmentStatus.ENDED))
    found, _ = read_assignment(body, date(2026, 11, 20))
    assert found is not None
    assert found.last_day == date(2026, 11, 20)
    still, _ = read_assignment(body | {"to": "2026-11-30"}, date(2026, 11, 20))
    assert still is not None
    assert still.last_day == date(2026, 11, 30)


def body_with(**changes: Any) -> dict[str, Any]:
    body = json.loads(json.dumps(assignment_body(FULL)))
    for path, value in changes.items():
        *way, last = path.split("__")
        place = body
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[last] = value
    return body


@pytest.mark.parametrize(
    ("changes", "pointer", "why"),
    [
        ({"assignment": ""}, "/assignment", "missing"),
        ({"from": ""}, "/from", "missing"),
        ({"to": "never"}, "/to", "value"),
        ({"status": "odd"}, "/status", "value"),
        ({"recipient__recipient": ""}, "/recipient/recipient", "missing"),
        ({"recipient__category": "低保"}, "/recipient/category", "value"),
        ({"recipient__self_care": "?"}, "/recipient/self_care", "value"),
        ({"recipient__lat": "north"}, "/recipient/lat", "value"),
        ({"states__0__state": "旅游"}, "/states/0/state", "value"),
        ({"states__0__state": ""}, "/states/0/state", "missing"),
        ({"states__0__from": ""}, "/states/0/from", "missing"),
        ({"plan__0__count": "4"}, "/plan/0/count", "kind"),
        ({"plan__0__unit": "day"}, "/plan/0/unit", "value"),
        ({"plan__1__item": ""}, "/plan/1/item", "missing"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], pointer: str, why: str) -> None:
    found, faults = read_assignment(body_with(**changes))
    assert found is None
    assert [(each.pointer, each.values["why"]) for each in faults] == [(pointer, why)]


def test_what_is_no_object() -> None:
    assert read_assignment([])[1][0].values["why"] == "kind"
    assert read_load_file("x")[1][0].values["why"] == "kind"


def test_terms_are_compared_without_status_and_answer() -> None:
    answered = replace(FULL, status=AssignmentStatus.CHANGED, answer=Answer.ACCEPTED)
    assert same_terms(answered, FULL)
    assert not same_terms(replace(FULL, plan=()), FULL)


def test_the_file_of_the_county_loads_whole() -> None:
    document = json.loads((DATA / "recipients_huimin.json").read_text(encoding="utf-8"))
    loaded, faults = read_load_file(document)
    assert faults == ()
    assert loaded is not None
    assert (loaded.agency, loaded.catalogue, loaded.ruleset) == ("52371621MJE12345X6", "default", "starter")
    assert loaded.agency_name == "惠民县暖心居家服务中心"
    assert len(loaded.assignments) == 22
    feng = next(each for each in loaded.assignments if each.recipient.name == "冯素芹")
    assert feng.assignment == feng.recipient.recipient == "R3716210016"
    assert (feng.recipient.category, feng.recipient.self_care) == (Category.MINIMUM_RURAL, SelfCare.NONE)
    assert feng.state_on(date(2026, 11, 8)) is not None
    assert feng.state_on(date(2026, 11, 9)) is None
    assert feng.covers(date(2026, 1, 1))
    assert len(feng.plan) == 12


def test_a_faulty_file_is_refused_whole() -> None:
    loaded, faults = read_load_file({"agency": {}, "recipients": [{"recipient": "R1", "name": "张"}]})
    assert loaded is None
    assert [each.pointer for each in faults] == ["/recipients/0/from"]


def test_what_a_recipient_leaves_out_is_open() -> None:
    loaded, _ = read_load_file({"recipients": [{"recipient": "R1", "name": "张", "from": "2026-01-01"}]})
    assert loaded is not None
    person = loaded.assignments[0].recipient
    assert (person.category, person.self_care, person.lat) == (Category.OTHER, SelfCare.FULL, "")
    assert loaded.catalogue is None
