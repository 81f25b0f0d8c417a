"""The one layout engine, kept warm: a template and data as JSON give a picture or a PDF."""

import json
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

Template = Literal["ticket", "form", "form_a4", "sheet_a4"]

_MM_PER_INCH = 25.4


@dataclass
class Typeset:
    """What a template made, and what no font could draw right."""

    pages: bytes
    missing: tuple[str, ...]
    substituted: tuple[str, ...]


class Typesetter:
    """Holds the fonts and the compiler; both take time to load, once."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
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
        """Return one picture, *dpi* dots an inch, as long as it needs to be."""
        return self._set(template, language, texts, plain, output="png", ppi=float(dpi))

    def pdf(
        self, template: Template, language: str, texts: Any, plain: Mapping[str, Any]
    ) -> Typeset:
        return self._set(template, language, texts, plain, output="pdf", ppi=None)

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
        look = _Look(self._fonts, language)
        data = {"language": language, "text": look.at(texts), "plain": plain} | _FAMILIES
        with self._one_at_a_time:
            made = self._compiler.compile(
                input=self._templates / f"{template}.typ",
                format=output,
                ppi=ppi,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        pages = made if isinstance(made, bytes) else b""
        return Typeset(
            pages, tuple(dict.fromkeys(look.missing)), tuple(dict.fromkeys(look.substituted))
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
        return [{"font": run.family, "text": run.text} for run in drawn.runs]


@cache
def typesetter() -> Typesetter:
    """Return the one typesetter of this process, with the fonts that are installed."""
    return Typesetter(installed_fonts())
