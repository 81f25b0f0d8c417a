"""How far one office is from another."""

from collections import namedtuple

import pytest

from server.domain.nearness import kilometres

Place = namedtuple("Place", "lat lon")
SUMINOE, SUMIYOSHI, ASAHI = Place(34.610, 135.483), Place(34.604, 135.501), Place(34.721, 135.544)


def test_a_place_is_no_way_from_itself_and_a_way_is_as_long_back():
    assert kilometres(SUMINOE, SUMINOE) == 0
    assert kilometres(SUMINOE, ASAHI) == pytest.approx(kilometres(ASAHI, SUMINOE))


def test_a_degree_of_latitude_is_111_km_and_the_next_ward_is_nearer_than_the_far_one():
    assert kilometres(Place(34, 135), Place(35, 135)) == pytest.approx(111.2, abs=0.1)
    assert 1.5 < kilometres(SUMINOE, SUMIYOSHI) < 2 < kilometres(SUMINOE, ASAHI)
