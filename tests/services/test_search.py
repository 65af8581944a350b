"""The search box finds people as they are typed and visits by day, and shows nobody in full."""

from __future__ import annotations

import pytest

from provider_desktop.services.search_service import SearchService
from tests.support.builders import a_recipient, a_visit, an_assignment, local
from tests.support.workspace import save, set_clock


def found(workspace, text: str, **given: int) -> list[tuple[str, str]]:
    """Kinds and keys of the hits."""
    return [(hit.kind, hit.key) for hit in SearchService(workspace).search(text, **given)]


@pytest.mark.parametrize("text", ["", "   ", "无此人", "99-99", "2026-13-40", "%", "_", "'; --"])
def test_what_is_not_there_is_not_found(workspace, text):
    save(workspace, a_visit())
    assert found(workspace, text) == []


@pytest.mark.parametrize(
    "text", ["张秀英", "zxy", "ZhangXiuYing", "zhang xiu", "0011", "371621194906070011", "1234", "R1"]
)
def test_recipients_are_found_by_name_pinyin_and_digits(workspace, text):
    assert ("recipient", "R1") in found(workspace, text)


def test_staff_are_found_beside_recipients(workspace, bureau):
    bureau.assign(an_assignment(a_recipient(f"R{number}", "王芳")) for number in range(2, 20))
    hits = found(workspace, "王芳", limit=6)
    assert len(hits) == 6
    assert ("staff", "S1") in hits
    assert sum(kind == "recipient" for kind, _ in hits) == 5


@pytest.mark.parametrize(
    "text", ["11-02", "2026-11-02", "11月2日", "11/2", "2026年11月2日", "张秀英 11-02", "wf 11-2"]
)
def test_visits_are_found_by_day_and_person(workspace, text):
    (first, _) = save(workspace, a_visit(record=1), a_visit("2026-11-01 09:00", record=2))
    assert found(workspace, text) == [("visit", first)]


def test_a_day_takes_the_year_that_is_nearest(workspace):
    (old,) = save(workspace, a_visit("2026-12-30 09:00"))
    set_clock(workspace, local("2027-01-04 09:00"))
    assert found(workspace, "12-30") == [("visit", old)]


def test_the_person_named_decides_whose_visits_of_a_day(workspace):
    save(workspace, a_visit())
    assert found(workspace, "赵敏 11-02") == []


def test_a_record_is_found_by_its_number_in_any_case(workspace):
    (record,) = save(workspace, a_visit())
    assert found(workspace, record.lower()) == [("visit", record)]


def test_hits_never_show_names_or_numbers_in_full(workspace):
    save(workspace, a_visit())
    service = SearchService(workspace)
    for hit in (*service.search("张秀英"), *service.search("11-02")):
        assert "张秀英" not in hit.title + hit.subtitle
        assert "371621194906070011" not in hit.title + hit.subtitle
    (hit,) = service.search("11-02")
    assert hit.title == "2026-11-02  张*英"
    assert "09:00–09:30" in hit.subtitle
    assert "草稿" in hit.subtitle


def test_no_more_than_asked_for(workspace):
    save(workspace, *(a_visit(f"2026-11-02 {hour:02d}:00", record=hour) for hour in range(1, 16)))
    assert len(found(workspace, "11-02", limit=5)) == 5
