"""The bytes of a scanner become codes, whatever ends them and however they are cut up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.framing import IDLE_S, MAX_BYTES, Framer

CODE = b"WQ17A3F9K2Z8M4PR6T0J"
#: What a reader may send within a code: no ending, no STX.
inside = st.binary(min_size=1, max_size=MAX_BYTES).filter(
    lambda data: (
        not set(data) & set(b"\r\n\x03\x02") and data.strip() != b"" and not data.startswith(b"]")
    )
)


def all_of(framer: Framer, *chunks: bytes) -> list[bytes]:
    return [frame.data for chunk in chunks for frame in framer.feed(chunk, 1.0)]


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\x03"])
def test_each_ending_ends_one_code(ending: bytes) -> None:
    assert all_of(Framer(), CODE + ending + CODE + ending) == [CODE, CODE]


@pytest.mark.parametrize("mark", [b"]Q0", b"]Q1", b"]Q6"])
def test_start_of_text_and_the_symbology_mark_are_no_part_of_the_code(mark: bytes) -> None:
    assert all_of(Framer(), b"\x02" + mark + CODE + b"\x03") == [CODE]


def test_silence_ends_a_code_without_an_ending() -> None:
    framer = Framer()

    assert framer.feed(CODE, 1.0) == []
    assert framer.idle(1.0 + IDLE_S / 2) == []
    assert [frame.data for frame in framer.idle(1.0 + IDLE_S)] == [CODE]
    assert framer.idle(9.0) == []


def test_a_half_scan_does_not_stick_to_the_next_one() -> None:
    framer = Framer()
    framer.feed(CODE[:7], 1.0)

    frames = framer.feed(CODE + b"\r", 2.0)

    assert [frame.data for frame in frames] == [CODE[:7], CODE]


def test_ten_kilobytes_are_one_overlong_code_and_the_next_is_read() -> None:
    frames = Framer().feed(b"A" * 10_000 + b"\r" + CODE + b"\r", 1.0)

    assert [frame.overlong for frame in frames] == [True, False]
    assert len(frames[0].data) <= MAX_BYTES
    assert frames[1].data == CODE


@given(codes=st.lists(inside, min_size=1, max_size=4), cuts=st.lists(st.integers(0, 1100)))
def test_codes_come_out_whole_wherever_the_line_cuts_them(
    codes: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(code + b"\r\n" for code in codes)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    chunks = [stream[start:end] for start, end in pairwise(places)]

    assert all_of(Framer(), *chunks) == codes


@given(noise=st.binary(max_size=2000))
def test_after_any_noise_a_good_code_is_read(noise: bytes) -> None:
    framer = Framer()
    framer.feed(noise, 1.0)

    last = framer.feed(CODE + b"\r", 1.0 + IDLE_S)[-1]

    assert last.text == CODE.decode()


@given(noise=st.binary(max_size=300))
def test_every_code_can_be_read_as_text(noise: bytes) -> None:
    for frame in Framer().feed(noise + b"\r", 1.0):
        assert isinstance(frame.text, str)


def test_shift_jis_is_read_as_japanese() -> None:
    [frame] = Framer().feed("住之江区".encode("cp932") + b"\r", 1.0)

    assert frame.text == "住之江区"
