"""The environment is made again exactly when what it is made from changes."""

import json
import subprocess
import sys

import pytest

from installer import environment
from installer.system_packages import SetupError


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder of its own, with an environment that counts as made."""
    requirements = tmp_path / "installer" / "requirements"
    requirements.mkdir(parents=True)
    for profile in (environment.RUNTIME, environment.DEV):
        (requirements / f"{profile}.txt").write_text(f"{profile}==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    venv = tmp_path / ".venv"
    venv.mkdir()
    python = venv / "python"
    python.write_text("")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "_REQUIREMENTS", requirements)
    monkeypatch.setattr(environment, "_STAMP", venv / "installed.json")
    return tmp_path


@pytest.fixture
def installed(project, monkeypatch):
    """The pip calls that were made, with a Python that is usable and a pip that works."""
    calls = []
    monkeypatch.setattr(environment, "_is_usable", lambda: True)
    monkeypatch.setattr(environment, "_pip", lambda *arguments: calls.append(arguments))
    return calls


def test_a_fresh_checkout_is_not_ready(project):
    assert not environment.is_ready(environment.RUNTIME)


def test_dev_brings_runtime_but_not_the_other_way_round(installed):
    environment.prepare(environment.RUNTIME)
    assert environment.is_ready(environment.RUNTIME)
    assert not environment.is_ready(environment.DEV)
    environment.prepare(environment.DEV)
    assert environment.is_ready(environment.RUNTIME)
    assert environment.is_ready(environment.DEV)


def test_only_hashed_files_are_installed_and_the_project_asks_no_registry(installed):
    environment.prepare(environment.DEV)
    libraries, project = installed
    assert libraries[:3] == ("install", "--require-hashes", "-r")
    assert {"--no-deps", "--no-build-isolation", "--editable"} < set(project)


@pytest.mark.parametrize("changed", ["pyproject.toml", "installer/requirements/runtime.txt"])
def test_a_changed_source_makes_it_unready(project, installed, changed):
    environment.prepare(environment.RUNTIME)
    (project / changed).write_text("changed\n")
    assert not environment.is_ready(environment.RUNTIME)


def test_a_moved_checkout_is_not_ready(project, installed, monkeypatch):
    environment.prepare(environment.RUNTIME)
    monkeypatch.setattr(environment, "ROOT", project / "elsewhere")
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "pyproject.toml").write_text("[project]\n")
    assert not environment.is_ready(environment.RUNTIME)


def test_a_failed_installation_leaves_no_stamp(project, installed, monkeypatch):
    def fail(*arguments):
        raise SetupError("pip failed")

    monkeypatch.setattr(environment, "_pip", fail)
    with pytest.raises(SetupError):
        environment.prepare(environment.RUNTIME)
    assert not environment.is_ready(environment.RUNTIME)


@pytest.mark.parametrize("stamp", ["", "[]", "{", json.dumps({"runtime": "old"})])
def test_a_damaged_stamp_costs_an_installation_only(project, installed, stamp):
    (project / ".venv" / "installed.json").write_text(stamp)
    assert not environment.is_ready(environment.RUNTIME)
    environment.prepare(environment.RUNTIME)
    assert environment.is_ready(environment.RUNTIME)


def test_a_broken_python_is_not_usable(project):
    assert not environment._is_usable()


def test_a_folder_in_the_way_is_not_deleted(project):
    (project / ".venv" / "thesis.txt").write_text("years of work")
    with pytest.raises(SetupError, match="in the way"):
        environment.prepare(environment.RUNTIME)
    assert (project / ".venv" / "thesis.txt").exists()


def test_an_old_environment_is_made_anew(project):
    (project / ".venv" / "pyvenv.cfg").write_text("")
    environment._make()
    made = environment.VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    assert subprocess.run([made, "-c", "import pip"]).returncode == 0


def test_two_lists_that_join_alike_differ():
    assert environment.fingerprint([b"ab", b"c"]) != environment.fingerprint([b"a", b"bc"])


def test_the_requirements_pin_every_file_and_name_no_registry():
    for path in sorted((environment.ROOT / "installer" / "requirements").glob("*.txt")):
        text = path.read_text()
        assert "://" not in text
        assert not [line for line in text.splitlines() if line.startswith("-")]
        blocks = [block for block in text.replace("\\\n", " ").splitlines() if block[:1].isalnum()]
        assert len(blocks) > 30
        assert all("==" in block and "--hash=sha256:" in block for block in blocks)
