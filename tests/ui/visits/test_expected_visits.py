"""What is expected beside what is typed: no visit twice, none of another day, and signs that move the day."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.visits import ItemDone, Outcome
from provider_desktop.services.visits import EntryLine, ExpectedVisit
from provider_desktop.ui.visits.expected_visits import ExpectedVisits, filled, matching, typed_person

DAY, NEXT = date(2026, 11, 19), date(2026, 11, 20)


def a_visit_expected(recipient: str, order: str = "", day: date = DAY, **changes: object) -> ExpectedVisit:
    values = {"staff": ("S1",), "items": ("ZH-01",), "keys": (recipient.lower(),), **changes}
    return ExpectedVisit(day, recipient, recipient, "", order=order, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "days", "rest", "place"),
    [
        ("", 0, "", 0),
        ("zm", 0, "zm", 0),
        ("3", 0, "3", 3),
        ("0", 0, "0", 0),
        ("0013", 0, "0013", 0),
        ("+", 1, "", 0),
        ("==2", 2, "2", 2),
        ("-张", -1, "张", 0),
        ("+-＋", 1, "", 0),
    ],
)
def test_signs_move_the_day_and_a_single_figure_is_a_place(
    text: str, days: int, rest: str, place: int
) -> None:
    typed = typed_person(text)
    assert (typed.days, typed.rest, typed.place) == (days, rest, place)


def test_a_line_answers_its_order_or_the_first_of_its_recipient() -> None:
    expected = ExpectedVisits()
    expected.put(DAY, [a_visit_expected("R1", "A"), a_visit_expected("R1", "B"), a_visit_expected("R2", "C")])
    own = EntryLine(recipient="R1", day=DAY, order="B")
    assert [each.order for each in expected.left(DAY, [own])] == ["A", "C"]
    without = EntryLine(recipient="R1", day=DAY)
    assert [each.order for each in expected.left(DAY, [own, without])] == ["C"]
    elsewhere = EntryLine(recipient="R2", day=NEXT)
    assert [each.order for each in expected.left(DAY, [elsewhere])] == ["A", "B", "C"]


def test_the_next_day_comes_once_a_day_is_typed_and_never_one_still_to_come() -> None:
    expected = ExpectedVisits()
    assert expected.unknown_day(DAY, [], NEXT) == DAY
    expected.put(DAY, [a_visit_expected("R1")])
    assert expected.unknown_day(DAY, [], NEXT) is None
    typed = [EntryLine(recipient="R1", day=DAY)]
    assert expected.unknown_day(DAY, typed, NEXT) == NEXT
    assert expected.next_day(DAY, typed, NEXT) is None
    expected.put(NEXT, [a_visit_expected("R2", day=NEXT)])
    assert expected.next_day(DAY, typed, NEXT) == NEXT
    assert expected.next_day(DAY, typed, DAY) is None
    assert expected.unknown_day(DAY, typed, DAY) is None


def test_a_figure_means_its_place_and_letters_a_name() -> None:
    visits = [a_visit_expected("R1"), a_visit_expected("R2")]
    assert matching(visits, typed_person("2")) == (visits[1],)
    assert matching(visits, typed_person("3")) == ()
    assert matching(visits, typed_person("+")) == tuple(visits)
    assert matching(visits, typed_person("R2")) == (visits[1],)
    assert matching(visits, typed_person("zz")) == ()


def test_filling_keeps_what_was_typed_and_gives_no_time() -> None:
    visit = a_visit_expected("R1", "A", items=("ZH-16", "ZH-05"))
    line = filled(EntryLine(staff=("S2",)), visit)
    assert (line.staff, [item.item for item in line.items]) == (("S2",), ["ZH-16", "ZH-05"])
    assert (line.time_in, line.time_out, line.day, line.order) == (None, None, DAY, "A")
    assert filled(EntryLine(outcome=Outcome.ABSENT), visit).items == ()
    assert filled(EntryLine(items=(ItemDone("SH-01"),)), visit).items == (ItemDone("SH-01"),)
    assert filled(EntryLine(), visit, whole=False).staff == ()
