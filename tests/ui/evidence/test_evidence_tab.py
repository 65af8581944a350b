"""Pictures in the window, by keys and by drag: taken in, proposed, put to their visit, looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.visits import EvidenceKind, VisitState
from provider_desktop.services.visits import VisitFilter, VisitRow
from provider_desktop.ui.evidence.evidence_strip import EvidenceStrip
from provider_desktop.ui.evidence.evidence_tab import EvidenceTab
from provider_desktop.ui.evidence.picture_view import PictureView
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.visits.visits_page import PICTURES, VisitsPage
from tests.services.test_picture_service import a_photo, a_sheet
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path / "county") as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> VisitsPage:
    page = open_page(VisitsPage, county, dressed, qtbot)
    press(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier, page)
    assert page.pictures.isVisible()
    return page


def visit(county: Services, state: VisitState) -> VisitRow:
    rows = county.visits.page(VisitFilter(state=state), 0, 50).rows
    return next(row for row in rows if row.started is not None)


def drop(tab: EvidenceTab, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    tab.dropEvent(event)
    QApplication.processEvents()


def test_a_dropped_photo_is_proposed_and_enter_puts_it_to_the_draft(
    page: VisitsPage, county: Services, tmp_path: Path
) -> None:
    assert "没有未归档的照片" in texts(page.pictures)
    draft = visit(county, VisitState.DRAFT)
    assert draft.started is not None
    drop(page.pictures, a_photo(tmp_path / "IMG_1.jpg", draft.started + timedelta(minutes=1)))
    (picture,) = rows_of(page.pictures.table)
    assert picture.name == "IMG_1.jpg"
    assert page.pictures.view.has_picture
    chosen = rows_of(page.pictures.candidates)[0]
    page.pictures.table.setFocus()
    press(Qt.Key.Key_Return)
    assert rows_of(page.pictures.table) == ()
    assert county.pictures.waiting_count() == 0
    with county.workspace.reading() as reading:
        stored = reading.visits.get(chosen.record)
    assert stored is not None
    assert picture.sha256 in [each.sha256 for each in stored.visit.evidence]


def test_a_sheet_goes_to_a_sealed_visit_by_a_correction(
    page: VisitsPage, county: Services, tmp_path: Path
) -> None:
    sealed = visit(county, VisitState.ACCEPTED)
    drop(page.pictures, a_sheet(tmp_path / "scan.jpg", sealed.record))
    (candidate,) = rows_of(page.pictures.candidates)
    assert (candidate.record, candidate.why) == (sealed.record, "sheet")
    page.pictures.candidates.setFocus()
    press(Qt.Key.Key_Return)
    detail = county.visits.detail(sealed.record)
    assert detail.row.version == sealed.version + 1
    assert max(detail.versions, key=lambda each: each.visit.version).visit.reason == "evidence_added"


def test_what_is_not_taken_is_named_and_the_rest_goes_in(
    page: VisitsPage, county: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    a_photo(folder / "a.jpg")
    (folder / "b.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(64))
    drop(page.pictures, folder)
    assert [row.name for row in rows_of(page.pictures.table)] == ["a.jpg"]
    assert any("b.heic" in text and "HEIC" in text for text in texts(page.pictures))
    assert any("没有相符记录" in text for text in texts(page.pictures))
    page.pictures.table.setFocus()
    press(Qt.Key.Key_Return)
    assert county.pictures.waiting_count() == 1, "nothing fits, so it goes on waiting"
    press(Qt.Key.Key_Delete)
    assert county.pictures.waiting_count() == 0


def test_the_count_stands_at_the_tab(page: VisitsPage, tmp_path: Path) -> None:
    drop(page.pictures, a_photo(tmp_path / "a.jpg"))
    assert page._tabs.tabText(PICTURES).endswith(" 1")


def test_a_visit_shows_its_pictures_and_opens_them_inside_the_window(
    page: VisitsPage, county: Services, tmp_path: Path
) -> None:
    sealed = visit(county, VisitState.ACCEPTED)
    county.pictures.bring([a_photo(tmp_path / "a.jpg", size=(1600, 1200))])
    county.pictures.attach(county.pictures.waiting()[0].sha256, sealed.record, EvidenceKind.PHOTO_AFTER)
    page.open_record(Destination("visits", sealed.record))
    assert page.front is not None
    (strip,) = page.front.findChildren(EvidenceStrip)
    photo = next(
        each for each in strip.findChildren(QToolButton) if each.text() == "服务后照片" and each.isEnabled()
    )
    files = sorted(tmp_path.rglob("*"))
    press(Qt.Key.Key_Space, target=photo)
    (view,) = page.front.findChildren(PictureView)
    assert view.has_picture
    assert sorted(tmp_path.rglob("*")) == files, "a picture is shown from memory, never from a file"


def test_a_picture_that_is_not_here_is_said_to_be_away(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    from provider_desktop.domain.visits import Evidence

    page = open_page(VisitsPage, county, dressed, qtbot)
    strip = EvidenceStrip(page._context, (Evidence(EvidenceKind.SHEET, "ab" * 32, 10, None),), page)
    qtbot.addWidget(strip)
    (button,) = strip.findChildren(QToolButton)
    assert not button.isEnabled()
    assert "不在本机" in button.toolTip()


def test_everything_has_a_name(page: VisitsPage, tmp_path: Path) -> None:
    assert nameless(page.pictures) == []
    drop(page.pictures, a_photo(tmp_path / "a.jpg"))
    assert nameless(page.pictures) == []


def test_a_view_shows_pictures_and_sentences(dressed: DressedApplication, qtbot: QtBot) -> None:
    view = PictureView("照片")
    qtbot.addWidget(view)
    view.resize(300, 200)
    written = io.BytesIO()
    Image.new("RGB", (400, 100), "red").save(written, "JPEG")
    view.show_picture(written.getvalue())
    shown = view.grab().toImage()
    assert shown.pixelColor(150, 100).red() > 200
    assert shown.pixelColor(150, 10).red() < 255, "its form is kept"
    view.show_picture(b"", "PDF")
    assert not view.has_picture
    assert view.accessibleDescription() == "PDF"
