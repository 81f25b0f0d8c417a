"""The one layout engine, kept warm: a template and data as JSON give a picture or a PDF."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from printer_drivers.layout.fonts import (
    CODE,
    COMPLETE,
    READABLE,
    Fonts,
    font_folders,
    installed_fonts,
)

Template = Literal[
    "ticket_head", "ticket_body", "form", "form_a4", "sheet_a4", "cover_a4", "overlay"
]

_MM_PER_INCH = 25.4


@dataclass
class Typeset:
    """What a template made, and what no font could draw right."""

    #: One PDF, or one picture a page.
    pages: bytes
    pictures: tuple[bytes, ...]
    missing: tuple[str, ...]
    substituted: tuple[str, ...]


class Typesetter:
    """Holds the fonts and the compiler; both take time to load, once."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._templates = Path(str(files("printer_drivers.layout"))) / "templates"
        self._compiler = typst.Compiler(
            root=self._templates,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=sorted({*font_folders(), *(face.path.parent for face in fonts.faces)}),
            ),
        )
        self._one_at_a_time = Lock()

    def png(
        self, template: Template, language: str, texts: Any, plain: Mapping[str, Any], dpi: int
    ) -> Typeset:
        """Return pictures, *dpi* dots an inch, as long as they need to be."""
        return self._set(template, language, texts, plain, output="png", ppi=float(dpi))

    def pdf(
        self, template: Template, language: str, texts: Any, plain: Mapping[str, Any]
    ) -> Typeset:
        return self._set(template, language, texts, plain, output="pdf", ppi=None)

    def missing_in(self, language: str, texts: Any) -> tuple[str, ...]:
        """Return what in *texts* no font has."""
        look = _Look(self.fonts, language)
        look.at(texts)
        return tuple(dict.fromkeys(look.missing))

    def _set(
        self,
        template: Template,
        language: str,
        texts: Any,
        plain: Mapping[str, Any],
        *,
        output: Literal["png", "pdf"],
        ppi: float | None,
    ) -> Typeset:
        look = _Look(self.fonts, language)
        data = {"language": language, "text": look.at(texts), "plain": plain} | _FAMILIES
        with self._one_at_a_time:
            made = self._compiler.compile(
                input=self._templates / f"{template}.typ",
                format=output,
                ppi=ppi,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        pictures = (made,) if isinstance(made, bytes) else tuple(made or ())
        return Typeset(
            pictures[0],
            pictures,
            tuple(dict.fromkeys(look.missing)),
            tuple(dict.fromkeys(look.substituted)),
        )


_FAMILIES = {"readable": READABLE, "complete": COMPLETE, "code": CODE}


@dataclass
class _Look:
    """Walks through texts, chooses fonts, and notes what is missing on the way."""

    fonts: Fonts
    language: str
    missing: list[str] = field(default_factory=list)
    substituted: list[str] = field(default_factory=list)

    def at(self, texts: Any) -> Any:
        match texts:
            case str():
                return [self._line(line) for line in texts.split("\n")]
            case Mapping():
                return {name: self.at(value) for name, value in texts.items()}
            case list() | tuple():
                return [self.at(value) for value in texts]
            case _:
                return texts

    def _line(self, text: str) -> list[dict[str, str]]:
        drawn = self.fonts.runs(text, self.language)
        self.missing += drawn.missing
        self.substituted += drawn.substituted
        return [{"font": run.family, "text": _breakable(run.text)} for run in drawn.runs]


#: Longer than any column is wide: an address for mail, a word in German.
_LONG_WORD = re.compile(r"[!-\u024f\u1e00-\u1eff]{16,}")
_MAY_BREAK = "\u200b"


def _breakable(text: str) -> str:
    """Return *text* with places where its longest words may go on in the next line."""
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(word[0]), text)


_ONE_MAKES_IT = Lock()


def typesetter() -> Typesetter:
    """Return the one typesetter of this process, with the fonts that are installed.

    Who comes while it is being made waits for it, and makes no second one.
    """
    with _ONE_MAKES_IT:
        return _typesetter()


@cache
def _typesetter() -> Typesetter:
    return Typesetter(installed_fonts())
