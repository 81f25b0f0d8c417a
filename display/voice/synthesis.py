"""Japanese speech without a network: Open JTalk with the "Mei" voice, both inside one wheel."""

import io
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

from display.voice.chime import pcm_wav

RATE_HZ = 24_000  # half of what the voice gives: half the bytes, and speech ends below 10 kHz
SPEED = 0.85  # figures at four to five morae a second
PEAK = 0.85
LEAD_S, TAIL_S = 0.05, 0.15  # silence left around the words; the board makes its own pauses
AUDIBLE = 0.01

Speaker = Callable[[str], bytes]


def open_jtalk() -> Speaker:
    """Return what turns text into a WAV; needs the extra ``voice``."""
    # It prints that it lacks a model for 何, which no call contains.
    with warnings.catch_warnings(action="ignore"), redirect_stdout(io.StringIO()):
        import pyopenjtalk  # late: 178 MB, and optional

    def speak(text: str) -> bytes:
        wave, rate_hz = pyopenjtalk.tts(text, speed=SPEED)
        return _encode(wave, rate_hz)

    return speak


def heard_kana(text: str) -> str:
    """Return what the synthesiser will say, in katakana with long vowels and no pauses."""
    import pyopenjtalk  # late, as above

    kana = str(pyopenjtalk.g2p(text, kana=True))
    return kana.translate(dict.fromkeys(map(ord, "、。")))


def _encode(wave: Any, rate_hz: int) -> bytes:
    """Return *wave* at half its rate, levelled so that all clips are equally loud."""
    import numpy as np

    step = rate_hz // RATE_HZ
    lowpass = np.hamming(16 * step + 1) * np.sinc(np.arange(-8 * step, 8 * step + 1) / step)
    half = np.convolve(wave, lowpass / lowpass.sum(), mode="same")[::step]
    loudest = float(np.abs(half).max()) or 1.0
    heard = np.flatnonzero(np.abs(half) > AUDIBLE * loudest)
    first, last = (int(heard[0]), int(heard[-1])) if heard.size else (0, half.size)
    words = half[max(0, first - int(LEAD_S * RATE_HZ)) : last + int(TAIL_S * RATE_HZ)]
    samples = (words * (PEAK * 32767 / loudest)).astype("<i2")
    return pcm_wav(samples.tobytes(), RATE_HZ)
