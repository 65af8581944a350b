"""Distances on the earth between places written as decimal strings."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

#: Mean radius of the earth in metres (IUGG).
_EARTH_RADIUS = 6_371_008.8

#: Latitude and longitude in degrees as decimal strings, as they travel.
Place = tuple[str, str]


def known_place(lat: str, lon: str) -> Place | None:
    """The place of two decimal strings; ``None`` where one is empty, no number or out of range."""
    try:
        latitude, longitude = float(lat), float(lon)
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return lat, lon


def metres_between(here: Place, there: Place) -> int:
    """Great-circle distance (haversine) in whole metres, rounded."""
    lat_a, lon_a, lat_b, lon_b = (radians(float(part)) for part in (*here, *there))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return round(2 * _EARTH_RADIUS * asin(min(1.0, sqrt(half))))
