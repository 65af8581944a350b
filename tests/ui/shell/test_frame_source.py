"""The frame over real services: agency, lights, counts, search, and where each hit leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.ui.shell.frame_source import frame_of, no_frame
from provider_desktop.ui.shell.state import ShellState
from tests.support.county import a_county


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder: Path = tmp_path_factory.mktemp("county")
    with a_county(folder) as services:
        yield services


def test_the_state_is_what_the_services_say(county: Services) -> None:
    state = frame_of(county).state()
    assert state.agency_name == county.session.state().agency_name
    assert state.operator == "孙会计"
    assert state.lights == county.ratings.lights()
    assert state.sync == county.sync.status()
    visits = county.visits.counts()
    today = county.today.today()
    assert county.schedule.waiting_today() > 0
    assert state.counts == {
        "today": len(today.rows) + today.more,
        "recipients": len(county.recipients.assignments()),
        "schedule": county.schedule.waiting_today(),
        "visits": visits.drafts_asking + visits.drafts_blocked + county.sync.status().returned,
        "upload": county.sync.status().to_send,
    }


def test_hits_lead_to_where_they_are_shown(county: Services) -> None:
    search = frame_of(county).search
    member = county.staff.all()[0]
    [staff] = [hit for hit in search(member.name) if hit.destination.key == member.staff]
    assert (staff.destination.section, staff.destination.field) == ("recipients", "staff")
    group = county.sync.returned()[0].rows[0].row
    assert group.day is not None
    visits = [hit.destination.section for hit in search(group.day.isoformat())]
    assert visits
    assert set(visits) == {"visits"}
    assert search("") == []


def test_actions_are_found_by_pinyin(county: Services) -> None:
    spellings = frame_of(county).spellings("立即上报")
    assert {"立即上报", "lijishangbao", "ljsb"} <= set(spellings)


def test_before_anything_is_open_the_frame_is_empty() -> None:
    frame = no_frame()
    assert frame.state() == ShellState()
    assert frame.search("lxy") == ()
    assert frame.exchange is None
