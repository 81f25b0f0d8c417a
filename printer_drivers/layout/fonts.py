"""Which font draws which character, asked of the fonts themselves before anything is drawn.

The order is BIZ UDPGothic (made to be read by everyone), Noto Sans CJK JP, then an
office's own fonts from ``MADOGUCHI_FONT_PATH`` (files or folders, separated by ``:``). A
name like 辻󠄀 is a base character with a variation selector: a font is right for it only if
its cmap has that very pair. What no font has is drawn 〓 and reported, never left out.
"""

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from printer_drivers.errors import BadFont
from printer_drivers.layout.clusters import is_selector, words

READABLE = "BIZ UDPGothic"
COMPLETE = "Noto Sans CJK JP"
#: Where a font of its own is drawn narrower: codes that are read out or typed.
CODE = "BIZ UDGothic"

#: Drawn for what no font has; printers' 下駄記号.
MISSING = "〓"

FONT_PATH_VARIABLE = "MADOGUCHI_FONT_PATH"
_FONT_SUFFIXES = (".ttf", ".otf", ".ttc")

#: Languages whose own letters BIZ has only partly: one typeface for all of it looks better.
_COMPLETE_FIRST = frozenset({"vi", "ko", "zh_hans", "zh_hant"})


@dataclass(frozen=True)
class Run:
    """Characters that one font draws."""

    family: str
    text: str


class Face:
    """A font file, and what it can draw."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def family(self) -> str:
        return self._facts.family

    def draws(self, cluster: str) -> bool:
        """Tell whether this font has everything in *cluster*, selectors as pairs."""
        if len(cluster) == 1:
            return ord(cluster) in self._facts.characters
        base = cluster[0]
        for char, before in zip(cluster, " " + cluster, strict=False):
            if is_selector(char):
                if (ord(before), ord(char)) not in self._facts.pairs:
                    return False
            elif ord(char) not in self._facts.characters:
                # marks may have no place of their own and still compose with their base
                composed = unicodedata.normalize("NFC", cluster)
                return len(composed) == 1 and ord(composed) in self._facts.characters
        return ord(base) in self._facts.characters

    @cached_property
    def _facts(self) -> "_Facts":
        try:
            with self.path.open("rb") as file:
                return _facts(TTFont(file, lazy=True, fontNumber=0))
        except (OSError, TTLibError) as error:
            raise BadFont(f"{self.path} cannot be used as a font: {error}") from error


@dataclass(frozen=True)
class _Facts:
    """What a font file says of itself."""

    family: str
    characters: frozenset[int]
    #: Base and variation selector.
    pairs: frozenset[tuple[int, int]]


def _facts(font: TTFont) -> _Facts:
    names = font["name"]
    pairs = (
        (base, selector)
        for table in font["cmap"].tables
        if table.format == 14
        for selector, entries in table.uvsDict.items()
        for base, _ in entries
    )
    return _Facts(
        family=str(names.getDebugName(16) or names.getDebugName(1)),
        characters=frozenset(font.getBestCmap() or ()),
        pairs=frozenset(pairs),
    )


class Fonts:
    """The fonts of this installation, in order."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = tuple(faces)

    def runs(self, text: str, language: str = "ja") -> "Drawn":
        """Return *text* cut into runs of one font each, and what could not be drawn right."""
        drawn = Drawn()
        order = self._order(language)
        for word in words(_visible(text)):
            whole = next((f for f in order if all(map(f.draws, word))), None)
            for cluster in word:
                if whole:
                    drawn.add(whole.family, cluster)
                else:
                    self._add(drawn, cluster, order)
        return drawn

    def _add(self, drawn: "Drawn", cluster: str, order: Sequence[Face]) -> None:
        face = next((face for face in order if face.draws(cluster)), None)
        if face:
            drawn.add(face.family, cluster)
            return
        plain = "".join(char for char in cluster if not is_selector(char))
        face = next((face for face in order if plain and face.draws(plain)), None)
        if face and plain != cluster:
            drawn.add(face.family, plain)
            drawn.substituted.append(cluster)
        else:
            drawn.add(order[0].family, MISSING)
            drawn.missing.append(cluster)

    def _order(self, language: str) -> Sequence[Face]:
        if language not in _COMPLETE_FIRST:
            return self.faces
        return sorted(self.faces, key=lambda face: face.family != COMPLETE)


class Drawn:
    """A text as runs; `missing` and `substituted` say what a person must be told."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.missing: list[str] = []
        self.substituted: list[str] = []

    def add(self, family: str, text: str) -> None:
        if self.runs and self.runs[-1].family == family:
            text = self.runs.pop().text + text
        self.runs.append(Run(family, text))


def installed_fonts(environment: Mapping[str, str] = os.environ) -> Fonts:
    """Return the fonts that come with the product, then those the office added.

    Raises:
        BadFont: a path in ``MADOGUCHI_FONT_PATH`` is no font.
    """
    shipped = Path(str(files("printer_drivers"))) / "fonts"
    ours = [shipped / "BIZUDPGothic-Regular.ttf", *_noto()]
    return Fonts([Face(path) for path in (*ours, *_added(environment))])


def bold_file(family: str = READABLE) -> Path:
    """Return the file of the bold face of a family that comes with the product."""
    if family == COMPLETE:
        return _package_folder("noto_cjk_sans_jp_bold") / "NotoSansCJKjp-Bold.otf"
    return Path(str(files("printer_drivers"))) / "fonts" / "BIZUDPGothic-Bold.ttf"


def font_folders() -> list[Path]:
    """Return the folders with the fonts that come with the product, all weights."""
    shipped = Path(str(files("printer_drivers"))) / "fonts"
    return [shipped, *(_package_folder(name) for name in _NOTO)]


_NOTO = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


def _noto() -> Iterator[Path]:
    yield _package_folder(_NOTO[0]) / "NotoSansCJKjp-Regular.otf"


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise BadFont(f"the font package {name} is not installed")
    return Path(spec.origin).parent


def _added(environment: Mapping[str, str]) -> Iterator[Path]:
    for entry in filter(None, environment.get(FONT_PATH_VARIABLE, "").split(os.pathsep)):
        path = Path(entry)
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in _FONT_SUFFIXES)
        elif path.is_file():
            yield path
        else:
            raise BadFont(f"{FONT_PATH_VARIABLE}: there is no {path}")


def _visible(text: str) -> str:
    """Return *text* without characters that only steer; never normalised, names would change."""
    if text.isprintable():
        return text
    return "".join(" " if char == "\t" else char for char in text if not _only_steers(char))


def _only_steers(char: str) -> bool:
    if char in "\n\t\u200d" or is_selector(char):
        return False
    return unicodedata.category(char) in ("Cc", "Cf")
