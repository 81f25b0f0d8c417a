"""What of a screen is read aloud, and the sound of it.

The voice reads the page itself, so nothing is shown that it leaves out, but for what is
marked ``data-silent``: names above all. Only what is on the screen can be asked for.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Protocol

from display.voice.chime import chime_wav
from display.voice.readings import LETTERS

_BLOCKS = {
    "section", "p", "h1", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "div", "button", "b",
    "small", "table", "tr", "th", "td", "strong",
}  # fmt: skip
_VOID = {"br", "wbr", "img", "input", "hr"}
_UNSEEN = {"svg", "style", "script"}
_KEPT = 600
_LABEL = re.compile(r"(?<![0-9A-Za-z])([A-Z])([0-9]{3,4})(?![0-9A-Za-z])")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")


class Voice(Protocol):
    """What turns text into sound (`display.voice.clips.Voice`)."""

    @property
    def languages(self) -> frozenset[str]: ...
    def saying(self, language: str, text: str) -> bytes | None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Saying:
    """One thing that is said, and the button that it stands on, counted from 0."""

    text: str
    button: int | None = None


@dataclass(frozen=True)
class Clip:
    """A saying as the page asks for it."""

    name: str
    button: int | None


class _Reader(HTMLParser):
    """Collects what a page says, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Saying] = []
        self._buttons = -1
        self._open: list[tuple[str, bool, int | None]] = [("", False, None)]
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag in _BLOCKS:
            self._end()
        if tag == "button":
            self._buttons += 1
        if tag in _VOID:
            return
        _, silent, button = self._open[-1]
        button = self._buttons if tag == "button" else button
        if not silent and (label := facts.get("aria-label")):
            self.said.append(Saying(label, button))
        # In a ruby the reading is said, not what it stands over.
        unsaid = tag in _UNSEEN or "aria-label" in facts or facts.get("aria-hidden") == "true"
        hidden = silent or unsaid or "data-silent" in facts or tag == "ruby"
        self._open.append((tag, hidden and tag != "rt", button))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self._end()
        if len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open[-1][1]:
            self._text += data.replace("\n", " ")

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        text = self._text.strip()
        if re.search(r"\w", text):
            self.said.append(Saying(text, self._open[-1][2]))
        self._text = ""


def sayings(html: str) -> list[Saying]:
    """Return what *html* says, in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.said


def spoken(text: str, language: str) -> str:
    """Return *text* as the synthesiser is to get it.

    >>> spoken("F024・10:45〜11:00", "ja"), spoken("Your number F024", "en")
    ('エフの24番、10時45分から11時', 'Your number F, 0 2 4')
    """
    if language != "ja":
        return _LABEL.sub(lambda found: f"{found[1]}, {' '.join(found[2])}", text)
    text = _LABEL.sub(lambda found: f"{LETTERS[found[1]]}の{int(found[2])}番", text)
    text = _TIME.sub(_japanese_time, text)
    return text.replace("QR", "キューアール").replace("〜", "から").replace("・", "、")


def _japanese_time(found: re.Match[str]) -> str:
    minutes = int(found[2])
    return f"{int(found[1])}時" + (f"{minutes}分" if minutes else "")


class Speech:
    """Gives the clips of the screen that stands."""

    def __init__(self, voice: Voice | None) -> None:
        self._voice = voice
        self._known: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def speaks(self, language: str) -> bool:
        """Tell whether there is a voice for *language*."""
        return self._voice is not None and _voice_of(language) in self._voice.languages

    def button(self, language: str, now: str) -> str | None:
        """Return which word the voice's button bears while the voice is *now*.

        None: this machine has no voice at all.
        """
        if self._voice is None or not self._voice.languages:
            return None
        return _BUTTON[now] if self.speaks(language) or not now else "no_voice"

    def clips(self, html: str, language: str, first: str | None = None) -> list[Clip]:
        """Return the clips that read *html* aloud; *first* is said before it."""
        heard = [Saying(first)] if first else []
        return [
            Clip(self._name(_voice_of(language), one.text), one.button)
            for one in heard + sayings(html)
        ]

    def wav(self, name: str) -> bytes | None:
        """Return the sound of a clip of this screen or one before it, or of the chime."""
        if name == "chime":
            return chime_wav()
        known = self._known.get(name)
        return self._voice.saying(*known) if self._voice and known else None

    def close(self) -> None:
        """Stop speaking."""
        if self._voice:
            self._voice.close()

    def _name(self, language: str, text: str) -> str:
        text = spoken(text, language)
        name = hashlib.sha256(f"{language} {text}".encode()).hexdigest()[:20]
        self._known[name] = language, text
        self._known.move_to_end(name)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return name


def _voice_of(language: str) -> str:
    return "ja" if language == "easy_ja" else language


_BUTTON = {"": "speak", "speaker": "speak_headphones", "headphones": "speak_off"}
#: Where the voice goes next when its button is pressed.
NEXT_VOICE: Mapping[str, str] = {"": "speaker", "speaker": "headphones", "headphones": ""}
