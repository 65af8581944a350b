"""Users: wrong passwords first, waiting that survives a restart, and nobody locked out for good."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.users import Role
from provider_desktop.services.user_service import UserService
from provider_desktop.services.workspace import Workspace
from tests.support.exchange import NOW
from tests.support.installation import PHRASE
from tests.support.workspace import set_clock

ADMIN, CLERK = "huimin-river-31", "three-red-pots-7"


@pytest.fixture
def users(workspace: Workspace) -> UserService:
    """周敏 is administrator and signed in, 孙丽 a clerk."""
    service = UserService(workspace, Cost(1, 1, 64))
    service.switch_on("周敏", ADMIN)
    service.add("孙丽", Role.CLERK, CLERK)
    return service


def refused(users: UserService, name: str, password: str) -> AppError:
    with pytest.raises(AppError) as caught:
        users.sign_in(name, password)
    return caught.value


def later(workspace: Workspace, seconds: int) -> None:
    set_clock(workspace, workspace.now() + timedelta(seconds=seconds))


def test_a_wrong_password_an_unknown_name_and_somebody_who_left_are_told_alike(
    workspace: Workspace, users: UserService
) -> None:
    users.add("钱刚", Role.CLERK, "four-blue-pans-8")
    users.change("钱刚", Role.CLERK, active=False)
    told = {
        (refused(users, *tried).code, str(refused(users, *tried).params))
        for tried in (("孙丽", "wrong"), ("nobody", CLERK), ("钱刚", "four-blue-pans-8"), ("孙丽 x", ""))
    }
    assert told == {(ErrorCode.WRONG_PASSWORD, "{}")}
    assert workspace.actor == "周敏"


def test_after_failures_even_the_right_password_waits_longer_and_longer(
    workspace: Workspace, users: UserService
) -> None:
    waits = []
    for _ in range(8):
        error = refused(users, "孙丽", "wrong")
        while error.code is ErrorCode.WRONG_PASSWORD:
            error = refused(users, "孙丽", "wrong")
        assert error.code is ErrorCode.SIGN_IN_LOCKED
        assert refused(users, "孙丽", CLERK).code is ErrorCode.SIGN_IN_LOCKED
        seconds = error.params["seconds"]
        assert isinstance(seconds, int)
        waits.append(seconds)
        later(workspace, seconds + 1)
    assert waits == [10, 30, 60, 300, 900, 900, 900, 900]
    assert users.sign_in("孙丽", CLERK) is Role.CLERK
    for _ in range(2):
        assert refused(users, "孙丽", "wrong").code is ErrorCode.WRONG_PASSWORD


def test_a_name_nobody_has_waits_as_well_and_is_not_written_down(
    workspace: Workspace, users: UserService
) -> None:
    for _ in range(3):
        refused(users, "my-secret-typed-as-name", "x")
    assert refused(users, "my-secret-typed-as-name", "x").code is ErrorCode.SIGN_IN_LOCKED
    with workspace.reading() as reading:
        lines = reading.audit.newest()
    assert all("my-secret" not in line.subject for line in lines)
    assert sum(line.action == "sign_in_failed" for line in lines) == 3


def test_others_do_not_wait_for_one_who_forgot(users: UserService) -> None:
    for _ in range(4):
        refused(users, "孙丽", "wrong")
    assert users.sign_in("周敏", ADMIN) is Role.ADMINISTRATOR


def test_a_clock_set_back_locks_nobody_out_for_long(workspace: Workspace, users: UserService) -> None:
    for _ in range(3):
        refused(users, "孙丽", "wrong")
    later(workspace, -365 * 86_400)
    assert refused(users, "孙丽", CLERK).params["seconds"] == 10


def test_waiting_survives_a_restart_and_so_does_everything_else(tmp_path: Path) -> None:
    folder = tmp_path / "pc"

    def start() -> Services:
        services = held.__enter__()
        services.session.open(PHRASE)
        return services

    held = open_services(folder, "zh_CN", FixedClock(NOW), keyring=lambda: None)
    with held as services:
        services.session.set_up(PHRASE)
        services.users.switch_on("周敏", ADMIN)
    held = open_services(folder, "zh_CN", FixedClock(NOW), keyring=lambda: None)
    services = start()
    assert services.session.state().needs == "sign_in"
    with pytest.raises(AppError) as caught:
        services.visits.counts()
    assert caught.value.code is ErrorCode.SIGN_IN_NEEDED
    for _ in range(3):
        assert refused(services.users, "周敏", "wrong").code is ErrorCode.WRONG_PASSWORD
    held.__exit__(None, None, None)
    held = open_services(folder, "zh_CN", FixedClock(NOW), keyring=lambda: None)
    services = start()
    assert refused(services.users, "周敏", ADMIN).code is ErrorCode.SIGN_IN_LOCKED
    services.workspace.clock = FixedClock(NOW + timedelta(seconds=11))
    services.users.sign_in("周敏", ADMIN)
    assert services.session.state().operator == "周敏"
    assert services.session.lock()
    assert services.workspace.vault is None
    assert services.workspace.role is None
    held.__exit__(None, None, None)


def test_the_trail_says_who_signed_in_and_who_was_made_what(workspace: Workspace, users: UserService) -> None:
    users.sign_out()
    assert workspace.role is None
    users.sign_in("孙丽", CLERK)
    with workspace.reading() as reading:
        lines = [(line.actor, line.action, line.subject) for line in reading.audit.newest(5)][::-1]
        assert reading.audit.broken() == ()
    assert lines[-4:] == [
        ("孙会计", "users.on", "周敏"),
        ("周敏", "user.add", "孙丽"),
        ("周敏", "sign_out", "周敏"),
        ("孙丽", "sign_in", "孙丽"),
    ]


def test_the_last_administrator_stays(workspace: Workspace, users: UserService) -> None:
    for role, active in ((Role.MANAGER, True), (Role.ADMINISTRATOR, False)):
        with pytest.raises(AppError) as caught:
            users.change("周敏", role, active)
        assert caught.value.code is ErrorCode.LAST_ADMINISTRATOR
    assert {user.name: user.role for user in users.all()}["周敏"] is Role.ADMINISTRATOR
    users.change("孙丽", Role.ADMINISTRATOR, active=True)
    users.change("周敏", Role.MANAGER, active=True)
    assert workspace.role is Role.MANAGER
    with pytest.raises(AppError) as caught:
        users.all()
    assert caught.value.code is ErrorCode.NOT_ALLOWED


@pytest.mark.parametrize(
    ("password", "reason"),
    [("a1!", "short"), ("Password1!", "common"), ("woaini1314", "common"), ("11111111111111", "simple")],
)
def test_a_password_that_is_tried_first_is_turned_away(
    users: UserService, password: str, reason: str
) -> None:
    with pytest.raises(AppError) as caught:
        users.add("李强", Role.CLERK, password)
    assert caught.value.code is ErrorCode.PASSPHRASE_WEAK
    assert caught.value.params["reason"] == reason


def test_a_password_is_changed_by_who_knows_it_and_set_by_an_administrator(
    workspace: Workspace, users: UserService
) -> None:
    users.sign_in("孙丽", CLERK)
    with pytest.raises(AppError) as caught:
        users.change_password("wrong", "seven-green-cups-2")
    assert caught.value.code is ErrorCode.WRONG_PASSWORD
    users.change_password(CLERK, "seven-green-cups-2")
    with pytest.raises(AppError):
        users.reset_password("周敏", "seven-green-cups-3")
    assert refused(users, "孙丽", CLERK).code is ErrorCode.WRONG_PASSWORD
    users.sign_in("孙丽", "seven-green-cups-2")
    users.sign_in("周敏", ADMIN)
    for _ in range(4):
        refused(users, "孙丽", "wrong")
    users.reset_password("孙丽", "new-door-key-19")
    assert users.sign_in("孙丽", "new-door-key-19") is Role.CLERK
    assert workspace.actor == "孙丽"


def test_no_password_can_be_read_from_the_database(workspace: Workspace, users: UserService) -> None:
    with workspace.reading() as reading:
        kept = [row.password for row in reading.users.all()]
    assert all("argon2id" in each for each in kept)
    assert not any(secret in each for each in kept for secret in (ADMIN, CLERK))
    assert len(set(kept)) == 2


def test_a_name_is_not_typed_where_people_sign_in(workspace: Workspace, users: UserService) -> None:
    from provider_desktop.services.session_service import SessionService

    with pytest.raises(AppError) as caught:
        SessionService(workspace, lambda: None).set_operator("别人")
    assert caught.value.code is ErrorCode.USER_EXISTS
    assert workspace.actor == "周敏"


def test_users_are_switched_on_once(users: UserService) -> None:
    with pytest.raises(AppError) as caught:
        users.switch_on("别人", "seven-green-cups-2")
    assert caught.value.code is ErrorCode.USER_EXISTS


def test_minutes_until_the_window_locks_are_held_to_sense(workspace: Workspace, users: UserService) -> None:
    assert users.lock_after() == 10
    users.set_lock_after(5)
    assert users.lock_after() == 5
    for minutes in (-1, 121):
        with pytest.raises(AppError):
            users.set_lock_after(minutes)
    users.sign_in("孙丽", CLERK)
    assert users.lock_after() == 5
    with pytest.raises(AppError):
        users.set_lock_after(0)
