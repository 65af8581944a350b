"""Who works here, and what each role may do."""

import getpass

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Operator, Permission, Role, local_operator


def test_a_clerk_does_not_join_erase_or_answer() -> None:
    clerk = Operator("王芳", Role.CLERK)
    for permission in (Permission.JOIN, Permission.ERASE, Permission.ANSWER):
        with pytest.raises(AppError) as caught:
            clerk.require(permission)
        assert caught.value.code is ErrorCode.NOT_ALLOWED
        assert caught.value.params["user"] == "王芳"
        assert caught.value.params["action"] == permission.value
        assert "administrator" in str(caught.value.params["may"])
    clerk.require(Permission.FINALISE)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_something_and_the_administrator_everything(role: Role) -> None:
    allowed = {permission for permission in Permission if Operator("a", role).may(permission)}
    assert allowed
    assert (allowed == set(Permission)) == (role is Role.ADMINISTRATOR)


def test_nobody_may_nothing_and_is_told_to_sign_in() -> None:
    with pytest.raises(AppError) as caught:
        Operator("", None).require(Permission.ENTER)
    assert caught.value.code is ErrorCode.SIGN_IN_NEEDED


def test_an_auditor_changes_nothing() -> None:
    auditor = Operator("钱审计", Role.AUDITOR)
    allowed = {permission for permission in Permission if auditor.may(permission)}
    assert allowed == {Permission.PRINT, Permission.REVEAL, Permission.AUDIT}


def test_where_no_users_are_set_up_the_system_s_user_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "x" * 100)
    assert local_operator() == Operator("x" * 64, Role.ADMINISTRATOR)

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert local_operator().name == "operator"
