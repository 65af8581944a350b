"""Quick entry of visits that are expected, by few keys; times are always typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from provider_desktop.domain.visits import Outcome
from provider_desktop.services.visits import EntryLine, ExpectedVisit
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.visits_page import VisitsPage
from tests.support.builders import local
from tests.support.desk import Desk, a_desk, a_draft
from tests.support.window import DressedApplication
from tests.support.workspace import save
from tests.ui.visits.test_quick_entry import at, keys, open_page, press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        # who came last time is who is expected next
        people = (("R1", "S1"), ("R3", "S3"), ("R4", "S2"), ("R5", "S5"), ("R6", "S4"), ("R7", "S1"))
        visits = [
            a_draft(f"2026-11-10 {8 + place:02d}:10", 33, recipient, (member,), "ZH-01")
            for place, (recipient, member) in enumerate(people)
        ]
        records = save(made.workspace, *visits)
        reasons = dict.fromkeys(("EVID-MISSING", "TIME-LATE", "SCOPE-QUOTA"), "as_recorded")
        assert made.finalising.finalise(records, reasons).sealed == tuple(records)
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    made = open_page(desk, dressed, qtbot)
    made.entry.reload()
    made.entry.start_line()
    return made


def coming(page: VisitsPage, row: int = 0) -> tuple[ExpectedVisit, ...]:
    return page.entry.model.expected_from(row, 9)


def line(page: VisitsPage, row: int = 0) -> EntryLine:
    return page.entry.model.line_at(row).line


def test_enter_takes_the_visit_in_grey_and_leaves_its_times_alone(page: VisitsPage, desk: Desk) -> None:
    first, second = coming(page)[:2]
    keys(page, "\n")
    assert at(page) == (0, Field.TIME_IN)
    assert (line(page).recipient, line(page).staff) == (first.recipient, first.staff)
    assert (line(page).time_in, line(page).time_out) == (None, None)
    keys(page, "0905093511")
    assert at(page) == (1, Field.RECIPIENT)
    (stored,) = desk.entry.lines([line(page).record])
    assert stored.time_in == local(f"{first.day} 09:05")
    assert (stored.items[0].item, stored.satisfaction) == (first.items[0], 1)
    assert coming(page, 1)[0] == second


def test_a_letter_and_a_figure_choose_and_fill(page: VisitsPage) -> None:
    wanted = next(each for each in coming(page) if each.staff and each.recipient != coming(page)[0].recipient)
    letter = wanted.keys[-1][0]
    same = [each for each in coming(page) if any(key.startswith(letter) for key in each.keys)]
    keys(page, f"{letter}{same.index(wanted) + 1}")
    assert at(page) == (0, Field.TIME_IN)
    assert (line(page).recipient, line(page).staff) == (wanted.recipient, wanted.staff)


def test_a_figure_and_tab_choose_by_place(page: VisitsPage) -> None:
    third = coming(page)[2]
    keys(page, "3\t")
    assert (line(page).recipient, line(page).staff) == (third.recipient, third.staff)
    assert at(page) == (0, Field.TIME_IN)


def test_the_end_of_an_id_number_is_no_choice(page: VisitsPage) -> None:
    keys(page, "2044\n")
    assert line(page).recipient == "R5"
    assert line(page).staff == ()


def test_a_sign_moves_to_another_day(page: VisitsPage) -> None:
    today = page.entry.model.day_for(0)
    keys(page, "-2")
    assert (today - line(page).day).days == 1  # type: ignore[operator]
    assert at(page) == (0, Field.TIME_IN)
    keys(page, "09050935")
    # the next line goes on there
    assert page.entry.model.day_for(1) == line(page).day


def test_somebody_on_another_day_who_is_not_expected(page: VisitsPage, desk: Desk) -> None:
    before = page.entry.model.day_for(0)
    keys(page, "--qdh\n")
    assert line(page).recipient == "R5"
    assert (before - line(page).day).days == 2  # type: ignore[operator]


def test_nobody_at_home_takes_one_key_and_the_sign_in(page: VisitsPage, desk: Desk) -> None:
    first = coming(page)[0]
    press(page, Qt.Key.Key_F7)
    assert at(page) == (0, Field.TIME_IN)
    keys(page, "0905")
    assert at(page) == (1, Field.RECIPIENT)
    (stored,) = desk.entry.lines([line(page).record])
    assert (stored.recipient, stored.outcome, stored.items) == (first.recipient, Outcome.ABSENT, ())
    press(page, Qt.Key.Key_F8)
    keys(page, "1000")
    assert line(page, 1).outcome is Outcome.REFUSED


def test_refused_after_the_sign_in_was_typed(page: VisitsPage) -> None:
    keys(page, "\n0905")
    press(page, Qt.Key.Key_F8)
    assert (line(page).outcome, line(page).items) == (Outcome.REFUSED, ())
    assert at(page) == (1, Field.RECIPIENT)
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line(page).outcome is Outcome.DONE


def test_undo_gives_the_expected_visit_back(page: VisitsPage) -> None:
    first = coming(page)[0]
    keys(page, "\n")
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.entry.table.go_to(0, Field.RECIPIENT)
    assert coming(page)[0] == first


def test_what_was_sealed_is_not_expected_again(page: VisitsPage, desk: Desk) -> None:
    first = coming(page)[0]
    keys(page, "\n0905093511")
    draft = desk.entry.expected(first.day)
    assert first in draft  # a draft is seen by whoever types it
    reasons = {finding.rule: "as_recorded" for finding in page.entry.model.line_at(0).findings}
    assert desk.finalising.finalise([line(page).record], reasons).sealed
    left = desk.entry.expected(first.day)
    assert len(left) == len(draft) - 1
    assert first not in left


def test_sets_of_items_that_are_usual_are_offered_whole(page: VisitsPage) -> None:
    model = page.entry.model
    model.cells.directory.usual = (("SH-03", "SH-04"),)
    keys(page, "qdh\n")
    page.entry.table.go_to(0, Field.ITEMS)
    keys(page, "zj")
    popup = page.entry.table._popup
    titles = [popup.choice(number).title for number in (1, 2)]  # type: ignore[union-attr]
    assert any("、" in title for title in titles)
