"""Spoken clips: named by what is said, synthesised once, kept in a folder."""

import hashlib
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from display.voice import chime, readings, synthesis

KEPT_CLIPS = 3000  # about 100 kB each

_TEXTS: dict[str, Callable[[str], str]] = {
    "ticket": readings.ticket_text,
    "counter": readings.counter_text,
    "short-ticket": readings.short_ticket_text,
    "short-counter": readings.short_counter_text,
}


class Voice:
    """Gives the clips of one installation.

    Synthesis takes a fifth of a second of one processor: it is done by one thread, one clip
    after the other, and never twice for the same words.
    """

    def __init__(self, folder: Path, speaker: synthesis.Speaker | None) -> None:
        self._folder = folder
        self._speaker = speaker
        self._mouth = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")

    @property
    def speaks(self) -> bool:
        """Whether there is a voice; without one the board has its chime and its text."""
        return self._speaker is not None

    @property
    def edition(self) -> str:
        """A mark that changes whenever the same name would sound different."""
        words = [text("1") for text in _TEXTS.values()]
        return _hash(f"{words}{synthesis.SPEED}{synthesis.RATE_HZ}")[:12]

    def chime(self) -> bytes:
        return chime.chime_wav()

    def clip(self, kind: str, words: str) -> bytes | None:
        """Return the WAV of *words* said as *kind*, or None when it cannot be said."""
        speaker = self._speaker
        if speaker is None or kind not in _TEXTS:
            return None
        try:
            text = _TEXTS[kind](words)
        except readings.NoReading:
            return None
        return self._kept(text) or self._mouth.submit(self._make, text, speaker).result()

    def close(self) -> None:
        self._mouth.shutdown()

    def _path(self, text: str) -> Path:
        return self._folder / f"{_hash(f'{text}{synthesis.SPEED}{synthesis.RATE_HZ}')}.wav"

    def _kept(self, text: str) -> bytes | None:
        try:
            return self._path(text).read_bytes()
        except FileNotFoundError:
            return None

    def _make(self, text: str, speaker: synthesis.Speaker) -> bytes:
        if (kept := self._kept(text)) is not None:  # somebody asked for it a moment ago
            return kept
        sound = speaker(text)
        self._keep(self._path(text), sound)
        return sound

    def _keep(self, path: Path, sound: bytes) -> None:
        """Write whole files only: a display may ask while we write."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as half:
            half.write(sound)
        Path(half.name).replace(path)
        clips = sorted(self._folder.glob("*.wav"), key=lambda clip: clip.stat().st_mtime)
        for old in clips[: max(0, len(clips) - KEPT_CLIPS)]:
            old.unlink(missing_ok=True)


def open_voice(folder: Path) -> Voice:
    """Return the voice this installation has, with its clips kept in *folder*."""
    return Voice(folder, synthesis.open_jtalk())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
