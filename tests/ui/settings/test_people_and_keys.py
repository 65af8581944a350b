"""Users, keys and the trail in the settings, over the services of a small office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.users import Role
from provider_desktop.services.person_service import DueRow, Retention
from provider_desktop.services.user_service import UserService
from provider_desktop.ui.settings.audit_part import AuditPart
from provider_desktop.ui.settings.recovery_part import RecoveryPart
from provider_desktop.ui.settings.retention_card import RetentionCard
from provider_desktop.ui.settings.users_part import UsersPart
from tests.support.keyrings import MemoryKeyring
from tests.support.pages import rows_of, texts
from tests.support.window import NOW, DressedApplication
from tests.ui.accessibility import nameless

PHRASE, PASSWORD = "seven slow green rivers", "huimin-river-31"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """A folder that a keyring opens; passwords cost nothing here."""
    keyring = MemoryKeyring()
    begin = UserService.__init__
    monkeypatch.setattr(
        UserService, "__init__", lambda self, workspace: begin(self, workspace, Cost(1, 1, 64))
    )
    with open_services(tmp_path / "pc", "zh_CN", FixedClock(NOW), keyring=lambda: keyring) as services:
        services.session.set_up()
        services.session.set_operator("孙会计")
        yield services


def shown(widget: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(widget)
    widget.resize(1100, 900)
    with qtbot.waitExposed(widget):
        widget.show()


@pytest.fixture
def users(office: Services, dressed: DressedApplication, qtbot: QtBot) -> UsersPart:
    part = UsersPart(dressed.context(office))
    part.changed.connect(lambda: part.show_people(part.ask()))
    shown(part, qtbot)
    part.show_people(part.ask())
    return part


def enter(part: UsersPart, name: str, password: str, again: str = "") -> None:
    part.name.setText(name)
    part.password.setText(password)
    part.again.setText(again or password)
    part.add.click()


def test_slips_are_told_beside_their_fields_and_nobody_is_made(users: UsersPart, office: Services) -> None:
    enter(users, "", PASSWORD)
    assert "请填写姓名。" in texts(users)
    enter(users, "周敏", PASSWORD, "another")
    assert "两次输入不一致。" in texts(users)
    enter(users, "周敏", "12345678")
    assert any("太容易被猜到" in said for said in texts(users))
    assert not office.users.are_set_up()


def test_the_first_is_administrator_and_adds_the_others(users: UsersPart, office: Services) -> None:
    assert not users.table.isVisible()
    enter(users, "周敏", PASSWORD)
    assert office.session.state().operator == "周敏"
    users.role.setCurrentIndex(users.role.findData(Role.CLERK.value))
    enter(users, "孙丽", "three-red-pots-7")
    assert [(row.name, row.role) for row in rows_of(users.table)] == [
        ("周敏", Role.ADMINISTRATOR),
        ("孙丽", Role.CLERK),
    ]
    assert nameless(users) == []
    users.table.select_key("孙丽")
    users.new_role.setCurrentIndex(users.new_role.findData(Role.MANAGER.value))
    users.give_role.click()
    assert {row.name: row.role for row in rows_of(users.table)}["孙丽"] is Role.MANAGER
    users.table.select_key("孙丽")
    users.switch.click()
    assert office.users.names() == ("周敏",)


def test_the_last_administrator_stays_and_the_window_says_why(users: UsersPart, office: Services) -> None:
    enter(users, "周敏", PASSWORD)
    users.table.select_key("周敏")
    users.switch.click()
    message = users._context.messages.current
    assert message is not None
    assert "最后一名管理员" in message.text
    assert office.users.names() == ("周敏",)


def test_a_clerk_sees_only_the_way_to_another_password(users: UsersPart, office: Services) -> None:
    enter(users, "周敏", PASSWORD)
    enter(users, "孙丽", "three-red-pots-7")
    office.users.sign_in("孙丽", "three-red-pots-7")
    users.show_people(users.ask())
    assert not users.table.isVisible()
    assert not users.add.isVisible()
    users.before.setText("wrong")
    users.own.setText("four-blue-pans-8")
    users.change_own.click()
    assert any("不正确" in said for said in texts(users))
    users.before.setText("three-red-pots-7")
    users.change_own.click()
    office.users.sign_out()
    office.users.sign_in("孙丽", "four-blue-pans-8")


def test_minutes_until_the_lock_are_kept(users: UsersPart, office: Services) -> None:
    enter(users, "周敏", PASSWORD)
    users.minutes.setCurrentIndex(users.minutes.findData(5))
    users.minutes.activated.emit(users.minutes.currentIndex())
    assert office.users.lock_after() == 5


@pytest.fixture
def keys(office: Services, dressed: DressedApplication, qtbot: QtBot) -> RecoveryPart:
    part = RecoveryPart(dressed.context(office))
    part.changed.connect(lambda: part.show_keys(office.keys.state()))
    shown(part, qtbot)
    part.show_keys(office.keys.state())
    return part


def test_without_a_passphrase_the_part_warns_until_one_is_set_and_printed(
    keys: RecoveryPart, office: Services, tmp_path: Path
) -> None:
    assert any("只有本机密钥环" in said for said in texts(keys))
    keys.phrase.setText(PHRASE)
    keys.again.setText(PHRASE + "x")
    keys.save.click()
    assert any("逐字输入" in said for said in texts(keys))
    assert not office.keys.state().has_passphrase
    keys.again.setText(PHRASE)
    keys.save.click()
    assert office.keys.state().has_passphrase
    assert not keys._due.isVisible()
    assert keys.phrase.text() == keys.again.text() == ""
    assert keys.sheet.isEnabled()
    keys.write_sheet(str(tmp_path / "sheet.pdf"))
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert not keys.sheet.isEnabled()
    assert keys._fresh == ""
    assert nameless(keys) == []


def test_a_made_passphrase_is_shown_once(keys: RecoveryPart) -> None:
    keys.make.click()
    proposed = keys.phrase.text()
    assert len(proposed) == 29
    assert any("只显示这一次" in said for said in texts(keys))
    keys.again.setText(proposed)
    keys.save.click()
    assert keys.phrase.text() == ""


def test_the_quarter_s_check_says_which_is_wrong(keys: RecoveryPart, office: Services) -> None:
    office.keys.set_passphrase(PHRASE, PHRASE)
    keys.show_keys(office.keys.state())
    keys.checked.setText("not the one at all")
    keys.check.click()
    assert any(said.startswith("口令不正确") for said in texts(keys))
    keys.checked.setText(PHRASE)
    keys.check.click()
    assert keys.checked.text() == ""
    assert not any(said.startswith("口令不正确") for said in texts(keys))


def test_another_database_key_is_asked_for_twice(keys: RecoveryPart, office: Services) -> None:
    before = office.workspace.open_vault().database_key
    keys.rekey.click()
    assert office.workspace.open_vault().database_key == before
    keys.rekey.click()
    assert office.workspace.open_vault().database_key != before
    assert office.visits.counts() is not None


def test_the_trail_is_narrowed_and_written(
    office: Services, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    office.users.switch_on("周敏", PASSWORD)
    office.users.add("孙丽", Role.CLERK, "three-red-pots-7")
    part = AuditPart(dressed.context(office))
    part.narrowed.connect(lambda: part.show_page(part.ask()))
    shown(part, qtbot)
    part.show_page(part.ask())
    assert len(rows_of(part.table)) == 2
    assert nameless(part) == []
    part.what.setCurrentIndex(part.what.findData("user.add"))
    part.what.activated.emit(part.what.currentIndex())
    assert [row.subject for row in rows_of(part.table)] == ["孙丽"]
    part.export.click()
    assert "请先填写理由。" in texts(part)
    part.reason.setText("年度检查")
    part.save(str(tmp_path / "trail.xlsx"))
    assert (tmp_path / "trail.xlsx").exists()
    office.users.sign_in("孙丽", "three-red-pots-7")
    part.show_page(part.ask())
    assert rows_of(part.table) == ()
    assert "负责人、稽核员和管理员可以查看操作日志。" in texts(part)


def test_what_is_due_to_go_is_listed_masked(dressed: DressedApplication, qtbot: QtBot) -> None:
    card = RetentionCard(dressed.context().formats)
    shown(card, qtbot)
    card.show_retention(Retention(date(2021, 11, 20), (), None))
    assert any("都在服务中" in said for said in texts(card))
    assert not card.table.isVisible()
    card.show_retention(Retention(date(2021, 11, 20), (), date(2027, 1, 31)))
    assert any("2027" in said for said in texts(card))
    card.show_retention(Retention(date(2021, 11, 20), (DueRow("R1", "张*英", date(2020, 5, 1)),), None))
    assert card.table.isVisible()
    assert "张*英" in texts(card)
    assert nameless(card) == []
