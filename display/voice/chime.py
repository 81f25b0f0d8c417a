"""The two-tone chime before a call, computed here so that no recording needs a licence."""

import io
import math
import struct
import wave
from functools import cache

RATE_HZ = 24_000
TONES_HZ = (659.26, 523.25)  # E5, C5: far below 2.5 kHz, where older ears still hear well
TONE_S = 0.28
RING_S = 0.55  # the second tone rings out
PEAK = 0.5
OVERTONES = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08))  # multiple of the tone, its strength


def _sample(at_s: float) -> float:
    """Return the sum of both bells at *at_s*, between -1 and 1."""
    total = 0.0
    for start_s, tone_hz in zip((0.0, TONE_S), TONES_HZ, strict=True):
        since = at_s - start_s
        if since < 0:
            continue
        attack = min(1.0, since / 0.008)  # no click
        bell = sum(
            strength * math.sin(2 * math.pi * multiple * tone_hz * since)
            for multiple, strength in OVERTONES
        )
        total += attack * math.exp(-since * 6.5) * bell
    return total / 1.6


@cache
def chime_wav() -> bytes:
    """Return the chime as a mono 16-bit WAV."""
    count = int((TONE_S + RING_S) * RATE_HZ)
    fade = int(0.03 * RATE_HZ)
    samples = [
        _sample(n / RATE_HZ) * PEAK * min(1.0, (count - n) / fade) * 32767 for n in range(count)
    ]
    return pcm_wav(struct.pack(f"<{count}h", *(int(s) for s in samples)), RATE_HZ)


def pcm_wav(pcm: bytes, rate_hz: int) -> bytes:
    """Wrap mono 16-bit little-endian *pcm* as a WAV file."""
    with io.BytesIO() as file:
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate_hz)
            out.writeframes(pcm)
        return file.getvalue()
