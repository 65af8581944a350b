"""The window: sections, search, keys, messages, help, text size, and every section in every look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.sharing import SharingState
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.sections import all_sections
from provider_desktop.ui.shell.pages import Destination, PageContext, PageSpec
from provider_desktop.ui.shell.rail import RailButton
from provider_desktop.ui.shell.state import ShellState
from provider_desktop.ui.shell.top_bar import SearchField
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.theme import DARK
from provider_desktop.ui.widgets.message_bar import MessageBar
from provider_desktop.ui.widgets.search_popup import SearchPopup
from tests.support.window import DressedApplication, a_shell_state, a_sync_status
from tests.ui.accessibility import nameless


class NotePage(QWidget):
    """A small real page: counts its loads, keeps what it was led to, offers one action."""

    topics = frozenset({Topic.VISITS})

    def __init__(self, context: PageContext, title: str) -> None:
        super().__init__()
        self.title = title
        self.loads = 0
        self.led_to: list[Destination] = []
        self.noted = 0
        self._actions = (action(self, "Note it", self._note, Key.NEW),)
        self.field = QLineEdit()
        self.field.setAccessibleName(title)
        QVBoxLayout(self).addWidget(self.field)
        self.context = context

    def reload(self) -> None:
        """Count it."""
        self.loads += 1

    def actions_offered(self) -> tuple[QAction, ...]:
        """The one action."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Keep where it was led."""
        self.led_to.append(destination)

    def _note(self) -> None:
        self.noted += 1


NOTES = (
    PageSpec("visits", "visits", lambda context: NotePage(context, "visits")),
    PageSpec("rating", "rating", lambda context: NotePage(context, "rating")),
    PageSpec("recipients", "recipients", lambda context: NotePage(context, "recipients")),
    PageSpec("settings", "settings", lambda context: NotePage(context, "settings"), at_bottom=True),
)


@pytest.fixture
def window(dressed: DressedApplication, qtbot: QtBot) -> MainWindow:
    made = dressed.window(sections=NOTES, section="visits")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def _page(window: MainWindow) -> NotePage:
    page = window.open_page
    assert isinstance(page, NotePage)
    return page


def _press(window: MainWindow, qtbot: QtBot, key: str) -> None:
    focused: QWidget | None = window.focusWidget()
    QTest.keySequence(focused if focused is not None else window, QKeySequence(key))


def test_a_page_is_made_when_first_opened_and_kept(window: MainWindow) -> None:
    first = _page(window)
    assert len(window.findChildren(NotePage)) == 1
    window.open(Destination("rating"))
    assert _page(window).title == "rating"
    window.open(Destination("visits"))
    assert _page(window) is first


def test_a_section_that_does_not_exist_is_a_mistake_that_shows(window: MainWindow) -> None:
    with pytest.raises(KeyError):
        window.open(Destination("moon"))


def test_a_record_is_opened_where_one_is_named(window: MainWindow) -> None:
    window.open(Destination("rating", "R-1", "value"))
    assert _page(window).led_to == [Destination("rating", "R-1", "value")]
    window.open(Destination("rating"))
    assert len(_page(window).led_to) == 1


def test_a_page_leads_elsewhere_through_its_context(window: MainWindow) -> None:
    _page(window).context.open(Destination("recipients", "P-7"))
    assert window.open_section == "recipients"
    assert _page(window).led_to[0].key == "P-7"


def test_a_shown_page_loads_once_and_again_after_a_commit(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    qtbot.waitUntil(lambda: page.loads == 1)
    page.context.changes.publish({Topic.VISITS})
    qtbot.waitUntil(lambda: page.loads == 2)


def test_keys_open_sections_and_rail_buttons_too(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, qtbot, "Ctrl+2")
    assert window.open_section == "rating"
    [button] = [made for made in window.findChildren(RailButton) if made.key == "settings"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.open_section == "settings"
    assert button.isChecked()


def test_a_pages_keys_work_while_it_is_shown_and_only_then(window: MainWindow, qtbot: QtBot) -> None:
    first = _page(window)
    first.field.setFocus()
    _press(window, qtbot, Key.NEW)
    assert first.noted == 1
    window.open(Destination("rating"))
    second = _page(window)
    second.field.setFocus()
    _press(window, qtbot, Key.NEW)
    assert (first.noted, second.noted) == (1, 1)


def test_search_finds_people_and_opens_them(window: MainWindow, qtbot: QtBot) -> None:
    window.search_for("lxy")
    popup = window.findChild(SearchPopup)
    assert popup is not None
    assert popup.current is not None
    assert popup.current.title == "李*英"
    qtbot.keyClick(window.findChild(SearchField), Qt.Key.Key_Return)
    assert window.open_section == "recipients"
    assert _page(window).led_to[0].key == "371621********4632"


def test_search_finds_actions_and_does_them(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    window.search_for("note")
    qtbot.keyClick(window.findChild(SearchField), Qt.Key.Key_Return)
    assert page.noted == 1
    field = window.findChild(SearchField)
    assert field is not None
    assert field.text() == ""


def test_search_says_when_there_is_nothing(window: MainWindow) -> None:
    window.search_for("zzzz")
    popup = window.findChild(SearchPopup)
    assert popup is not None
    assert popup.current is not None
    assert popup.current.value is None


def test_every_action_has_a_key_of_its_own(window: MainWindow) -> None:
    keys = [made.shortcut().toString() for made in window.all_actions() if not made.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert len({key.value for key in Key}) == len(Key)


def test_the_menu_lists_every_action_with_its_key(window: MainWindow, qtbot: QtBot) -> None:
    menu = window._top.menu_button.menu()
    menu.aboutToShow.emit()
    listed = set(menu.actions())
    for submenu in menu.findChildren(QMenu):
        listed |= set(submenu.actions())
    assert set(window.all_actions()) <= listed


def test_an_error_is_said_with_its_next_step_and_put_away(window: MainWindow, qtbot: QtBot) -> None:
    tried: list[int] = []
    messages = _page(window).context.messages
    messages.say_error(AppError(ErrorCode.OFFLINE, url="https://example.org"), lambda: tried.append(1))
    bar = window.findChild(MessageBar)
    assert bar is not None
    assert bar.isVisible()
    assert "https://example.org" in bar.accessibleName()
    qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    assert tried == [1]
    assert not bar.isVisible()


def test_help_opens_beside_the_page_and_esc_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    _press(window, qtbot, Key.HELP)
    text = window.findChild(QTextBrowser)
    assert text is not None
    assert "Excel" in text.toPlainText()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not text.isVisible()


def test_text_size_steps_through_what_is_offered(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.text_size_chosen) as chosen:
        _press(window, qtbot, Key.LARGER)
    assert chosen.args == [110]
    with qtbot.waitSignal(window.text_size_chosen) as chosen:
        _press(window, qtbot, Key.SMALLER)
    assert chosen.args == [100]


def test_the_frame_says_what_waits(dressed: DressedApplication, qtbot: QtBot) -> None:
    state = a_shell_state(sync=a_sync_status(offline=True, to_send=12), counts={"visits": 4})
    window = dressed.window(sections=NOTES, section="visits", state=state)
    qtbot.addWidget(window)
    window.show()
    window._context.changes.settle()
    said = " ".join(label.text() for label in window._status.findChildren(QLabel))
    assert "离线" in said
    assert "待上报 12 条" in said
    [visits] = [made for made in window.findChildren(RailButton) if made.key == "visits"]
    assert visits.accessibleName() == "服务记录 4"


def test_the_frame_says_that_the_shared_database_is_away(dressed: DressedApplication, qtbot: QtBot) -> None:
    away = SharingState("db.example/care", away=True, waiting=3)
    window = dressed.window(sections=NOTES, section="visits", state=ShellState(sharing=away))
    qtbot.addWidget(window)
    window.show()
    window._context.changes.settle()
    said = " ".join(label.text() for label in window._status.findChildren(QLabel))
    assert "机构数据库暂时连不上" in said
    assert "3 条草稿暂存在本机" in said
    back = SharingState("db.example/care", kept=2)
    window.show_state(a_shell_state(sync=a_sync_status(), sharing=back))
    said = " ".join(label.text() for label in window._status.findChildren(QLabel))
    assert "2 条草稿被两人同时修改" in said
    assert "暂时连不上" not in said


def test_without_data_the_frame_stands_and_opens_nothing(dressed: DressedApplication, qtbot: QtBot) -> None:
    window = MainWindow(dressed.context(), NOTES)
    qtbot.addWidget(window)
    window.show()
    window.open(Destination("visits"))
    window.search_for("lxy")
    assert window.open_page is None


def test_a_cover_hides_the_frame_until_it_is_lifted(dressed: DressedApplication, qtbot: QtBot) -> None:
    window = MainWindow(dressed.context(), NOTES)
    qtbot.addWidget(window)
    window.show()
    cover = QLabel("口令")
    window.cover(cover)
    assert cover.isVisible()
    assert not window._rail.isVisible()
    window.cover(None)
    assert window._rail.isVisible()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text_size", [100, 175])
def test_every_section_opens_named_in_every_look(
    dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    window = dressed.window(sections=NOTES, section="visits")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    for spec in NOTES:
        window.open(Destination(spec.key))
        assert not window.grab().isNull()
        assert not nameless(window)
    assert window.width() == 1366
    assert window.minimumSizeHint().width() <= 1366


def test_every_shipped_section_has_a_name_an_icon_and_help(dressed: DressedApplication) -> None:
    from provider_desktop.ui import icons
    from provider_desktop.ui.shell.help_panel import help_text

    context = dressed.context()
    for spec in all_sections():
        assert context.labels.word("section", spec.key) != spec.key
        assert spec.icon in icons.names()
        for language in ("zh_CN", "en"):
            assert help_text(spec.key, language) != help_text("window", language)


def test_looks_switch_in_the_open_window(window: MainWindow, dressed: DressedApplication) -> None:
    dressed.wear(theme="dark")
    picture = window.grab().toImage()
    assert picture.pixelColor(4, 300).name().upper() == DARK.rail
