"""Cells copied in Excel or WPS: by headings or by place, with quotes, line ends and namesakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from provider_desktop.ui.visits.entry_paste import read_table
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.visits_page import VisitsPage
from tests.support.builders import local
from tests.support.desk import Desk, a_desk
from tests.support.window import DressedApplication
from tests.ui.visits.test_quick_entry import drafts, open_page, press


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    return open_page(desk, dressed, qtbot)


def paste(page: VisitsPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_headings_say_what_the_columns_are(page: VisitsPage, desk: Desk) -> None:
    paste(
        page,
        "序号\t服务人员\t服务日期\t救助对象\t身份证号\t起止时间\t服务项目\t满意度\t备注\r\n"
        '1\t王芳\t2026-11-18\t李秀英\t371621195103210973\t8:30-9:02\t上门探访\t满意\t"家属在场，\n下次早点来"\r\n'
        "2\t赵敏、刘洋\t11月19日\t张玉荣\t065X\t14:00-14:52\t助洁\t1\t\r\n",
    )
    first, second = desk.entry.lines([row.record for row in desk.entry.drafts()])
    assert (first.recipient, first.staff, first.satisfaction) == ("R2", ("S1",), 2)
    assert (first.time_in, first.time_out) == (local("2026-11-18 08:30"), local("2026-11-18 09:02"))
    assert first.remarks == "家属在场，\n下次早点来"
    assert (second.recipient, second.staff, second.time_in) == ("R3", ("S3", "S4"), local("2026-11-19 14:00"))


def test_a_namesake_without_an_id_is_left_to_the_clerk(page: VisitsPage, desk: Desk) -> None:
    paste(page, "对象\t服务人员\t日期\n李秀英\t王芳\t11-18\n")
    (row,) = desk.entry.drafts()
    assert (row.recipient, row.staff) == ("", ("S1",))
    assert page.entry.table.currentIndex().column() == Field.RECIPIENT


def test_one_step_back_takes_all_of_it_away(page: VisitsPage, desk: Desk) -> None:
    paste(page, "对象\t服务人员\t日期\n仇德海\t王芳\t11-18\n曾庆荣\t陈静\t11-18\n")
    assert len(drafts(desk)) == 2
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drafts(desk) == []


def test_a_row_of_people_is_no_headings() -> None:
    table = read_table("仇德海\t杨丽\t1400\t1420\n", Field.RECIPIENT)
    assert table.rows == (("仇德海", "杨丽", "1400", "1420"),)
    assert table.columns[Field.RECIPIENT] == 0


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a\t"b\nc"\td\ne', (("a", "b\nc", "d"), ("e",))),
        ('"b\tc\n""x"""\td', (('b\tc\n"x"', "d"),)),
        ('"\t"\tx', (('"', '"', "x"),)),  # a lone quote means "as above"
        ('说"好"\tb', (('说"好"', "b"),)),
        ('"好"的\tb', (('"好"的', "b"),)),
        ('"open\tb', (('"open', "b"),)),
        ("a\r\nb\rc\n\n", (("a",), ("b",), ("c",))),
        ("", ()),
    ],
)
def test_cells_are_parted_as_spreadsheets_copy_them(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_table(text, Field.DAY).rows == rows


@settings(max_examples=150, deadline=None)
@given(some.text(alphabet='ab"\t\n\r张1', max_size=40))
def test_any_text_is_parted(text: str) -> None:
    for row in read_table(text, Field.DAY).rows:
        assert any(cell.strip() for cell in row)
