"""Who may call what: every public method says so, every role is held to it, by direct call as well."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, get_type_hints

import pytest

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission, Role
from provider_desktop.services.permissions import WhoMay, anyone, everyone, needs, who_may
from provider_desktop.services.workspace import Workspace
from provider_desktop.wording import LANGUAGES, sentence

#: Who may what, written down a second time: the office's own decision, not what the program makes of it.
MATRIX = {
    Permission.ENTER: "clerk manager administrator",
    Permission.FINALISE: "clerk manager administrator",
    Permission.CORRECT: "clerk manager administrator",
    Permission.PLAN: "clerk manager administrator",
    Permission.CARE: "clerk manager administrator",
    Permission.CARRY: "clerk manager administrator",
    Permission.PRINT: "clerk manager auditor administrator",
    Permission.REVEAL: "clerk manager auditor administrator",
    Permission.ANSWER: "manager administrator",
    Permission.STAFF: "manager administrator",
    Permission.SETTLE: "manager administrator",
    Permission.RESOLVE: "manager administrator",
    Permission.AUDIT: "manager auditor administrator",
    Permission.EXPORT_PERSON: "manager administrator",
    Permission.BACK_UP: "manager administrator",
    Permission.RESTORE: "administrator",
    Permission.JOIN: "administrator",
    Permission.ERASE: "administrator",
    Permission.USERS: "administrator",
    Permission.KEYS: "administrator",
}

#: What must never come under another mark by mistake.
GRAVE = {
    "entry.save_drafts": Permission.ENTER,
    "finalising.finalise": Permission.FINALISE,
    "finalising.correct": Permission.CORRECT,
    "finalising.withdraw": Permission.CORRECT,
    "imports.run": Permission.ENTER,
    "recipients.accept": Permission.ANSWER,
    "recipients.detail": Permission.REVEAL,
    "visits.page": Permission.REVEAL,
    "reports.write": Permission.PRINT,
    "staff.update": Permission.STAFF,
    "erasure.erase": Permission.ERASE,
    "backups.restore": Permission.RESTORE,
    "session.join": Permission.JOIN,
    "recovery.rotate": Permission.JOIN,
    "sync.clear_alarm": Permission.RESOLVE,
}

#: All that may be asked before anybody is signed in; nothing of it shows or changes a record.
BEFORE_SIGN_IN = {
    "session.state", "session.needs_passphrase", "session.set_up", "session.open", "session.try_open",
    "session.close", "session.read_invitation", "session.lock", "session.can_lock", "system.doctor",
    "users.are_set_up", "users.names", "users.sign_in", "users.sign_out", "sharing.watch", "sharing.state",
}  # fmt: skip


def _methods() -> Iterator[tuple[str, type, Callable[..., Any]]]:
    """Every public method of every service that ``bootstrap`` makes."""
    kinds = get_type_hints(Services)
    for field in fields(Services):
        kind = kinds[field.name]
        if kind is Workspace:
            continue
        for name, member in inspect.getmembers(kind):
            if not name.startswith("_") and (callable(member) or isinstance(member, property)):
                yield f"{field.name}.{name}", kind, member


METHODS = {name: (kind, method) for name, kind, method in _methods()}


class _ReachedError(Exception):
    """The call got past its mark."""


class _Trap:
    """A workspace that lets nobody do anything: whoever asks it for more than who is at work was let in."""

    def __init__(self, role: Role | None) -> None:
        self.actor, self.role = "周敏", role

    def __getattr__(self, name: str) -> Any:
        raise _ReachedError(name)


def _called(name: str, role: Role | None) -> str:
    """What becomes of a direct call with every argument given: the code of the refusal, '' where let in."""
    kind, method = METHODS[name]
    service: Any = object.__new__(kind)
    service._workspace = _Trap(role)
    takes = list(inspect.signature(method).parameters.values())[1:]
    by_name = {each.name: "x" for each in takes if each.kind is not each.VAR_POSITIONAL}
    try:
        found = method(service, **by_name)
    except AppError as error:
        refused = error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.SIGN_IN_NEEDED)
        return error.code.value if refused else ""
    except Exception:  # noqa: BLE001 - let in, and then whatever an empty service does
        return ""
    assert not inspect.isgenerator(found), "a mark cannot guard what begins later"
    return ""


def test_every_public_method_says_who_may_call_it() -> None:
    assert len(METHODS) > 80
    assert [name for name, (_, method) in METHODS.items() if who_may(method) is None] == []


def test_only_what_comes_before_signing_in_can_be_asked_by_anyone() -> None:
    found = {name for name, (_, method) in METHODS.items() if who_may(method) == WhoMay(signed_in=False)}
    assert found - BEFORE_SIGN_IN == set()


@pytest.mark.parametrize("name", GRAVE)
def test_what_is_grave_bears_its_own_mark(name: str) -> None:
    who = who_may(METHODS[name][1])
    assert who is not None
    assert who.permission is GRAVE[name]


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_in_where_it_may_and_refused_where_not(role: Role) -> None:
    for name, (_, method) in METHODS.items():
        who = who_may(method)
        assert who is not None
        allowed = who.permission is None or role.value in MATRIX[who.permission].split()
        assert _called(name, role) == ("" if allowed else "NotAllowed"), name


def test_nobody_signed_in_may_nothing_but_begin() -> None:
    for name, (_, method) in METHODS.items():
        who = who_may(method)
        assert who is not None
        assert _called(name, None) == ("SignInNeeded" if who.signed_in else ""), name


def test_the_matrix_names_every_permission() -> None:
    assert set(MATRIX) == set(Permission)


def test_a_role_sees_names_masked_but_reveals_only_where_it_may(workspace: Workspace) -> None:
    people = build_services(workspace).recipients
    workspace.role = None
    with pytest.raises(AppError) as caught:
        people.assignments()
    assert caught.value.code is ErrorCode.SIGN_IN_NEEDED
    workspace.role = Role.AUDITOR
    before = len(people.assignments())
    with pytest.raises(AppError) as caught:
        people.accept(("A1",))
    assert caught.value.params == {
        "user": workspace.actor,
        "action": "answer",
        "may": "manager,administrator",
    }
    assert len(people.assignments()) == before == 1


def test_a_roster_is_refused_to_a_clerk_who_may_import_visits(workspace: Workspace) -> None:
    from tests.support.workspace import DATA

    workspace.role = Role.CLERK
    imports = build_services(workspace).imports
    preview = imports.open(DATA / "staff_roster.xlsx")
    assert preview.kind == "staff"
    with pytest.raises(AppError) as caught:
        imports.run(preview)
    assert caught.value.params["action"] == "staff"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_deed_and_roles_in_words(language: str) -> None:
    params = {"user": "周敏", "action": "erase", "may": "manager,administrator"}
    told = sentence("error", "NotAllowed", language, params)
    step = sentence("error_step", "NotAllowed", language, params)
    assert "erase" not in told or language == "en"
    assert "周敏" in told
    assert ("负责人、管理员" if language == "zh_CN" else "manager, administrator") in step
    for permission in Permission:
        assert sentence("permission", permission.value, language) != permission.value


def test_a_condition_must_name_an_argument() -> None:
    with pytest.raises(TypeError):

        @needs(Permission.REVEAL, if_given="reason")
        def nothing(self: object) -> None: ...


def test_a_mark_keeps_name_and_words_of_the_method() -> None:
    class Example:
        @everyone
        def first(self) -> None:
            """Something."""

        @anyone
        def second(self) -> None: ...

    assert Example.first.__name__ == "first"
    assert Example.first.__doc__ == "Something."
    assert who_may(Example.second) == WhoMay(signed_in=False)
