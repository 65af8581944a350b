"""Shipped files are found in a checkout, in a wheel and in a frozen bundle."""

import sys

import pytest

from provider_desktop import resources


@pytest.fixture
def _fresh():
    resources.root.cache_clear()
    yield
    resources.root.cache_clear()


def test_a_shipped_file_is_found_and_read():
    assert resources.resource_path("fonts", "NotoSansSC-Regular.ttf").stat().st_size > 1_000_000
    assert "SIL OPEN FONT LICENSE" in resources.read_text("fonts", "OFL.txt")
    assert "error" in resources.read_json("wording", "zh_CN.json")


def test_what_is_not_shipped_is_our_mistake():
    with pytest.raises(FileNotFoundError, match=r"fonts/Missing\.ttf"):
        resources.resource_path("fonts", "Missing.ttf")


@pytest.mark.usefixtures("_fresh")
def test_a_frozen_bundle_has_its_own(tmp_path, monkeypatch):
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.root() == tmp_path / "resources"


@pytest.mark.usefixtures("_fresh")
def test_a_wheel_has_them_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "provider_desktop"
    (package / "_resources").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    assert resources.root() == package / "_resources"


@pytest.mark.usefixtures("_fresh")
def test_an_installation_without_them_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "provider_desktop" / "resources.py"))
    with pytest.raises(FileNotFoundError, match="_resources"):
        resources.root()
