"""Settings never stop the start, and only known values are kept."""

import json
from dataclasses import replace

import pytest

from provider_desktop.settings import LANGUAGES, TEXT_SIZES, THEMES, Settings, load_settings, save_settings


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_settings(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"theme": ', b'"dark"'], ids=repr
)
def test_a_damaged_file_costs_the_defaults_only(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("theme", 1),
        ("text_size", 101),
        ("text_size", True),
        ("text_size", "125"),
        ("proxy", None),
    ],
)
def test_one_wrong_value_costs_that_value_only(tmp_path, name, value):
    path = tmp_path / "settings.json"
    good = {"language": "en", "theme": "dark", "text_size": 125, "proxy": "http://proxy.example:3128"}
    path.write_text(json.dumps({**good, name: value, "from_a_newer_release": 1}))
    assert load_settings(path) == Settings(**{**good, name: getattr(Settings(), name)})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_what_is_saved_is_what_is_loaded(tmp_path, language, theme, text_size):
    wanted = Settings(language=language, theme=theme, text_size=text_size, proxy="http://proxy.example:3128")
    save_settings(tmp_path / "settings.json", wanted)
    assert load_settings(tmp_path / "settings.json") == wanted


def test_a_value_off_the_lists_is_our_mistake_and_is_not_written(tmp_path):
    path = tmp_path / "settings.json"
    with pytest.raises(ValueError, match="theme"):
        save_settings(path, replace(Settings(), theme="purple"))
    assert not path.exists()
