import pytest

from server.domain.refusals import Misfit, NotFound
from server.services import bells, boards, broadcasts
from tests.parts.office import COUNTER, NEIGHBOUR, Hall

pytestmark = pytest.mark.db

TEXT = "ただいま大変混み合っています。"


def begin(hall: Hall, text: str = TEXT, area: str | None = None, minutes: int = 30) -> int:
    with hall.work() as work:
        return broadcasts.begin(work, text, area, minutes).id


def notice(hall: Hall, area: str | None = "1F", office: str | None = None) -> str | None:
    with hall.look() as look:
        return boards.board(look, office or hall.office, area)["notice"]


def test_a_text_is_on_the_boards_until_its_time_is_over(hall):
    before = notice(hall)
    begin(hall)
    assert (notice(hall), notice(hall, "2F"), notice(hall, None)) == (TEXT, TEXT, TEXT)

    hall.clock.advance(minutes=29)
    assert notice(hall) == TEXT
    hall.clock.advance(minutes=2)
    assert notice(hall) == before


def test_a_text_for_one_area_is_on_no_other_board(hall):
    other = notice(hall, "2F")
    begin(hall, area="1F")
    assert (notice(hall, "1F"), notice(hall, "2F")) == (TEXT, other)


def test_a_text_of_one_office_is_on_no_board_of_another(hall):
    before = notice(hall, office=NEIGHBOUR)
    begin(hall)
    assert notice(hall, office=NEIGHBOUR) == before


def test_a_text_can_be_taken_away_and_the_older_one_is_shown_again(hall):
    begin(hall, "まもなく受付を終わります。")
    newer = begin(hall)
    with hall.work() as work:
        broadcasts.end(work, str(newer))
    assert notice(hall) == "まもなく受付を終わります。"


def test_what_was_written_is_not_in_the_log(hall):
    before = hall.seq()
    begin(hall)
    assert TEXT not in " ".join(event.detail for event in hall.events(before))
    assert set(hall.kinds(before)) == {"broadcast_begun"}


@pytest.mark.parametrize(
    ("text", "minutes", "fields"),
    [("", 30, ["text"]), ("あ" * 61, 30, ["text"]), ("  ", 7, ["text", "minutes"])],
)
def test_every_misfit_is_told_at_once(hall, text, minutes, fields):
    with pytest.raises(Misfit) as refusal:
        begin(hall, text, minutes=minutes)
    assert [error.field for error in refusal.value.errors] == fields


def test_an_unknown_area_is_refused(hall):
    with pytest.raises(NotFound):
        begin(hall, area="9F")


def test_help_for_a_counter_is_called_once_comes_first_and_says_who_goes(hall):
    with hall.work() as work:
        bells.ring(work, None, "help", None)
        first = bells.call_for_help(work, COUNTER)
        assert bells.call_for_help(work, COUNTER) is first
    with hall.look() as look:
        told = bells.told(look.session, hall.office)
    assert [(one["reason"], one["counter"]) for one in told] == [
        ("emergency", COUNTER), ("help", None),
    ]  # fmt: skip
    with hall.work() as work:
        bells.answer(work, str(first.id))
    with hall.look() as look:
        assert [one["reason"] for one in bells.told(look.session, hall.office)] == ["help"]
