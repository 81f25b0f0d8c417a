"""From the scan to the paper, with a serial scanner, two LAN printers and a server."""

import time
from collections.abc import Callable

import pytest
import zxingcpp

from kiosk.journal import Outcome
from kiosk.scanner.framing import Frame
from kiosk.stage import Pace
from kiosk.steps import Screen
from tests.kiosk.conftest import GOOD, OTHER, Lobby, until

OTHER_DAY = {
    "code": "other_day",
    "message": "ご予約は11月26日（木）14:00です。今日は受付できません。",
    "day": "2026-11-26",
    "start": "2026-11-26T14:00:00+09:00",
}


def test_a_scan_brings_ticket_and_form_and_says_so(lobby: Lobby) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    assert lobby.label == "F024"
    assert lobby.papers() == (1, 1)
    until(lambda: len(lobby.office.prints) == 2, "the reports")
    assert [paper["document"] for paper in lobby.office.prints] == [
        "ticket",
        "form:hoiku_riyou_moushikomi",
    ]
    assert {paper["state"] for paper in lobby.office.prints} == {"printed"}
    assert {paper["reissue"] for paper in lobby.office.prints} == {0}


def test_the_ticket_carries_the_way_to_my_turn(lobby: Lobby) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    [paper] = lobby.ticket_printer.printer.papers
    [code] = zxingcpp.read_barcodes(paper.image.convert("L"))
    assert code.text == "http://127.0.0.1:8000/turn#V0123456789ABCDEFGHJKMNP"


def test_the_scanned_text_never_travels_in_an_address(lobby: Lobby) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    assert all(GOOD not in path for _, path, _ in lobby.office.asked)
    assert GOOD not in str(lobby.kiosk.stage.visitor), "the code is forgotten with the number"


def test_the_confirm_screen_goes_on_by_itself(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=0.6)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.CONFIRM)
    assert lobby.office.visits == {}, "nothing has changed until then"

    lobby.wait_for(Screen.DONE)
    assert lobby.papers() == (1, 1)


def test_whoever_touches_the_confirm_screen_is_waited_for(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=60.0)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.CONFIRM)

    with lobby.kiosk.stage.changed:
        lobby.kiosk.stage.touch()
        lobby.kiosk.stage.pace = Pace(confirm_s=0.1)  # untouched, it would go on at once
    time.sleep(1.2)
    assert lobby.screen is Screen.CONFIRM

    lobby.kiosk.flow.close()
    assert lobby.screen is Screen.HOME
    assert lobby.office.visits == {}
    assert lobby.kiosk.stage.visitor.token is None


def test_a_server_that_cannot_preview_is_asked_at_once(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=5.0)
    lobby.office.previews = False

    lobby.scan(GOOD)

    lobby.wait_for(Screen.DONE)
    assert lobby.papers() == (1, 1)


def test_a_walk_in_gets_a_ticket_of_the_chosen_queue(lobby: Lobby) -> None:
    lobby.kiosk.flow.choose("pension")
    lobby.wait_for(Screen.DONE)

    assert lobby.label == "N024"
    assert lobby.papers() == (1, 0)


def test_the_next_person_scans_while_the_last_screen_still_stands(lobby: Lobby) -> None:
    lobby.office.tokens[OTHER] = None
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    lobby.scan(OTHER)
    until(lambda: lobby.label == "F025" and lobby.screen is Screen.DONE, "the second ticket")

    assert lobby.papers() == (2, 2)


def test_the_same_code_again_shows_its_number_and_prints_nothing(lobby: Lobby) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    lobby.kiosk.flow.close()
    time.sleep(2.1)

    lobby.scan(GOOD)
    lobby.wait_for(Screen.ALREADY)

    assert lobby.label == "F024"
    assert lobby.papers() == (1, 1)
    assert lobby.kiosk.journal.unfinished(lobby.kiosk.clock.seconds()) == []


def test_a_second_paper_has_the_same_number_and_says_reissue(lobby: Lobby) -> None:
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    lobby.kiosk.flow.close()
    time.sleep(2.1)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.ALREADY)

    lobby.kiosk.flow.print_again()
    lobby.wait_for(Screen.DONE)

    assert lobby.papers() == (2, 2)
    until(lambda: len(lobby.office.prints) == 4, "the reports")
    assert [paper["reissue"] for paper in lobby.office.prints] == [0, 0, 1, 1]
    assert [paper["attempt"] for paper in lobby.office.prints] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("refusal", "problem"),
    [
        (OTHER_DAY, "other_day"),
        ({"code": "other_office", "message": "…", "office_name": "阿倍野区役所"}, "other_office"),
        ({"code": "cancelled", "message": "…"}, "cancelled"),
        ({"code": "too_early", "message": "…"}, "too_early"),
        ({"code": "too_late", "message": "…"}, "too_late"),
        ({"code": "something_new", "message": "…"}, "something_new"),
    ],
)
def test_every_refusal_of_the_server_has_its_own_screen(
    start: Callable[..., Lobby], refusal: dict[str, str], problem: str
) -> None:
    lobby = start(confirm_s=5.0)
    lobby.office.tokens[OTHER] = refusal

    lobby.scan(OTHER)
    lobby.wait_for(Screen.PROBLEM)

    assert lobby.problem == problem
    assert lobby.papers() == (0, 0)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("https://example.com/menu?table=4", "not_ours"),
        ("WQ17A3F9K2Z8M4PR6T0K", "unreadable"),
        ("WQ17A3F9", "unreadable"),
        ("住民票をください", "not_ours"),
        ("A" * 10_000, "not_ours"),
        ("\x1b[2J\x07\x00", "not_ours"),
        ("WQ1ZZZZZZZZZZZZZZZZM", "unknown_token"),
    ],
)
def test_a_bad_scan_is_answered_without_the_office_and_a_good_one_works_right_after(
    lobby: Lobby, code: str, problem: str
) -> None:
    lobby.scan(code)
    lobby.wait_for(Screen.PROBLEM)
    assert lobby.problem == problem
    asked = any("/check-ins" in path for _, path, _ in lobby.office.asked)
    assert asked == (problem == "unknown_token"), "what is no code of ours needs no server"

    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    assert lobby.papers() == (1, 1)


def test_a_code_in_full_width_and_with_gaps_is_taken(lobby: Lobby) -> None:
    lobby.scan("ｗｑ17 a3f9-k2z8-m4pr-6toj")
    lobby.wait_for(Screen.DONE)

    assert lobby.label == "F024"


def test_noise_is_refused_before_the_reader_is_read_again(lobby: Lobby) -> None:
    lobby.kiosk.flow.heard(Frame(b"\xff" * 256, overlong=True))
    assert (lobby.screen, lobby.problem) == (Screen.PROBLEM, "not_ours")


def test_a_silent_server_is_said_so_and_the_code_works_when_it_is_back(lobby: Lobby) -> None:
    lobby.office.down = True
    lobby.scan(GOOD)
    lobby.wait_for(Screen.PROBLEM)
    assert lobby.problem == "unreachable"

    lobby.office.down = False
    time.sleep(2.1)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)
    assert lobby.papers() == (1, 1)


def test_without_paper_the_number_stands_on_the_screen_and_staff_are_called(lobby: Lobby) -> None:
    lobby.ticket_printer.printer.set(paper_rows=0)
    lobby.form_printer.printer.set(paper_rows=0)

    lobby.scan(GOOD)
    lobby.wait_for(Screen.PAPER_FAILED)
    until(lambda: lobby.kiosk.stage.visitor.staff_called is True, "the bell")

    assert lobby.label == "F024"
    assert lobby.office.bells == [{"reason": "paper_out", "label": "F024"}]
    assert lobby.papers() == (0, 0)


def test_after_the_paper_was_put_in_the_same_code_prints_what_is_missing(lobby: Lobby) -> None:
    for server in (lobby.ticket_printer, lobby.form_printer):
        server.printer.set(paper_rows=0)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.PAPER_FAILED)
    lobby.kiosk.flow.close()
    for server in (lobby.ticket_printer, lobby.form_printer):
        server.printer.set(paper_rows=None)
    time.sleep(2.1)

    lobby.scan(GOOD)
    lobby.wait_for(Screen.DONE)

    assert lobby.label == "F024"
    assert lobby.papers() == (1, 1)
    until(lambda: lobby.office.prints[-1]["state"] == "printed", "the report")
    assert lobby.office.prints[-1]["reissue"] == 0, "nobody holds a first one"


def test_a_ticket_goes_to_the_other_printer_if_surely_nothing_came_out(lobby: Lobby) -> None:
    lobby.ticket_printer.printer.set(cover_open=True)

    lobby.kiosk.flow.choose("pension")
    lobby.wait_for(Screen.DONE)

    assert lobby.papers() == (0, 1)
    until(lambda: len(lobby.office.prints) == 2, "the reports")
    assert [paper["state"] for paper in lobby.office.prints] == ["not_printed", "printed"]


def test_a_ticket_that_may_be_out_is_never_printed_again_by_itself(lobby: Lobby) -> None:
    lobby.ticket_printer.printer.set(drop_after=2000)

    lobby.kiosk.flow.choose("pension")
    lobby.wait_for(Screen.PAPER_FAILED, timeout_s=40)

    [paper] = lobby.kiosk.stage.visitor.papers
    assert paper.outcome is Outcome.UNKNOWN
    assert lobby.form_printer.printer.dots == 0


def test_the_help_button_rings_and_says_when_nobody_could_be_told(lobby: Lobby) -> None:
    lobby.kiosk.flow.call_staff()
    assert lobby.office.bells == [{"reason": "help"}]
    assert lobby.kiosk.stage.visitor.staff_called is True

    lobby.office.down = True
    lobby.kiosk.flow.call_staff()
    assert lobby.kiosk.stage.visitor.staff_called is False


def test_an_idle_screen_asks_and_then_forgets(start: Callable[..., Lobby]) -> None:
    lobby = start(confirm_s=5.0, idle_s=0.5, countdown_s=0.7)
    lobby.scan("https://example.com/")
    lobby.wait_for(Screen.PROBLEM)
    lobby.wait_for(Screen.STILL_THERE)

    lobby.kiosk.flow.go_on()
    assert lobby.screen is Screen.PROBLEM

    lobby.wait_for(Screen.STILL_THERE)
    lobby.wait_for(Screen.HOME)
    assert lobby.problem is None


def test_a_slow_printer_is_not_interrupted_by_the_clock(start: Callable[..., Lobby]) -> None:
    lobby = start(idle_s=0.3, countdown_s=0.3)
    lobby.ticket_printer.printer.set(mute=True)

    lobby.kiosk.flow.choose("pension")
    lobby.wait_for(Screen.PRINTING)
    time.sleep(1.5)

    assert lobby.screen is Screen.PRINTING


def test_the_next_phone_held_there_while_papers_come_out_is_read_afterwards(lobby: Lobby) -> None:
    lobby.office.tokens[OTHER] = None
    lobby.ticket_printer.printer.set(mute=True)
    lobby.scan(GOOD)
    lobby.wait_for(Screen.PRINTING)
    lobby.scan(OTHER)
    lobby.ticket_printer.printer.set(mute=False)

    def held_until_read() -> bool:
        lobby.scan(OTHER)
        time.sleep(0.3)
        return len(lobby.office.visits) == 2

    until(held_until_read, "the second check-in", timeout_s=40)


@pytest.mark.parametrize("walks_in", [True, False])
def test_whatever_breaks_inside_nobody_is_left_before_a_waiting_screen(
    lobby: Lobby, walks_in: bool
) -> None:
    lobby.kiosk.journal.close()  # as a full or dying disk would

    if walks_in:
        lobby.kiosk.flow.choose("pension")
    else:
        lobby.scan(GOOD)
    lobby.wait_for(Screen.PROBLEM)

    assert lobby.problem == "refused"
    until(lambda: lobby.office.bells == [{"reason": "help"}], "the bell")
    until(lambda: lobby.office.health.get("disk") == "failed", "the word to the office")
