"""The board in a real browser, on real sockets, in front of a tiny office."""

import time
from datetime import timedelta

import pytest

from tests.display.conftest import labels, show_board, unmute, wait_for_rows, wait_until

pytestmark = pytest.mark.slow

VOICES = '"languages": ["ja", "vi"]'
PARTS = "#rows, #lines, #earlier, #absent, #notice, #sentences, #date"

#: Notes in the page itself since when each number is yellow: a slow test sees it late.
NOTE_YELLOW = """
window.since = {};
const look = () => {
  for (const number of [...document.querySelectorAll("#rows .row.new .number")].reverse()) {
    window.since[number.textContent.replace(/\\s/g, "")] ??= performance.now();
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def wait_until_heard(page, kind, label, timeout=20):
    wait_until(
        page,
        f"window.heard.some(([kind, label]) => kind === {kind!r} && label === {label!r})",
        timeout,
    )


def wait_until_told(page, office, *, muted):
    """Wait until the page has told the office of its health, and that it is so."""
    deadline = time.monotonic() + 60
    while not office.health or office.health[-1]["muted"] is not muted:
        assert time.monotonic() < deadline, office.health
        page.wait_for_timeout(50)


def new_rows(page):
    return labels(page, "#rows .row.new")


def heard(page):
    return page.evaluate("window.heard.map((entry) => entry.join(' ').trim())")


def test_a_call_appears_at_once_on_top_in_yellow(office, hang_board):
    office.call("B041", "6", direction="ahead", ago=timedelta(minutes=2))
    page = hang_board()

    office.call("A118", "3", direction="left")

    wait_for_rows(page, "A118", "B041")
    assert new_rows(page) == ["A118"]
    assert page.locator("#rows .row.new .way").inner_text().strip() == "左へ"
    yellow = page.locator("#rows .row.new").evaluate("row => getComputedStyle(row).animationName")
    assert yellow == "flash"


def test_four_calls_are_yellow_together_and_a_fifth_waits_for_its_turn(office, hang_board):
    page = hang_board()
    page.evaluate(NOTE_YELLOW)

    for number in range(1, 6):
        office.call(f"A00{number}", str(number))

    wait_until(page, "'A005' in window.since", timeout_s=60)
    since = page.evaluate("window.since")
    assert list(since) == ["A001", "A002", "A003", "A004", "A005"]
    assert since["A005"] - since["A001"] >= 14_500  # looked at with each frame
    wait_for_rows(page, "A005", "A004", "A003", "A002")
    assert page.locator("#earlier li b").all_inner_texts() == ["A001", "1"]


def test_the_script_draws_the_same_board_as_the_server(office, cable, open_page):
    for number in range(1, 12):
        ago = timedelta(seconds=5 if number == 11 else 300 - 20 * number)
        way = {"direction": "left", "language": "vi", "came": number in (7, 8, 10)}
        office.call(f"A{number:03}", str(number % 4 + 1), ago=ago, **way)
    office.absent = ["A109", "B033", "N004", "C010"]
    address = f"http://127.0.0.1:{cable.port}/display/27125/1F"
    plain = open_page(1920, 1080, java_script_enabled=False)
    plain.goto(address)
    drawn_by_server = plain.locator(PARTS)
    before = ["".join(part.split()) for part in drawn_by_server.all_text_contents()]
    page = open_page(1920, 1080)
    show_board(page, cable)
    page.wait_for_timeout(1_000)

    after = page.locator(PARTS)

    assert before == ["".join(part.split()) for part in after.all_text_contents()]


def test_the_list_of_those_who_wait_follows_arrivals(office, hang_board):
    page = hang_board()

    office.arrive("F")

    wait_until(
        page, "[...document.querySelectorAll('#lines .line')].at(-1).innerText.includes('4')"
    )


def test_an_undone_call_goes_away_and_its_voice_stops(office, hang_board):
    page = hang_board()
    unmute(page)
    office.call("A118", "3")
    wait_until_heard(page, "speaks", "A118")

    office.undo("A118")

    wait_until(page, "document.querySelectorAll('#rows .row').length === 0")
    page.wait_for_timeout(4_000)
    assert heard(page) == ["speaks A118"]


def test_a_number_that_did_not_come_moves_to_the_absent_and_is_called_no_more(office, hang_board):
    page = hang_board()
    unmute(page)
    office.call("A118", "3")
    wait_until_heard(page, "speaks", "A118")

    office.miss("A118")

    page.wait_for_selector("#absent:visible")
    assert page.inner_text("#absent-labels") == "A118"
    assert labels(page) == []
    office.call("A118", "3", kind="recalled")
    wait_for_rows(page, "A118")


def test_a_call_is_said_twice(office, hang_board):
    page = hang_board()
    unmute(page)

    office.call("F024", "10")

    wait_until_heard(page, "speaks", "F024")
    wait_until(page, "window.heard.length === 3", timeout_s=30)
    assert heard(page) == ["speaks F024", "said F024", "said F024"]


def test_with_three_waiting_each_is_said_once_in_short(office, hang_board):
    page = hang_board()
    unmute(page)
    office.call("A001", "1")
    wait_until_heard(page, "speaks", "A001")

    for number in (2, 3, 4):
        office.call(f"A00{number}", str(number))

    wait_until_heard(page, "said", "A004", timeout=40)
    said = [entry for entry in heard(page) if entry.startswith("said")]
    assert said[-3:] == ["said A002 short-", "said A003 short-", "said A004 short-"]
    assert said.count("said A001") == 1


def test_a_restarted_display_shows_the_truth_and_repeats_nothing(office, cable, hang_board):
    page = hang_board()
    unmute(page)
    office.call("A118", "3")
    wait_until_heard(page, "speaks", "A118")
    office.call("B041", "6", quietly=True)
    browser_context = page.context
    page.close()

    again = browser_context.new_page()
    again.add_init_script(
        "window.heard = []; document.addEventListener('board:speaks',"
        " (event) => window.heard.push(event.detail.label))"
    )
    show_board(again, cable)

    wait_for_rows(again, "B041", "A118")
    unmute(again)
    wait_until(again, "window.heard.length > 0")
    again.wait_for_timeout(3_000)
    assert again.evaluate("window.heard") == ["B041"]


def test_a_call_older_than_a_minute_is_shown_and_not_announced(office, hang_board):
    office.call("A118", "3", ago=timedelta(seconds=61))
    page = hang_board()

    wait_for_rows(page, "A118")
    page.wait_for_timeout(1_000)

    assert new_rows(page) == []
    assert heard(page) == []


def test_a_display_cut_off_for_a_minute_comes_back_with_the_truth(office, cable, hang_board):
    page = hang_board()
    unmute(page)
    office.call("A118", "3")
    wait_until_heard(page, "speaks", "A118")
    cable.pull()
    office.call("A119", "3")
    office.jump += timedelta(seconds=61)
    office.call("A120", "4")
    office.undo("A118")

    cable.plug_in()

    wait_for_rows(page, "A120", "A119")
    assert new_rows(page) == ["A120"]
    wait_until_heard(page, "speaks", "A120")
    page.wait_for_timeout(3_000)
    spoken = [entry for entry in heard(page) if entry.startswith("speaks")]
    assert spoken == ["speaks A118", "speaks A120"]


@pytest.mark.parametrize("fault", ["pull", "go_numb"])
def test_a_board_without_news_says_that_it_has_stopped(office, cable, hang_board, fault):
    page = hang_board()
    office.call("A118", "3")
    wait_for_rows(page, "A118")

    before = office.now() - timedelta(seconds=10)
    getattr(cable, fault)()
    cut_at = office.now()

    page.wait_for_selector("body.stale", timeout=60_000)
    assert page.inner_text("#stopped h2") == "更新停止中"
    assert page.inner_text("#stopped-at") in {f"{at:%H:%M}" for at in (before, cut_at)}
    assert new_rows(page) == []
    assert not page.is_visible("#lines")
    assert page.is_visible("text=職員が声で")
    wait_until(page, "document.querySelector('#sentences').innerText.includes('Staff will call')")
    assert labels(page) == ["A118"]

    cable.plug_in()

    page.wait_for_selector("body:not(.stale)", timeout=60_000)
    assert page.is_visible("#lines")


def test_a_board_that_missed_a_call_asks_and_announces_it(office, hang_board):
    page = hang_board()
    office.call("A117", "2", quietly=True)

    office.call("A118", "3")

    wait_for_rows(page, "A118", "A117")
    assert sorted(new_rows(page)) == ["A117", "A118"]


def test_without_websocket_the_board_lives_by_long_polling(office, cable, open_page):
    page = open_page(1920, 1080)
    page.add_init_script(
        "window.WebSocket = class { constructor() { throw new Error('blocked') } }"
    )
    show_board(page, cable)
    page.wait_for_timeout(1_500)

    office.call("A118", "3")

    wait_for_rows(page, "A118")


def test_a_board_without_socket_io_still_follows_by_plain_http(office, cable, open_page):
    page = open_page(1920, 1080)
    page.route("**/socket.io/**", lambda route: route.abort())
    page.add_init_script(
        "window.WebSocket = class { constructor() { throw new Error('blocked') } }"
    )
    show_board(page, cable)

    office.call("A118", "3")

    wait_for_rows(page, "A118")
    assert not page.is_visible("#stopped")


def test_a_muted_board_says_so_and_offers_a_button(office, hang_board):
    page = hang_board()

    page.wait_for_selector("#sound:visible")
    assert page.inner_text("#mark") == "音が出ていません"
    wait_until_told(page, office, muted=True)

    unmute(page)

    assert not page.is_visible("#mark")
    wait_until_told(page, office, muted=False)


def test_a_board_without_a_voice_says_that_it_only_has_a_chime(cable, office, hang_board):
    page = hang_board()
    page.route("**/display/27125/1F", without_voice)
    page.reload()
    unmute(page)

    office.call("A118", "3")

    wait_until_heard(page, "speaks", "A118")
    assert page.inner_text("#mark") == "チャイムのみ"


def without_voice(route):
    answer = route.fetch()
    body = answer.text()
    assert VOICES in body
    route.fulfill(response=answer, body=body.replace(VOICES, '"languages": []'))


def test_a_silent_board_has_neither_button_nor_complaint(hang_board):
    page = hang_board("?sound=off")

    page.wait_for_timeout(2_000)

    assert not page.is_visible("#sound")
    assert not page.is_visible("#mark")
