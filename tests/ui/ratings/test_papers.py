"""Reply and appeal from the page: drafts that stay, what is missing marked in its field, sealed and sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.visits import VisitState
from provider_desktop.ui.ratings.appeal_form import AppealForm, AppealWish
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.ratings.reply_form import ReplyForm
from tests.support.county import a_county
from tests.support.pages import open_page, press, texts
from tests.support.papers import words_on
from tests.support.window import DressedApplication

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> RatingPage:
    return open_page(RatingPage, county, dressed, qtbot)


@pytest.fixture
def form(page: RatingPage) -> ReplyForm:
    press(Qt.Key.Key_A, ALT, page)
    return page.panel.findChildren(ReplyForm)[-1]


def fill(form: ReplyForm, day: str = "2026-11-30") -> None:
    cause, measures = form.findChildren(QPlainTextEdit)
    cause.setPlainText("两名护理员请假未调班")
    measures.setPlainText("增加一名替班护理员")
    done_by, who = form.findChildren(QLineEdit)
    done_by.setText(day)
    who.setText("孙玉芬")


def test_an_empty_reply_is_not_sealed_and_each_field_says_what_is_missing(
    form: ReplyForm, county: Services
) -> None:
    form.seal()
    marked = [each for each in form.findChildren(QPlainTextEdit) if each.property("state") == "problem"]
    assert len(marked) == 2
    assert [each.property("state") for each in form.findChildren(QLineEdit)] == ["problem", "problem"]
    assert not [row for row, _ in county.cases.replies() if row.state is not VisitState.DRAFT]


def test_a_day_that_is_none_is_not_sealed(form: ReplyForm, county: Services) -> None:
    fill(form, "next week")
    form.seal()
    day, who = form.findChildren(QLineEdit)
    assert (day.property("state"), who.property("state")) == ("problem", "")
    assert not [row for row, _ in county.cases.replies() if row.state is not VisitState.DRAFT]


def test_what_was_typed_is_there_again(form: ReplyForm, page: RatingPage, county: Services) -> None:
    fill(form)
    form.save_draft()
    form.save_draft()
    assert len(county.cases.replies()) == 1
    page.panel.close_panel()
    page.open_reply()
    again = page.panel.findChildren(ReplyForm)[-1]
    assert again is not form
    assert again.reply == form.reply
    assert again.reply.done_by == date(2026, 11, 30)


def test_a_sealed_reply_names_the_notice_and_the_records_ticked(
    form: ReplyForm, page: RatingPage, county: Services
) -> None:
    basis = county.rating_papers.reply_basis("2026-10")
    fill(form)
    assert form.table is not None
    form.table.setFocus()
    form.table.setCurrentIndex(form.table.model().index(0, 0))
    press(Qt.Key.Key_Space)
    form.seal()
    ((row, reply),) = county.cases.replies(basis.notice)
    assert row.state is VisitState.TO_SEND
    assert reply.records == tuple(each.key for each in basis.records[1:])
    assert not page.panel.isVisible()
    page.open_reply()
    assert "已于" in " ".join(texts(page.panel.findChildren(ReplyForm)[-1]))


def test_a_paper_needs_its_day_first(form: ReplyForm) -> None:
    wanted: list[object] = []
    form.paper_wanted.connect(wanted.append)
    paper = next(each for each in form.footer.findChildren(QPushButton) if each.text() == "存为 PDF…")
    press(Qt.Key.Key_Space, target=paper)
    assert wanted == []
    fill(form)
    press(Qt.Key.Key_Space, target=paper)
    assert wanted == [form.reply]


def test_the_paper_of_a_reply_is_written(form: ReplyForm, page: RatingPage, tmp_path: Path) -> None:
    fill(form)
    out = tmp_path / "reply.pdf"
    page.papers.write_reply("2026-10", form.reply, str(out))
    assert "替班护理员" in words_on(out).replace("\n", "").replace(" ", "")
    message = page._context.messages.current
    assert message is not None
    assert "reply.pdf" in message.text


def test_a_paper_that_cannot_be_written_can_be_tried_again(
    form: ReplyForm, page: RatingPage, tmp_path: Path
) -> None:
    fill(form)
    out = tmp_path / "later" / "reply.pdf"
    page.papers.write_reply("2026-10", form.reply, str(out))
    message = page._context.messages.current
    assert message is not None
    assert message.act is not None
    out.parent.mkdir()
    message.act()
    assert out.exists()


def test_names_are_not_shown_without_a_reason(page: RatingPage) -> None:
    press(Qt.Key.Key_E, ALT, page)
    form = page.panel.findChildren(AppealForm)[-1]
    wanted: list[AppealWish] = []
    form.wanted.disconnect()
    form.wanted.connect(wanted.append)
    form._named.setChecked(True)
    form.write()
    assert wanted == []
    (reason,) = form.findChildren(QLineEdit)
    assert reason.property("state") == "problem"
    reason.setText("民政局要求")
    form.write()
    assert [wish.reveal for wish in wanted] == ["民政局要求"]
    form._named.setChecked(False)
    form.write()
    assert wanted[-1].reveal == ""


def test_the_evidence_is_written_with_the_agencys_own_words(page: RatingPage, tmp_path: Path) -> None:
    page.open_appeal()
    form = page.panel.findChildren(AppealForm)[-1]
    (case,) = form.findChildren(QPlainTextEdit)
    case.setPlainText("签字单已补传")
    out = tmp_path / "appeal.zip"
    form.wanted.disconnect()
    form.wanted.connect(lambda wish: page.papers.write_appeal("2026-10", wish, str(out)))
    form.write()
    with zipfile.ZipFile(out) as archive:
        archive.extract("appeal.pdf", tmp_path)
    assert "签字单已补传" in words_on(tmp_path / "appeal.pdf")


def test_a_period_without_a_published_light_takes_neither(page: RatingPage, county: Services) -> None:
    with county.workspace.writing() as work:
        work.ratings.clear()
    page.reload()
    page.open_reply()
    page.open_appeal()
    assert not page.panel.isVisible()
    buttons = [each for each in page.findChildren(QPushButton) if each.text() in {"整改回复…", "申诉材料…"}]
    assert len(buttons) == 2
    assert not [each for each in buttons if each.isVisible()]
