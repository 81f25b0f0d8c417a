"""Recorded key events of scanners that act as keyboards."""

import pytest

from kiosk.scanner.framing import Framer
from kiosk.scanner.input_keys import ENTER, EV_KEY, LEFT_SHIFT, events_of, typed_bytes

CODE = "WQ17A3F9K2Z8M4PR6T0J"
EV_SYN, EV_MSC, SCAN_CODE = 0, 4, 4
CONTROL, ALT, CAPS_LOCK = 29, 56, 58
#: A scanner's "WQ1" and Enter as the kernel gives them: scan codes and reports in between,
#: the shift held over both letters, as many readers do.
RECORDED = [
    (EV_MSC, SCAN_CODE, 0x700E1), (EV_KEY, LEFT_SHIFT, 1), (EV_SYN, 0, 0),
    (EV_MSC, SCAN_CODE, 0x7001A), (EV_KEY, 17, 1), (EV_SYN, 0, 0),
    (EV_KEY, 17, 0), (EV_SYN, 0, 0), (EV_KEY, 16, 1), (EV_SYN, 0, 0), (EV_KEY, 16, 0),
    (EV_KEY, LEFT_SHIFT, 0), (EV_SYN, 0, 0), (EV_KEY, 2, 1), (EV_SYN, 0, 0), (EV_KEY, 2, 0),
    (EV_KEY, ENTER, 1), (EV_SYN, 0, 0), (EV_KEY, ENTER, 0), (EV_SYN, 0, 0),
]  # fmt: skip


def text(events: object) -> bytes:
    return b"".join(typed_bytes(events))  # type: ignore[arg-type]


def test_a_recording_is_read() -> None:
    assert text(RECORDED) == b"WQ1\r"


def test_a_lost_shift_gives_small_letters_which_the_token_takes() -> None:
    assert text(events_of(CODE.lower())) == CODE.lower().encode() + b"\r"


def test_a_key_that_repeats_is_one_sign() -> None:
    assert text([(EV_KEY, 30, 1), (EV_KEY, 30, 2), (EV_KEY, 30, 2), (EV_KEY, 30, 0)]) == b"a"


@pytest.mark.parametrize(
    ("code", "sign"),
    [(12, b"-"), (52, b"."), (53, b"/"), (57, b" "), (74, b"-"), (71, b"7"), (82, b"0")],
)
def test_signs_that_are_alike_on_all_keyboards(code: int, sign: bytes) -> None:
    assert text([(EV_KEY, code, 1), (EV_KEY, code, 0)]) == sign


def test_the_shift_is_read_as_on_a_us_keyboard_and_never_on_the_number_block() -> None:
    shifted = [(EV_KEY, LEFT_SHIFT, 1), (EV_KEY, 39, 1), (EV_KEY, 2, 1), (EV_KEY, 71, 1)]

    assert text(shifted) == b":!7"


def test_control_characters_sent_as_keys_are_control_characters() -> None:
    held = [(EV_KEY, CONTROL, 1), (EV_KEY, 48, 1), (EV_KEY, CONTROL, 0)]  # Ctrl+B: STX
    frames = Framer().feed(text([*held, *events_of(CODE)]), 1.0)

    assert [frame.text for frame in frames] == [CODE]


def test_what_is_no_sign_says_nothing() -> None:
    odd = [(EV_KEY, code, 1) for code in (1, 59, CAPS_LOCK, 92, 200, 700)]
    with_alt = [(EV_KEY, ALT, 1), (EV_KEY, 30, 1), (EV_KEY, ALT, 0), (EV_KEY, 30, 1)]

    assert text(odd) == b""
    assert text(with_alt) == b"a"
