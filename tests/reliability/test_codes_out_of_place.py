"""R17: a code that was never given, of yesterday, another ward or day, cancelled, or used up."""

from collections.abc import Callable

import pytest

from kiosk.screen.words import word_list
from printer_drivers.token import new_token
from server.domain.refusals import Refused
from server.services import reservations
from tests.parts.office import NEIGHBOUR, TOMORROW, Hall
from tests.parts.scorecard import Scorecard

pytestmark = pytest.mark.db


def forged(_hall: Hall) -> str:
    """Return a code whose check sign is right."""
    return new_token()


def of_another_ward(hall: Hall) -> str:
    token = hall.book(hall.slot_at(11, 15).id)
    hall.office = NEIGHBOUR
    return token


def of_another_day(hall: Hall) -> str:
    return hall.book(hall.slot_at(11, 15, day=TOMORROW).id)


def expired(hall: Hall) -> str:
    token = hall.book(hall.slot_at(11, 15).id)
    hall.at(10, day=TOMORROW)
    return token


def after_reception(hall: Hall) -> str:
    token = hall.book(hall.slot_at(11, 15).id)
    hall.at(17, 15)
    return token


def cancelled(hall: Hall) -> str:
    token = hall.book(hall.slot_at(11, 15).id)
    with hall.work() as work:
        reservations.cancel(work, token)
    return token


def replayed(hall: Hall) -> str:
    """Return a code whose visit is over."""
    token = hall.book(hall.slot_at(11, 15).id)
    hall.check_in(token)
    hall.open("10")
    hall.called("10")
    for step in ("start", "finish"):
        hall.do(step, "10")
    return token


#: What is held before the reader, and the words of the kiosk's screen for it.
CODES: dict[str, tuple[Callable[[Hall], str], str]] = {
    "forged": (forged, "unknown_token"),
    "of another ward": (of_another_ward, "other_office"),
    "of another day": (of_another_day, "other_day"),
    "of yesterday": (expired, "other_day_past"),
    "after reception has closed": (after_reception, "too_late"),
    "cancelled": (cancelled, "cancelled"),
    "used up": (replayed, "already_used"),
}


@pytest.mark.parametrize("name", CODES)
def test_a_code_out_of_place_gives_no_number_and_is_told_for_what_it_is(
    hall: Hall, name: str, scorecard: Scorecard
) -> None:
    prepare, words = CODES[name]
    token = prepare(hall)
    before = hall.kinds().count("arrived")

    with pytest.raises(Refused) as refusal:
        hall.check_in(token, hall.office)

    scorecard(f"R17 a code {name}", database=hall.backend, said=refusal.value.code, accepted=0)
    assert refusal.value.code == words.removesuffix("_past")
    assert hall.kinds().count("arrived") == before


@pytest.mark.parametrize("language", word_list().complete())
def test_each_of_them_has_a_sentence_of_its_own_in_every_language(language: str) -> None:
    def said(code: str) -> str:
        code, past, _ = code.partition("_past")
        return word_list().words[f"{code}_title{past}"][language]

    codes = [words for _, words in CODES.values()] + ["unreadable", "not_ours"]
    assert len({said(code) for code in codes}) == len(codes)
