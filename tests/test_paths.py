"""One folder holds all that belongs to a data set."""

import sys

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths, default_data_dir, default_demo_dir, default_receiver_dir


def test_everything_lies_below_the_root(tmp_path):
    paths = DataPaths(tmp_path)
    names = [name for name, member in vars(DataPaths).items() if isinstance(member, property)]
    places = [getattr(paths, name) for name in names]
    assert all(place.parent == tmp_path for place in places)
    assert len(set(places)) == len(names) >= 8


def test_the_platforms_places_are_three_different_ones_and_are_not_made_by_asking():
    places = {default_data_dir(), default_demo_dir(), default_receiver_dir()}
    assert len(places) == 3
    assert not any(place.exists() for place in places)


def test_creating_makes_a_private_folder_once(tmp_path):
    paths = DataPaths(tmp_path / "a" / "b")
    paths.create()
    paths.create()
    assert paths.root.is_dir()
    if sys.platform != "win32":
        assert paths.root.stat().st_mode & 0o077 == 0


def test_a_file_in_the_way_is_told(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(AppError) as caught:
        DataPaths(in_the_way).create()
    assert caught.value.code is ErrorCode.DATA_FOLDER_UNUSABLE
    assert caught.value.params["path"] == str(in_the_way)
