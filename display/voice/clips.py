"""Spoken clips: named by what is said, synthesised once, kept in a folder."""

import contextlib
import hashlib
import itertools
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from queue import PriorityQueue
from typing import Any

from display.voice import chime, engine, readings, synthesis
from display.voice.mouth import Mouth, Speechless

#: A ward's whole vocabulary is about 2,200 clips of 50 kB.
KEPT_CLIPS = 6000

TIDY_EVERY = 200

#: What a call is made of in Japanese.
PARTS: Mapping[str, Callable[[str], str]] = {
    "lead": readings.lead_text,
    "prefix": readings.prefix_text,
    "number": readings.number_text,
    "counter": readings.counter_text,
    "short-prefix": readings.short_prefix_text,
    "short-number": readings.short_number_text,
    "short-counter": readings.short_counter_text,
}
#: In a path, the prefix of a queue that has none.
NO_LETTERS = "-"
_NOW, _AHEAD, _LAST = 0, 1, 2

Speaker = Callable[[str], bytes]
#: A language and what is said in it.
Saying = tuple[str, str]


class Voice:
    """Gives the clips of one installation.

    Synthesis keeps a processor busy: it is done by one thread, one clip after the other,
    what a display waits for before what is made ahead, and never twice for the same words.
    """

    def __init__(self, folder: Path, speakers: Mapping[str, Speaker]) -> None:
        self._folder = folder
        self._speakers = speakers
        self._jobs: PriorityQueue[tuple[int, int, Saying | None, Future[bytes | None]]] = (
            PriorityQueue()
        )
        self._order = itertools.count()
        self._worker: threading.Thread | None = None
        self._starting = threading.Lock()
        self._ahead: set[Saying] = set()
        self._made = 0
        self._since_tidied = 0
        #: Told when the voice is closed.
        self.on_close: Callable[[], None] = lambda: None
        #: Whether the synthesiser works at all, as far as is known.
        self.is_well: Callable[[], bool] = lambda: True

    @property
    def languages(self) -> frozenset[str]:
        """The languages that have a voice; without one the board has its chime and its text."""
        return frozenset(self._speakers)

    @property
    def edition(self) -> str:
        """A mark that changes whenever the same name would sound different."""
        words = [text("long" if kind == "lead" else "A" if "prefix" in kind else "1")
                 for kind, text in PARTS.items()]  # fmt: skip
        return _hash(f"{words}{synthesis.SPEED}{synthesis.RATE_HZ}")[:12]

    @property
    def progress(self) -> tuple[int, int]:
        """How many clips of what was asked to be made ahead are there, and of how many."""
        return self._made, len(self._ahead)

    def status(self) -> dict[str, Any]:
        """Return how the voice is, for those who look after the displays."""
        made, wanted = self.progress
        return {
            "languages": sorted(self.languages),
            "well": self.is_well(),
            "made": made,
            "wanted": wanted,
        }

    def chime(self) -> bytes:
        return chime.chime_wav()

    def part(self, kind: str, words: str, *, make: bool = True) -> bytes | None:
        """Return the WAV of *words* said as *kind* in Japanese, or None when it cannot be said.

        Args:
            make: whether to synthesise it if it is not kept yet.

        """
        text = part_text(kind, words)
        return None if text is None else self.saying("ja", text, make=make)

    def saying(self, language: str, text: str, *, make: bool = True) -> bytes | None:
        """Return the WAV of a sentence, or None when it cannot be said."""
        if language not in self._speakers or not text:
            return None
        kept = self._kept((language, text))
        if kept is not None or not make:
            return kept
        return self._submit(_NOW, (language, text)).result()

    def prepare(self, sayings: Iterable[Saying], *, last: bool = False) -> None:
        """Make clips ahead, one after the other, when nothing else is to be said."""
        for saying in sayings:
            if saying not in self._ahead and saying[0] in self._speakers:
                self._ahead.add(saying)
                self._submit(_LAST if last else _AHEAD, saying).add_done_callback(self._count)

    def close(self) -> None:
        """Stop after the clip that is being made."""
        if self._worker is not None:
            self._jobs.put((-1, next(self._order), None, Future()))
            self._worker.join()
            self._forget_oldest()
        self.on_close()

    def _count(self, made: "Future[bytes | None]") -> None:
        self._made += made.result() is not None

    def _submit(self, urgency: int, saying: Saying) -> "Future[bytes | None]":
        done: Future[bytes | None] = Future()
        self._jobs.put((urgency, next(self._order), saying, done))
        with self._starting:
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="voice", daemon=True)
                self._worker.start()
        return done

    def _work(self) -> None:
        while True:
            urgency, _, saying, done = self._jobs.get()
            if saying is None:
                return
            began = time.monotonic()
            done.set_result(self._make(saying))
            if urgency != _NOW:  # what is made ahead leaves half of the time to others
                time.sleep(min(time.monotonic() - began, 1.0))

    def _make(self, saying: Saying) -> bytes | None:
        if (kept := self._kept(saying)) is not None:  # somebody asked for it a moment ago
            return kept
        language, text = saying
        try:
            sound = self._speakers[language](text)
        except Speechless:
            return None
        self._keep(self._path(saying), sound)
        return sound

    def _path(self, saying: Saying) -> Path:
        return self._folder / f"{_hash(f'{saying}{synthesis.SPEED}{synthesis.RATE_HZ}')}.wav"

    def _kept(self, saying: Saying) -> bytes | None:
        try:
            return self._path(saying).read_bytes()
        except FileNotFoundError:
            return None

    def _keep(self, path: Path, sound: bytes) -> None:
        """Write whole files only: a display may ask while we write."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as half:
            half.write(sound)
        Path(half.name).replace(path)
        self._since_tidied += 1
        if self._since_tidied >= TIDY_EVERY:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        self._since_tidied = 0
        clips = list(self._folder.glob("*.wav"))
        if len(clips) > KEPT_CLIPS:
            for old in sorted(clips, key=_age)[: len(clips) - KEPT_CLIPS]:
                old.unlink(missing_ok=True)


def part_text(kind: str, words: str) -> str | None:
    """Return what is said for a part of a call, or None when it cannot be said."""
    with contextlib.suppress(readings.NoReading, KeyError):
        return PARTS[kind]("" if "prefix" in kind and words == NO_LETTERS else words)
    return None


def open_voice(folder: Path) -> Voice:
    """Return the voice this installation has, with its clips kept in *folder*."""
    mouth = Mouth(engine.installed_languages())
    voice = Voice(folder, {code: _speaker(mouth, code) for code in mouth.languages})
    voice.on_close, voice.is_well = mouth.close, lambda: mouth.is_well
    return voice


def _speaker(mouth: Mouth, language: str) -> Speaker:
    return lambda text: mouth.say(language, text)


def _age(clip: Path) -> float:
    try:
        return clip.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
