"""The clips: real sound from the real synthesiser, made once and kept."""

import io
import struct
import wave
from concurrent.futures import ThreadPoolExecutor

import pytest

from display.voice import chime, clips, engine
from display.voice.clips import Voice, open_voice


def samples(wav: bytes) -> tuple[list[int], int]:
    with wave.open(io.BytesIO(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        count, rate_hz = sound.getnframes(), sound.getframerate()
        return list(struct.unpack(f"<{count}h", sound.readframes(count))), rate_hz


def loudness(values: list[int]) -> float:
    return (sum(value * value for value in values) / len(values)) ** 0.5 / 32767


@pytest.fixture
def voice(tmp_path):
    opened = open_voice(tmp_path)
    yield opened
    opened.close()


def test_a_call_is_audible_and_not_clipped(voice):
    values, rate_hz = samples(voice.part("number", "24"))

    assert 1 < len(values) / rate_hz < 4
    assert loudness(values) > 0.05
    assert max(map(abs, values)) < 32_000


def test_the_short_call_takes_less_time_than_the_long_one(voice):
    long, short = (samples(voice.part(kind, "118"))[0] for kind in ("number", "short-number"))

    assert len(short) < 0.7 * len(long)


def test_the_chime_is_two_low_tones_that_end_in_silence():
    values, rate_hz = samples(chime.chime_wav())
    first, second = values[: int(0.28 * rate_hz)], values[int(0.28 * rate_hz) :]

    assert all(tone <= 2500 for tone in chime.TONES_HZ)
    assert loudness(first) > 0.05
    assert loudness(second) > 0.05
    assert max(map(abs, values[-20:])) < 200
    assert max(map(abs, values)) < 32_000


def test_the_same_words_are_synthesised_once(tmp_path):
    said = []

    def speaker(text):
        said.append(text)
        return text.encode()

    voice = Voice(tmp_path, {"ja": speaker})
    with ThreadPoolExecutor(8) as displays:
        heard = list(displays.map(lambda _: voice.part("counter", "10"), range(40)))
    restarted = Voice(tmp_path, {"ja": speaker})

    assert restarted.part("counter", "10") == heard[0] == "10番まどぐちへおこしください。".encode()
    assert said == ["10番まどぐちへおこしください。"]
    voice.close()
    restarted.close()


def test_the_folder_keeps_the_newest_clips_only(tmp_path, monkeypatch):
    monkeypatch.setattr(clips, "KEPT_CLIPS", 3)
    voice = Voice(tmp_path, {"ja": str.encode})

    for counter in range(1, 8):
        voice.part("counter", str(counter))
    voice.close()

    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("kind", "words"),
    [("number", "../etc"), ("counter", "A1"), ("secret", "A012"), ("number", ""), ("lead", "soon")],
)
def test_what_cannot_be_said_has_no_clip(voice, kind, words):
    assert voice.part(kind, words) is None


def test_without_a_voice_there_is_still_a_chime(tmp_path):
    voice = Voice(tmp_path, {})

    assert not voice.languages
    assert voice.part("number", "12") is None
    assert samples(voice.chime())[0]
    voice.close()


def test_seven_languages_of_tickets_have_an_installed_voice():
    assert engine.installed_languages() == {"ja", "en", "zh_hans", "zh_hant", "ko", "vi"}
