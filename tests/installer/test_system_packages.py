"""System packages: what is missing is told by looking, and installed only with the right to do so."""

import os
import sys

import pytest

from installer import system_packages
from installer.system_packages import Need, SetupError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows brings what is needed")


class Machine:
    """A folder of commands that is the whole path; the commands write down what they were asked."""

    def __init__(self, folder):
        self._calls = folder / "calls"
        self.programs = folder / "bin"
        self.programs.mkdir()
        (self.programs / "env").symlink_to("/usr/bin/env")

    def has(self, name, then="exit 0"):
        program = self.programs / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self._calls}"\n{then}\n')
        program.chmod(0o755)

    def calls(self):
        return self._calls.read_text().splitlines() if self._calls.exists() else []


@pytest.fixture
def machine(tmp_path, monkeypatch):
    made = Machine(tmp_path)
    monkeypatch.setenv("PATH", str(made.programs))
    return made


def _yes(question):
    return True


def test_what_is_found_is_not_missing():
    needs = [Need("there", lambda known: True), Need("gone", lambda known: False)]
    assert system_packages.missing(needs) == ["gone"]


def test_libraries_are_known_by_the_linkers_names():
    # Every Linux with Python has the C library; none has this one.
    needs = [
        Need("libc6", system_packages._library("libc.so.6")),
        Need("libnothing", system_packages._library("libnothing-of-this-name.so.1")),
    ]
    assert system_packages.missing(needs) == ["libnothing"]


def test_root_installs_at_once(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.has("apt-get")
    system_packages.install(["libgl1", "xvfb"], ask=lambda question: pytest.fail("root is not asked"))
    assert machine.calls() == [
        "apt-get -q -y update",
        "apt-get -q -y install --no-install-recommends libgl1 xvfb",
    ]


def test_a_user_is_asked_before_sudo(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.has("apt-get")
    machine.has("sudo", then='exec "$@"')
    asked = []

    def refuse(question):
        asked.append(question)
        return False

    with pytest.raises(SetupError, match="sudo apt-get install libgl1"):
        system_packages.install(["libgl1"], ask=refuse)
    assert len(asked) == 1
    assert machine.calls() == []
    system_packages.install(["libgl1"], ask=_yes)
    assert "apt-get -q -y install --no-install-recommends libgl1" in machine.calls()


def test_a_user_without_sudo_is_told_the_command(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.has("apt-get")
    with pytest.raises(SetupError, match="as root, then start again: apt-get install libgl1"):
        system_packages.install(["libgl1"], ask=_yes)


def test_another_distribution_is_told_the_names(machine):
    with pytest.raises(SetupError, match="Debian packages, then start again: libgl1 xvfb"):
        system_packages.install(["libgl1", "xvfb"], ask=_yes)


def test_a_failing_mirror_is_told(machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    machine.has("apt-get", then="exit 100")
    with pytest.raises(SetupError, match="apt-get update failed"):
        system_packages.install(["libgl1"], ask=_yes)


def test_nothing_missing_asks_nothing(machine):
    system_packages.install([], ask=lambda question: pytest.fail("nothing to ask"))
    assert machine.calls() == []
