"""How the board looks: on every screen, from ten metres, without motion, page by page."""

import pytest

from tests.display.conftest import wait_for_rows, wait_until

pytestmark = pytest.mark.slow


def test_with_reduced_motion_nothing_flashes_or_slides(office, hang_board):
    page = hang_board(reduced_motion="reduce")

    office.call("A118", "3")

    wait_for_rows(page, "A118")
    assert page.locator("#rows .row.new").evaluate("row => row.getAnimations().length") == 0


@pytest.mark.parametrize(
    ("width", "height", "drawn_for", "cell_px"),
    [
        (1280, 720, (1920, 1080), 110),
        (1920, 1080, (1920, 1080), 110),
        (3840, 2160, (1920, 1080), 110),
        (1080, 1920, (1080, 1920), 102.5),  # upright is a picture of its own
        (720, 1280, (1080, 1920), 102.5),
    ],
)
def test_every_screen_shows_its_picture_without_scrolling(
    office, hang_board, width, height, drawn_for, cell_px
):
    office.call("A118", "3", direction="left")
    page = hang_board(width=width, height=height)

    wait_for_rows(page, "A118")

    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    cell = page.locator("#rows .digits .cell").first.bounding_box()
    scale = min(width / drawn_for[0], height / drawn_for[1])
    assert size == [width, height]
    assert abs(cell["width"] - cell_px * scale) < 1.5 * scale


def test_numbers_are_at_least_six_centimetres_high_on_a_43_inch_screen(office, hang_board):
    office.call("A118", "3", direction="left")
    page = hang_board()
    wait_for_rows(page, "A118")

    font_px = page.locator("#rows .cell").first.evaluate(
        "cell => parseFloat(getComputedStyle(cell).fontSize)"
    )

    assert font_px * 0.85 * 0.5 >= 60  # digits are 0.85 of the size, a pixel is 0.5 mm


def test_no_text_is_smaller_than_ten_metres_allow(office, hang_board):
    office.call("A118", "3", direction="left")
    page = hang_board()
    wait_for_rows(page, "A118")

    smallest = page.evaluate("""() => Math.min(...[...document.querySelectorAll("body *")]
      .filter((node) => node.checkVisibility() && !node.matches(".spoken, script, template"))
      .filter((node) => [...node.childNodes].some((it) => it.nodeType === 3 && it.data.trim()))
      .map((node) => parseFloat(getComputedStyle(node).fontSize)))""")

    assert smallest >= 25


def test_services_beyond_six_come_on_a_second_page(office, hang_board):
    office.waiting = [
        {**office.waiting[0], "prefix": letter, "queue": letter} for letter in "ABCDEFGH"
    ]
    page = hang_board()

    first = page.inner_text("#page")
    wait_until(page, f"document.querySelector('#page').innerText !== {first!r}")

    assert {first, page.inner_text("#page")} == {"1/2", "2/2"}
