"""Starting: with and without a display, own data at every stage, a second window, the sample county."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.__main__ import display_is_missing, main
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.first_start.welcome import first_start, sample_start, unlocking
from provider_desktop.window import OwnData, SampleData
from tests.support.offices import an_inviting_office

SECRET = "correct horse battery"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[OwnData]:
    made = OwnData(tmp_path / "pc", keyring=lambda: None)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("platform", "environment", "missing"),
    [
        ("linux", {}, True),
        ("linux", {"DISPLAY": ""}, True),
        ("linux", {"DISPLAY": ":0"}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("win32", {}, False),
        ("darwin", {}, False),
    ],
)
def test_where_a_window_can_be_shown(platform: str, environment: dict[str, str], missing: bool) -> None:
    assert display_is_missing(platform, environment) is missing


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_window_says_so_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--lang", "en", "--json", "--data-dir", str(tmp_path)])
    assert status == 2
    assert json.loads(capsys.readouterr().out)["error"] == "DisplayMissing"


@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_demo_walks_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    walked: list[str] = []

    def walk(options: Namespace) -> int:
        walked.append(options.size)
        return 0

    monkeypatch.setattr("provider_desktop.cli.demo.run", walk)
    assert main(["demo", "--lang", "zh_CN"]) == 0
    assert walked == ["small"]
    assert capsys.readouterr().err == "此处没有显示器，改为在命令行走一遍主要流程。\n"


def test_an_empty_folder_leads_to_the_three_ways_and_stays_empty(data: OwnData) -> None:
    assert data.open().welcome is first_start
    assert data.needs_passphrase()
    assert not data.folder.joinpath("records.db").exists()


def test_data_that_have_not_joined_lead_there_and_ask_no_second_passphrase(data: OwnData) -> None:
    data._own().session.set_up(SECRET)
    assert data.open().welcome is first_start
    assert not data.needs_passphrase()


def test_a_passphrase_given_from_outside_opens_without_a_question(data: OwnData) -> None:
    data._own().session.set_up(SECRET)
    data.close()
    asked = OwnData(data.folder, keyring=lambda: None)
    assert asked.open().welcome is unlocking
    asked.close()
    given = OwnData(data.folder, SECRET, keyring=lambda: None)
    assert given.open().welcome is first_start
    given.close()


def test_a_second_window_on_the_same_folder_is_told_so(data: OwnData) -> None:
    data._own().session.set_up(SECRET)
    second = OwnData(data.folder, SECRET, keyring=lambda: None)
    with pytest.raises(AppError) as error:
        second.open()
    assert error.value.code is ErrorCode.ALREADY_RUNNING
    second.close()
    data.close()
    third = OwnData(data.folder, SECRET, keyring=lambda: None)
    assert third.open().welcome is first_start
    third.close()


def test_joined_data_open_named_and_speak_the_language_chosen(data: OwnData, tmp_path: Path) -> None:
    with an_inviting_office(tmp_path) as office:
        data.join(office.invitation.read_bytes(), SECRET)
        data.operator = "周会计"
        opened = data.open()
        assert opened.welcome is None
        assert opened.frame.state().operator == "周会计"
        assert not opened.frame.is_sample
        assert opened.frame.exchange is not None
        report = opened.frame.exchange(lambda _step: None, lambda: False)
        assert report.pulled > 0
        names = {
            item.name for item in opened.services.entry.item_options(opened.services.workspace.now().date())
        }
        opened.speak("en")
        english = {
            item.name for item in opened.services.entry.item_options(opened.services.workspace.now().date())
        }
        assert names.isdisjoint(english)


def test_the_sample_county_says_that_it_is_one_and_leaves_nothing() -> None:
    sample = SampleData()
    assert sample.open().welcome is sample_start
    days: list[tuple[int, int]] = []
    sample.begin_sample(lambda done, total: days.append((done, total)))
    opened = sample.open()
    folder = opened.services.workspace.paths.root
    assert opened.welcome is None
    assert opened.frame.is_sample
    assert opened.frame.state().counts["today"] > 0
    assert days[-1][0] == days[-1][1]
    assert folder.exists()
    opened.close()
    assert not folder.exists()
