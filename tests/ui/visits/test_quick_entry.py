"""Quick entry, driven by keys on real services: what is typed is stored, checked, undone and sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.visits import Outcome, Relation, SigningMethod
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.visits_page import VisitsPage
from provider_desktop.ui.widgets.buttons import PrimaryButton
from tests.support.builders import local
from tests.support.desk import Desk, a_desk, a_history, a_morning
from tests.support.window import DressedApplication

LINE = EntryLine(recipient="R1", staff=("S1",))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    return open_page(desk, dressed, qtbot)


def open_page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    context = dressed.context(desk)
    made = VisitsPage(context)
    # the service tells what a commit touched; the window brings it to its pages
    desk.workspace.changes.subscribe(lambda topics: context.changes.publish(topic.value for topic in topics))
    qtbot.addWidget(made)
    made.resize(1140, 680)
    context.changes.watch(made, made.topics, made.reload)
    made.addActions(list(made.actions_offered()))
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    QApplication.processEvents()
    made.entry.start_line()
    return made


def keys(page: VisitsPage, text: str) -> None:
    """Type into whatever has the focus, as a person does."""
    names = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}
    for letter in text:
        target = QApplication.focusWidget()
        assert isinstance(target, QWidget)
        if letter in names:
            QTest.keyClick(target, names[letter])
        elif not letter.isascii():
            commit_text(letter)
        else:
            QTest.keyClicks(target, letter)
    QApplication.processEvents()


def press(
    page: VisitsPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    QTest.keyClick(target, key, modifiers)
    QApplication.processEvents()


def at(page: VisitsPage) -> tuple[int, Field]:
    index = page.entry.table.currentIndex()
    return index.row(), Field(index.column())


def drafts(desk: Desk) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(row.recipient, row.staff, tuple(item.item for item in row.items)) for row in desk.entry.drafts()]


def test_a_whole_visit_takes_few_keys_and_the_next_line_follows(page: VisitsPage, desk: Desk) -> None:
    a_history(desk)
    assert at(page) == (0, Field.RECIPIENT)
    keys(page, "xxx\n")  # nobody
    assert at(page) == (0, Field.RECIPIENT)
    press(page, Qt.Key.Key_Escape)
    keys(page, "qd\t")
    row = page.entry.model.line_at(0).line
    assert (row.recipient, row.staff) == ("R5", ("S5",))
    assert at(page) == (0, Field.TIME_IN)
    keys(page, "15301552")
    assert at(page) == (0, Field.EVIDENCE)
    keys(page, "11")
    assert at(page) == (1, Field.RECIPIENT)
    (line,) = desk.entry.lines([page.entry.model.line_at(0).key])
    assert (line.time_in, line.time_out) == (local("2026-11-20 15:30"), local("2026-11-20 15:52"))
    assert (line.signer.relation, line.signer.method) == (Relation.SELF, SigningMethod.PAPER)
    assert line.satisfaction == 1


def test_each_cell_is_stored_as_it_is_left(page: VisitsPage, desk: Desk) -> None:
    assert drafts(desk) == []
    keys(page, "zyr\n")
    assert drafts(desk) == [("R3", (), ())]
    keys(page, "zm,ly\n")
    assert drafts(desk) == [("R3", ("S3", "S4"), ())]


def test_times_are_never_filled_in(page: VisitsPage) -> None:
    keys(page, "lxy\t")
    line = page.entry.model.line_at(0).line
    assert line.items
    assert (line.time_in, line.time_out) == (None, None)


def test_a_time_that_is_none_stays_in_the_field(page: VisitsPage, desk: Desk) -> None:
    keys(page, "qdh\n")
    page.entry.table.go_to(0, Field.TIME_IN)
    keys(page, "2575\n")
    field = QApplication.focusWidget()
    assert field is not None
    assert field.property("state") == "problem"
    press(page, Qt.Key.Key_Escape)
    assert desk.entry.lines([page.entry.model.line_at(0).key])[0].time_in is None


def test_nobody_at_home_is_typed_in_the_cell_of_items(page: VisitsPage, desk: Desk) -> None:
    keys(page, "qdh\n")
    page.entry.table.go_to(0, Field.ITEMS)
    commit_text("敲门无人")
    keys(page, "\n")
    (line,) = desk.entry.lines([page.entry.model.line_at(0).key])
    assert (line.outcome, line.items) == (Outcome.ABSENT, ())


def focused() -> QWidget:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    return target


def commit_text(text: str) -> None:
    """Chinese as an input method brings it."""
    composing = QInputMethodEvent("pinyin", [])
    QApplication.sendEvent(focused(), composing)
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)
    QApplication.processEvents()


def test_chinese_from_an_input_method_opens_the_cell(page: VisitsPage) -> None:
    commit_text("曾庆荣")
    keys(page, "\n")
    assert page.entry.model.line_at(0).line.recipient == "R6"


def test_items_with_minutes_by_code_initials_and_name(page: VisitsPage, desk: Desk) -> None:
    keys(page, "qdh\n")
    page.entry.table.go_to(0, Field.ITEMS)
    keys(page, "sh-05 20、zj 35\n")
    (line,) = desk.entry.lines([page.entry.model.line_at(0).key])
    assert [(item.item, item.minutes) for item in line.items] == [("SH-05", 20), ("SH-03", 35)]


def test_same_as_above_and_undo_and_redo(page: VisitsPage, desk: Desk) -> None:
    a_morning(desk)
    page.entry.reload()
    page.entry.start_line()
    press(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert page.entry.model.line_at(5).line.recipient == "R5"
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.entry.model.line_at(5).line.recipient == ""
    assert len(drafts(desk)) == 5
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert len(drafts(desk)) == 6


def test_a_line_removed_comes_back_with_undo(page: VisitsPage, desk: Desk) -> None:
    records = a_morning(desk)
    page.entry.reload()
    page.entry.table.go_to(1, Field.RECIPIENT)
    press(page, Qt.Key.Key_Delete)
    assert records[1] not in [row.record for row in desk.entry.drafts()]
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert records[1] in [row.record for row in desk.entry.drafts()]
    assert page.entry.model.line_at(1).key == records[1]


def test_findings_appear_in_the_line_and_lead_to_the_cell(page: VisitsPage, desk: Desk) -> None:
    a_morning(desk)
    page.entry.reload()
    model = page.entry.model
    assert model.index(0, Field.CHECK).data() == "可上报"
    assert model.index(3, Field.CHECK).data() == "陈静 10:25-10:31 重叠"
    page.entry.table.go_to(3, Field.DAY)
    press(page, Qt.Key.Key_F4)
    assert at(page) == (3, Field.STAFF)
    press(page, Qt.Key.Key_Escape)
    # the other line was the trouble: once it ends elsewhere, this one is free
    page.entry.table.go_to(2, Field.STAFF)
    keys(page, "wf\n")
    assert model.line_at(3).ready


def test_a_reason_settles_a_question_in_all_lines_alike(page: VisitsPage, desk: Desk) -> None:
    a_morning(desk)
    page.entry.reload()
    page.entry.table.go_to(2, Field.DAY)
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    keys(page, "\t")
    commit_text("老人要求提前结束")
    keys(page, "\t\n")  # for all alike
    reasons = [row.acknowledged[0].note for row in desk.entry.drafts() if row.acknowledged]
    assert reasons == ["老人要求提前结束"] * 2


def test_what_is_ready_is_sealed_and_the_rest_stays(page: VisitsPage, desk: Desk) -> None:
    a_morning(desk)
    page.entry.reload()
    ready = page.entry.model.ready
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.entry.drafts()) == 5 - len(ready)
    assert not page.entry.model.ready
    assert page.entry.model.line_at(0).open


def test_lines_from_a_spreadsheet_are_taken_in(page: VisitsPage, desk: Desk) -> None:
    QGuiApplication.clipboard().setText(
        "张玉荣\t赵敏、刘洋\t9:20\t10:12\t助洁\t本人签字\t满意\n仇德海\t杨丽\t1400\t1420\t理发剃须\t√\t1\n李秀英\t王芳\t8:30\t9:02\t上门探访\n"
    )
    press(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sorted(drafts(desk))[1:] == [("R3", ("S3", "S4"), ("SH-03",)), ("R5", ("S5",), ("SH-05",))]
    # two people are called 李秀英: the cell is left to the clerk, the rest of the line is there
    line = page.entry.model.line_at(2).line
    assert (line.recipient, line.staff) == ("", ("S1",))
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drafts(desk) == []


def test_the_model_keeps_the_rules_of_models(page: VisitsPage, desk: Desk) -> None:
    model = page.entry.model
    counted = [model.rowCount()]
    model.rowsInserted.connect(lambda _parent, first, last: counted.append(last - first + 1))
    model.rowsRemoved.connect(lambda _parent, first, last: counted.append(first - last - 1))
    keys(page, "qdh\t09050925")
    page.entry.table.go_to(0, Field.DAY)
    press(page, Qt.Key.Key_Delete)
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # views believe the signals: they must add up to what is there
    assert sum(counted) == model.rowCount()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page).deleteLater()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_opens_in_every_look(
    language: str, theme: str, desk: Desk, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear(language, theme, 175)
    a_morning(desk)
    made = open_page(desk, dressed, qtbot)
    assert made.entry.model.rowCount() >= 5
    for widget in made.findChildren(QWidget):
        if (
            widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
        ):
            assert getattr(widget, "text", lambda: "")(), widget


def test_drafts_that_come_in_leave_the_cursor_in_its_line(page: VisitsPage, desk: Desk, qtbot: QtBot) -> None:
    assert at(page) == (0, Field.RECIPIENT)
    desk.entry.save_drafts([replace(LINE, day=date(2026, 11, day)) for day in (2, 3, 4)])
    qtbot.waitUntil(lambda: len([each for each in page.entry.model.lines if each.line.recipient]) == 3)
    assert at(page) == (3, Field.RECIPIENT)  # the line that was free before, not a draft of somebody else


def test_drafts_that_come_in_wait_while_a_cell_is_typed(page: VisitsPage, desk: Desk, qtbot: QtBot) -> None:
    keys(page, "zy")
    assert page.entry.table.is_editing
    row = desk.entry.save_draft(LINE)
    qtbot.wait(700)
    assert page.entry.table.is_editing
    assert page.entry.model.row_of(row.record) < 0
    keys(page, "r\n")
    qtbot.waitUntil(lambda: page.entry.model.row_of(row.record) >= 0)
    assert {each[0] for each in drafts(desk)} == {"R1", "R3"}


def test_a_reason_is_taken_while_its_line_is_checked_anew(page: VisitsPage, desk: Desk, qtbot: QtBot) -> None:
    desk.entry.save_drafts([replace(LINE, day=date(2026, 11, day)) for day in (2, 3)])
    model, panel = page.entry.model, page.entry.panel
    qtbot.waitUntil(lambda: len([each for each in model.lines if each.line.recipient]) == 2)
    page.entry.table.go_to(0, Field.RECIPIENT)
    asked = model.line_at(0).open[0].rule
    panel.ask_reason()
    model.change(0, replace(model.line_at(0).line, remarks="雨天"))
    button = panel.findChild(PrimaryButton)
    assert button is not None
    button.click()
    assert asked in {each.rule for each in model.line_at(0).line.acknowledged}


def test_a_reason_given_before_is_offered_first_and_given_again_by_one_key(
    page: VisitsPage, desk: Desk, dressed: DressedApplication, qtbot: QtBot
) -> None:
    a_morning(desk)
    page.entry.reload()
    asking = [
        row
        for row, line in enumerate(page.entry.model.lines)
        if line.open and line.open[0].rule == "TIME-SHORT"
    ]
    first, second = asking[:2]
    page.entry.table.go_to(first, Field.DAY)
    assert page.entry.panel.remembered() == ""
    press(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    box = page.entry.panel.findChild(QComboBox)
    assert box is not None
    box.setCurrentIndex(box.findData("recipient_wish") if box.findData("recipient_wish") >= 0 else 2)
    chosen = str(box.currentData())
    following = focused().nextInFocusChain()
    assert following is not None
    following.setFocus()
    keys(page, "\n")
    assert [each.reason for each in page.entry.model.line_at(first).line.acknowledged] == [chosen]
    again = open_page(desk, dressed, qtbot)  # the next day: another window on the same data
    again.entry.reload()
    again.entry.table.go_to(again.entry.model.row_of(page.entry.model.line_at(second).key), Field.DAY)
    assert again.entry.panel.remembered() == chosen
    press(again, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    row = again.entry.model.row_of(page.entry.model.line_at(second).key)
    assert [each.reason for each in again.entry.model.line_at(row).line.acknowledged] == [chosen]
    assert desk.entry.reasons()["TIME-SHORT"] == chosen
