"""How near offices are to each other, as the crow flies."""

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_KM = 6371.0


class Position(Protocol):
    """A place in degrees north and east."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


def kilometres(one: Position, other: Position) -> float:
    """Return the length of the great circle between two places.

    Source: the haversine formula, on a sphere.
    """
    north = radians(other.lat - one.lat)
    east = radians(other.lon - one.lon)
    half = sin(north / 2) ** 2
    half += cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
