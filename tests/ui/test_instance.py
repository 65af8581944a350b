"""A second start shows the first window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from provider_desktop.ui.instance import FirstInstance, instance_name, show_first

ASK = (
    "import sys; from PySide6.QtCore import QCoreApplication as A; a = A([]);"
    "from provider_desktop.ui.instance import show_first; sys.exit(0 if show_first(sys.argv[1]) else 1)"
)


@pytest.fixture
def name(tmp_path: Path) -> str:
    return instance_name(tmp_path)


@pytest.fixture
def first(name: str, qtbot: QtBot) -> Iterator[FirstInstance]:
    parent = QObject()
    made = FirstInstance(name, parent)
    yield made
    made.close()


def test_nobody_answers_where_nobody_is(name: str, qtbot: QtBot) -> None:
    assert not show_first(name)


def test_the_first_is_asked_to_show_itself(first: FirstInstance, name: str, qtbot: QtBot) -> None:
    with subprocess.Popen([sys.executable, "-c", ASK, name]) as second:
        with qtbot.waitSignal(first.show_wanted, timeout=20_000):
            pass
        assert second.wait(20) == 0


def test_a_name_says_nothing_of_the_folder(tmp_path: Path) -> None:
    assert tmp_path.name not in instance_name(tmp_path)
    assert instance_name(tmp_path) != instance_name(tmp_path / "other")


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_what_a_killed_program_left_does_not_keep_the_next_from_listening(
    name: str, qtbot: QtBot, tmp_path: Path
) -> None:
    leave = (
        "import os, signal, sys; from PySide6.QtCore import QCoreApplication as A, QObject; a = A([]);"
        "from provider_desktop.ui.instance import FirstInstance as F; o = QObject(); f = F(sys.argv[1], o);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", leave, name], check=False)
    parent = QObject()
    first = FirstInstance(name, parent)
    with subprocess.Popen([sys.executable, "-c", ASK, name]) as second:
        with qtbot.waitSignal(first.show_wanted, timeout=20_000):
            pass
        assert second.wait(20) == 0
    first.close()


def test_a_second_start_of_the_program_ends_at_once_and_well(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "provider_desktop", "--data-dir", str(tmp_path / "data")]
    with subprocess.Popen(command, env=environment) as first:
        try:
            for _ in range(40):
                # until the first listens, a second start would be a first itself
                asked = subprocess.run(
                    [sys.executable, "-c", ASK, instance_name(tmp_path / "data")], check=False
                )
                if asked.returncode == 0:
                    break
            assert subprocess.run(command, env=environment, check=False, timeout=60).returncode == 0
            assert first.poll() is None, "the first goes on"
        finally:
            first.terminate()
            assert first.wait(30) == 0
