"""Has the speaking process say things, and starts another one when it fails."""

import contextlib
import json
import logging
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import IO

log = logging.getLogger(__name__)

#: The first sentence waits for the library to load, on a machine that is busy too.
FIRST_PATIENCE_S, PATIENCE_S = 60.0, 15.0
#: After a failure nobody is kept waiting for so long.
REST_S = 15.0


class Speechless(Exception):
    """It cannot be said now; the chime and the picture go on."""


class Mouth:
    """One speaking process, started when something is to be said.

    One thread at a time: whoever says something waits until it is said.
    """

    def __init__(self, languages: frozenset[str]) -> None:
        self.languages = languages
        self._process: subprocess.Popen[bytes] | None = None
        self._rests_until = 0.0
        self._one = threading.Lock()
        self._patience_s = FIRST_PATIENCE_S
        self._ear = ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice-ear")

    @property
    def is_well(self) -> bool:
        """Whether the last thing could be said."""
        return time.monotonic() >= self._rests_until

    def say(self, language: str, text: str) -> bytes:
        """Return *text* as a WAV.

        Raises:
            Speechless: the process has failed lately, hangs, or cannot say this.

        """
        with self._one:
            if not self.is_well:
                raise Speechless("the speaking process has failed a moment ago")
            try:
                wav = self._ask(language, text)
            except (OSError, TooSlow, EOFError) as error:
                self._end()
                self._rests_until = time.monotonic() + REST_S
                log.warning("the speaking process has failed and is started anew: %r", error)
                raise Speechless(str(error)) from error
        if not wav:
            raise Speechless(f"this cannot be said in {language}")
        return wav

    def close(self) -> None:
        """End the process."""
        with self._one:
            self._end()
        self._ear.shutdown(wait=False)

    def _ask(self, language: str, text: str) -> bytes:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # our own module
                [sys.executable, "-m", "display.voice.engine"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise OSError("the speaking process has no ear")
        process.stdin.write(json.dumps([language, text]).encode() + b"\n")
        process.stdin.flush()
        wav = self._ear.submit(_answer, process.stdout).result(self._patience_s)
        self._patience_s = PATIENCE_S
        return wav

    def _end(self) -> None:
        process, self._process = self._process, None
        self._patience_s = FIRST_PATIENCE_S
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # half a sentence that nobody hears
                    pipe.close()


def _answer(pipe: IO[bytes]) -> bytes:
    length = _exactly(pipe, 4)
    return _exactly(pipe, int.from_bytes(length, "big"))


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    heard = pipe.read(count)
    if len(heard) < count:
        raise EOFError("the speaking process has ended")
    return heard
