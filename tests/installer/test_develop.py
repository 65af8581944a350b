"""The one script of development: what it passes on, what it refuses, and how fast it is the second time."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer import develop, environment
from installer.system_packages import SetupError


@pytest.fixture
def ran(monkeypatch):
    """The commands that would have been run, on a machine where everything is set up."""
    commands = []

    def run(command, variables=None):
        commands.append([Path(command[0]).name, *command[1:]])
        return 0

    monkeypatch.setattr(develop, "_ready", lambda options, profile, extra=(): None)
    monkeypatch.setattr(develop, "_run", run)
    return commands


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "status", "--json"], ["provider-desktop", "status", "--json"]),
        (["run", "--help"], ["provider-desktop", "--help"]),
        (
            ["test", "tests/domain", "-k", "a b", "-x"],
            ["python", "-m", "pytest", "tests/domain", "-k", "a b", "-x"],
        ),
        (["translations", "--fill", "x.json"], ["python", "installer/translations.py", "--fill", "x.json"]),
        (["screens", "visits"], ["python", "installer/screens.py", "visits"]),
    ],
)
def test_arguments_reach_the_command_as_they_are(ran, arguments, expected):
    assert develop.main(arguments) == 0
    assert [part.removesuffix(".exe") for part in ran[0]] == expected


def test_the_demo_walks_as_text_where_no_window_can_open(ran, monkeypatch, capsys):
    monkeypatch.setattr(develop, "has_display", lambda variables: False)
    assert develop.main(["demo", "--size", "small"]) == 0
    assert ran[0][1:] == ["demo", "--headless", "--size", "small"]
    assert "no display" in capsys.readouterr().out


def test_the_demo_opens_the_window_where_it_can(ran, monkeypatch):
    monkeypatch.setattr(develop, "has_display", lambda variables: True)
    assert develop.main(["demo"]) == 0
    assert ran[0][1:] == ["demo"]


def test_tests_do_not_see_the_developers_desktop(ran, monkeypatch):
    given = {}

    def keep(command, variables):
        given.update(variables)
        return 0

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    monkeypatch.setattr(develop, "_run", keep)
    assert develop.main(["test"]) == 0
    assert given
    assert not given.keys() & {"DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}


def test_every_check_is_run_before_the_verdict(ran, monkeypatch, capsys):
    seen = []

    def fail_two(command, variables=None):
        seen.append(command)
        return 1 if "mypy" in command or "installer/house.py" in command else 0

    monkeypatch.setattr(develop, "_run", fail_two)
    assert develop.main(["check"]) == 1
    assert len(seen) == 6
    assert "Failed: types, house rules" in capsys.readouterr().out


def test_a_setup_that_cannot_go_on_says_why_in_one_line(monkeypatch, capsys):
    def refuse(options, profile, extra=()):
        raise SetupError("Run this as root, then start again: apt-get install libgl1")

    monkeypatch.setattr(develop, "_ready", refuse)
    assert develop.main(["demo"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "develop.py: Run this as root, then start again: apt-get install libgl1"
    ]


@pytest.mark.parametrize("arguments", [["setup", "--fast"], ["check", "spelling"]])
def test_what_a_command_does_not_know_is_refused(ran, arguments):
    assert develop.main(arguments) == 2
    assert ran == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is always a display on Windows")
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": ":64999"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"},
    ],
)
def test_a_variable_alone_is_no_display(variables):
    assert not develop.has_display(variables)


@pytest.mark.skipif(sys.platform == "win32", reason="there is always a display on Windows")
def test_a_display_over_the_network_must_answer():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        variables = {"DISPLAY": f"127.0.0.1:{port - 6000}.0"}
        assert not develop.has_display(variables)
        server.listen()
        assert develop.has_display(variables)


def test_a_wayland_socket_is_a_display(tmp_path):
    (tmp_path / "wayland-1").touch()
    assert develop.has_display({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_the_second_start_adds_less_than_a_second():
    if not environment.is_ready(environment.DEV):
        pytest.skip("the tests were not started by develop.py")
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-S", str(environment.ROOT / "installer" / "develop.py"), "setup"])
    assert done.returncode == 0
    assert time.perf_counter() - started < 1
