"""Calls in the languages of tickets: what is spelled, what the synthesiser makes of it."""

import struct
import wave
from io import BytesIO
from itertools import pairwise

import pytest

from display.voice.espeak import Espeak
from display.voice.foreign import VOICES, call_text
from tests.display.tiny_office import PHRASES


@pytest.fixture(scope="module")
def library():
    return Espeak()


def text_of(language, label, counter="3", kind="call"):
    return call_text(language, PHRASES[kind][language], label, counter)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Number A, 0 1 8, please come to counter 24."),
        ("zh_hans", "请A零一八号到24号窗口。"),
        ("zh_hant", "請A零一八號到24號窗口。"),
        ("ko", "A 18번 고객님, 24번 창구로 오십시오."),
        ("vi", "Xin mời số A 0 1 8 đến quầy số 24."),
    ],
)
def test_the_number_is_spelled_as_it_is_said(language, text):
    assert text_of(language, "A018", "24") == text


@pytest.mark.parametrize(
    ("label", "counter"), [("A-1", "3"), ("花1", "3"), ("A1", "3a"), ("", "3")]
)
def test_what_is_no_call_is_said_in_no_language(label, counter):
    assert call_text("en", "Number {number} to {counter}", label, counter) is None


@pytest.mark.parametrize("language", VOICES)
def test_no_two_figures_sound_alike(library, language):
    texts = [text_of(language, f"A{figure}", "1") for figure in range(10)]

    assert len({library.phonemes(language, text) for text in texts}) == 10


@pytest.mark.parametrize("language", VOICES)
@pytest.mark.parametrize("kind", ["call", "recall"])
def test_a_call_can_be_heard_in_every_language(library, language, kind):
    wav = library.speaker(language)(text_of(language, "B207", "12", kind))

    with wave.open(BytesIO(wav)) as sound:
        count, rate_hz = sound.getnframes(), sound.getframerate()
        values = struct.unpack(f"<{count}h", sound.readframes(count))
    loudness = (sum(value * value for value in values) / count) ** 0.5 / 32767
    assert 2 < count / rate_hz < 9
    assert loudness > 0.04
    # Speech, not a tone or noise: a third to four fifths of its short pieces are loud.
    pieces = [max(map(abs, values[at : at + 441])) for at in range(0, count, 441)]
    loud = sum(piece > 0.1 * max(pieces) for piece in pieces) / len(pieces)
    assert 0.35 < loud < 0.98
    # Its power lies where speech has it: the sign changes 200 to 4,000 times a second.
    crossings = sum(a < 0 <= b for a, b in pairwise(values))
    assert 200 < crossings * rate_hz / count < 4_000


@pytest.mark.parametrize("language", VOICES)
def test_counter_and_number_are_heard_in_their_own_language(library, language):
    one, other = (library.phonemes(language, text_of(language, "B207", at)) for at in ("3", "12"))

    assert one != other
    assert "(en)" not in one.replace("(en)bˈiː", "")  # the letter is the only foreign sound
