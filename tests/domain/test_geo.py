"""Distances between places."""

from __future__ import annotations

import pytest

from provider_desktop.domain.geo import known_place, metres_between


@pytest.mark.parametrize(("lat", "lon"), [("", "117"), ("37", ""), ("x", "1"), ("91", "0"), ("0", "181")])
def test_what_is_no_place(lat: str, lon: str) -> None:
    assert known_place(lat, lon) is None


def test_distances() -> None:
    home = known_place("37.490000", "117.540000")
    assert home is not None
    assert metres_between(home, home) == 0
    assert metres_between(("0", "0"), ("0", "180")) == 20_015_114
    assert metres_between(("0", "0"), ("1", "0")) == 111_195
    assert metres_between(home, ("37.490000", "117.653500")) in range(9_990, 10_030)
