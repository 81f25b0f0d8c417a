"""Draws the screen: the state of the stage in, a page out."""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kiosk.journal import Journal
from kiosk.lobby import Lobby
from kiosk.office_clock import OfficeClock
from kiosk.screen.icons import icon
from kiosk.screen.pages import Scene, page
from kiosk.screen.qr import qr_path
from kiosk.screen.speech import Clip, Speech
from kiosk.screen.times import clock_time, header_date
from kiosk.screen.words import BREAK, Words, phrases, with_readings, word_list
from kiosk.stage import Stage
from kiosk.steps import Screen

log = logging.getLogger(__name__)

#: What stands on the reader's picture; it opens nothing.
_SAMPLE = "MADOGUCHI"
#: Which of the two slots below the screen is in use, so yellow.
_STRIP = {
    Screen.HOME: "reader",
    Screen.PRINTING: "paper",
    Screen.DONE: "paper",
}
#: Stands in a text where the page counts seconds.
_SECONDS = "\x00"


@dataclass(frozen=True)
class Drawing:
    """What the page shows; sent when any of it changes."""

    html: str
    screen: str
    strip: str
    size: int
    low: bool
    contrast: bool
    language: str
    html_language: str
    office: str
    accent: str | None
    words: dict[str, str]
    #: ``speaker``, ``headphones`` or nowhere.
    voice: str = ""
    says: list[Clip] = field(default_factory=list)


@dataclass(frozen=True)
class Tick:
    """What changes by the second."""

    date: str
    time: str
    seconds: int | None
    share: float


class View:
    """Draws one stage."""

    def __init__(
        self,
        stage: Stage,
        lobby: Lobby,
        journal: Journal,
        clock: OfficeClock,
        health: Callable[[], Mapping[str, Any]] = dict,
        speech: Speech | None = None,
    ) -> None:
        self._health = health
        self._speech = speech or Speech(None)
        self._stage = stage
        self._lobby = lobby
        self._journal = journal
        self._clock = clock
        self._environment = _environment()

    def draw(self) -> Drawing:
        """Return the page, or at least the number if the page cannot be made."""
        try:
            return self._draw()
        except Exception:
            log.exception("the screen %s cannot be drawn", self._stage.screen)
            return self._last_resort()

    def _last_resort(self) -> Drawing:
        ticket = self._stage.visitor.ticket
        label = ticket.arrival.ticket.label if ticket else ""
        html = Markup(
            '<section class="read middle"><h2>{}</h2><h2>職員にお声がけください</h2>'
            '<h2 lang="en">Please speak to a staff member</h2></section>'
        ).format(label)
        return Drawing(html, self._stage.screen, "none", 0, False, False, "ja", "ja", "", None, {})

    def _draw(self) -> Drawing:
        stage, visitor, now = self._stage, self._stage.visitor, self._clock.now()
        words = Words(visitor.language)
        health = self._health() if stage.screen is Screen.STAFF else {}
        scene = Scene(words, visitor, self._lobby, now, self._unfinished(), health)
        facts = page(stage.screen, scene)
        template = self._environment.get_template(f"screens/{stage.screen}.html")
        html = template.render(
            w=words,
            s=word_list().staff,
            visitor=visitor,
            counting=stage.seconds_left() is not None,
            voice_button=self._speech.button(words.language, visitor.voice),
            **facts,
        )
        return Drawing(
            html=html,
            screen=stage.screen,
            strip=self._strip(),
            size=visitor.size,
            low=visitor.low,
            contrast=visitor.contrast,
            language=words.language,
            html_language=_html_language(words.language),
            office=words.name(self._lobby.facts.names, self._lobby.facts.name),
            accent=self._lobby.facts.accent,
            words={key: words.bare(key) for key in ("strip_qr", "strip_paper")},
            voice=visitor.voice,
            says=self._says(html, words),
        )

    def _says(self, html: str, words: Words) -> list[Clip]:
        """Return what is read aloud, if somebody asked for it."""
        if not self._stage.visitor.voice or not self._speech.speaks(words.language):
            return []
        hello = words.bare("voice_intro") if self._stage.screen is Screen.HOME else None
        return self._speech.clips(html, words.language, hello)

    def tick(self) -> Tick:
        """Return clock and countdown. The caller holds the stage."""
        now, left = self._clock.now(), self._stage.seconds_left()
        span = self._stage.pace.countdown_s
        share = 100 * max(0.0, min(1.0, (left or 0) / span))
        return Tick(
            date=header_date(now, Words(self._stage.visitor.language)),
            time=clock_time(now),
            seconds=_whole(left),
            share=round(share, 1),
        )

    def _strip(self) -> str:
        stage = self._stage
        if stage.screen is Screen.PROBLEM and stage.visitor.problem:
            return "reader" if stage.visitor.problem.code == "unreadable" else "none"
        if stage.screen is Screen.HOME and self._lobby.trouble and not self._lobby.alone:
            return "none"
        return _STRIP.get(stage.screen, "none")

    def _unfinished(self) -> tuple[Any, ...]:
        if self._stage.screen is not Screen.HOME:
            return ()
        return tuple(self._journal.unfinished(self._clock.seconds()))


def as_json(drawn: Drawing | Tick) -> dict[str, Any]:
    """Return *drawn* as the page takes it."""
    return asdict(drawn)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kiosk.screen"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "phrases": phrases,
        "lines": _lines,
        "html_language": _html_language,
        "with_seconds": _with_seconds,
        "readings": with_readings,
    }
    environment.filters.update(filters)
    environment.globals.update(icon=icon, sample_qr=qr_path(_SAMPLE), seconds_here=_SECONDS)
    return environment


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else max(0, math.ceil(seconds))


def _lines(text: str) -> Markup:
    return Markup("<br>").join(with_readings(line) for line in text.split(BREAK))


def _html_language(code: str) -> str:
    return {"easy_ja": "ja", "zh_hans": "zh-Hans", "zh_hant": "zh-Hant"}.get(code, code)


def _with_seconds(text: str) -> Markup:
    """Return *text* with the place that the page counts down in."""
    return Markup("<span data-seconds></span>").join(escape(text).split(_SECONDS))
