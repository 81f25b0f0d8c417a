"""Files become YAML nodes that know their line, and then typed values."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

import yaml

from config.binding import AnyModel, bind, path_of, place_of
from config.problems import BadConfig, Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _SettingsLoader(_Loader):  # type: ignore[misc]
    """Reads YAML 1.2's few types: ``no`` is a text, ``17:30`` is a text, ``0123`` is a text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def _types() -> dict[str, tuple[str, str]]:
    """Return the first letters and the pattern by which a bare word becomes a type."""
    return {
        "null": (r"(?:~|null|)$", "~n\0"),
        "bool": (r"(?:true|false)$", "tf"),
        "int": (r"-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
        "float": (r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}$", "-0123456789"),
    }


for _name, (_pattern, _first) in _types().items():
    _SettingsLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}",
        re.compile(_pattern),
        ["" if letter == "\0" else letter for letter in _first],
    )


@dataclass(frozen=True)
class Loaded(Generic[AnyModel]):
    """The value of a file, and the nodes that know where each part of it stands."""

    value: AnyModel
    path: Path
    #: None for what stands in no file.
    node: yaml.Node | None

    def problem(self, message: str, *loc: int | str) -> Problem:
        """Return *message* as a problem of what stands at *loc*."""
        line, key = place_of(self.node, loc) if self.node else (0, path_of(loc))
        return Problem(str(self.path), line, key, message)


def load(model: type[AnyModel], path: Path) -> Loaded[AnyModel]:
    """Return the file at *path* as a *model*.

    Raises:
        BadConfig: the file is missing, no YAML, or does not fit; with the line.

    """
    node = read(path)
    return Loaded(bind(model, node, str(path)), path, node)


def read(path: Path) -> yaml.Node:
    """Return the root node of the YAML file at *path*; BadConfig if there is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _bad(path, 1, f"読めません: {error.strerror} (cannot read)") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _bad(path, line, "UTF-8 の文字ではありません (not UTF-8)") from None
    return parse(text, path)


def parse(text: str, path: Path) -> yaml.Node:
    """Return the root node of *text*, which stands at *path*."""
    try:
        node = yaml.compose(text, Loader=_SettingsLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _bad(path, line, f"YAML として読めません: {error.problem} (syntax)") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _bad(path, line, "使えない文字があります (control character)") from None
    except RecursionError:
        raise _bad(path, 1, "入れ子が深すぎます (nesting)") from None
    if node is None:
        raise _bad(path, 1, "ファイルが空です (empty)")
    return node


def _bad(path: Path, line: int, message: str) -> BadConfig:
    return BadConfig([Problem(str(path), line, "", message)])
