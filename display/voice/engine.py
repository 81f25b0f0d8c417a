"""The speaking process: reads what to say, writes how it sounds.

Synthesisers are large, keep a processor busy and may crash; here they do it beside the
server and after it. A line in is JSON ``[language, text]``; an answer is
four bytes of length and that many bytes of WAV, none at all when it could not be said.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import BinaryIO

from display.voice import espeak, synthesis
from display.voice.foreign import VOICES

Speaker = Callable[[str], bytes]


def installed_languages() -> frozenset[str]:
    """Return the languages whose synthesiser is installed, without starting it."""
    japanese = {"ja"} if find_spec("pyopenjtalk") else set()
    others = set(VOICES) if find_spec("espeakng_loader") else set()
    return frozenset(japanese | others)


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    speakers: dict[str, Speaker] = {}
    for line in asked:
        language, text = json.loads(line)
        if language not in speakers:
            speakers |= _open(language)
        wav = _say(speakers[language], text)
        answers.write(len(wav).to_bytes(4, "big") + wav)
        answers.flush()


def _open(language: str) -> Mapping[str, Speaker]:
    if language == "ja":
        return {"ja": synthesis.open_jtalk()}
    library = espeak.Espeak()
    return {code: library.speaker(code) for code in VOICES}


def _say(speaker: Speaker, text: str) -> bytes:
    try:
        return speaker(text)
    except Exception as error:  # one sentence must not silence the others
        print(f"cannot say {len(text)} characters: {error!r}", file=sys.stderr)  # noqa: T201
        return b""


if __name__ == "__main__":
    os.nice(5)
    # Libraries print; what they print must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)
