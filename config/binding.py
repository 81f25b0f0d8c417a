"""YAML nodes become typed values, or problems that name the line and the key."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from config.problems import BadConfig, Problem

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Loc = tuple[int | str, ...]

MAX_DEPTH = 40

#: The YAML types that a setting may use; everything else is text.
SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": {"true": True, "false": False}.__getitem__,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:str": str,
}
SEQUENCE = "tag:yaml.org,2002:seq"
MAPPING = "tag:yaml.org,2002:map"

#: What to do about a mistake, by pydantic's name for it.
ADVICE = {
    "missing": "必要な項目がありません",
    "extra_forbidden": "この項目は使えません。つづりを確かめてください",
    "string_type": "文字で書いてください。数字だけの文字は '…' で囲みます",
    "int_type": "整数で書いてください",
    "float_type": "数で書いてください",
    "bool_type": "true か false で書いてください",
    "tuple_type": "「- 」で始まる一覧で書いてください",
    "dict_type": "「項目: 値」の形で書いてください",
    "model_type": "「項目: 値」の形で書いてください",
    "model_attributes_type": "「項目: 値」の形で書いてください",
    "string_too_short": "空にはできません",
    "string_too_long": "{max_length}文字までにしてください",
    "string_pattern_mismatch": "形が合いません({pattern})",
    "literal_error": "次のどれかにしてください: {expected}",
    "greater_than_equal": "{ge}以上にしてください",
    "less_than_equal": "{le}以下にしてください",
    "too_short": "{min_length}個以上必要です",
    "too_long": "{max_length}個までです",
    "date_type": "日付で書いてください(例 2026-11-24)",
    "time_type": "時刻で書いてください(例 09:00)",
    "value_error": "{error}",
}


def bind(model: type[AnyModel], node: Node, file: str) -> AnyModel:
    """Return *node* as a *model*.

    Raises:
        BadConfig: every duplicate key, unknown field and misfit, each with its line.

    """
    reading = _Reading(file)
    data = reading.value(node, ())
    if reading.problems:
        raise BadConfig(reading.problems)
    try:
        return model.model_validate(data, strict=True)
    except ValidationError as error:
        raise BadConfig(_problem(found, node, file) for found in _worth_telling(error)) from None


class _Reading:
    """Turns the nodes of one file into Python values and collects what cannot be one."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._seen: set[int] = set()

    def value(self, node: Node, loc: Loc) -> object:
        """Return the value of *node*; None where it has a problem."""
        if id(node) in self._seen or len(loc) > MAX_DEPTH:
            self._refuse(node, loc, "別名(& と *)や深すぎる入れ子は使えません (alias or nesting)")
            return None
        self._seen.add(id(node))
        if isinstance(node, SequenceNode) and node.tag == SEQUENCE:
            return tuple(self.value(item, (*loc, at)) for at, item in enumerate(node.value))
        if isinstance(node, MappingNode) and node.tag == MAPPING:
            return self._mapping(node, loc)
        if isinstance(node, ScalarNode) and node.tag in SCALARS:
            try:
                return SCALARS[node.tag](node.value)
            except (ValueError, KeyError):  # only after a written tag: !!int x
                pass
        self._refuse(node, loc, f"この種類の値は使えません: {node.tag} (unknown tag)")
        return None

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, loc, "項目の名前は文字で書いてください (key is not a text)")
            elif key.value in values:
                self._refuse(key, (*loc, key.value), "同じ名前の項目が2つあります (duplicate key)")
            else:
                values[key.value] = self.value(value, (*loc, key.value))
        return values

    def _refuse(self, node: Node, loc: Loc, message: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(self._file, line, path_of(loc), message))


def misfits_of(error: ValidationError) -> list[Problem]:
    """Return what pydantic refused in a value that stands in no file, with its place."""
    return [_problem(found, None, "") for found in _worth_telling(error)]


def _worth_telling(error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield what is wrong, but not "too short" of a list whose items are wrong themselves."""
    found = error.errors()
    wrong = {details["loc"][:size] for details in found for size in range(len(details["loc"]))}
    for details in found:
        if details["type"] != "too_short" or details["loc"] not in wrong:
            yield details


def _problem(details: ErrorDetails, node: Node | None, file: str) -> Problem:
    kind, context = details["type"], details.get("ctx", {})
    inner: Loc = getattr(context.get("error"), "loc", ())
    loc = details["loc"] + inner
    line, key = place_of(node, loc) if node else (0, path_of(loc))
    advice = ADVICE[kind].format(**context) if kind in ADVICE else details["msg"]
    return Problem(file, line, key, f"{advice} ({kind})")


def place_of(node: Node, loc: Sequence[int | str]) -> tuple[int, str]:
    """Return the line and the path of keys of *loc*.

    A part of *loc* that the file does not have is a field that is missing (it stays
    in the path, if it is the last) or pydantic's name for one of several types.
    """
    line = node.start_mark.line + 1
    path: list[int | str] = []
    for position, part in enumerate(loc):
        step = _step(node, part)
        if step is not None:
            line, node = step
            path.append(part)
        elif position == len(loc) - 1 and isinstance(node, MappingNode) and part != "[key]":
            path.append(part)
    return line, path_of(path)


def _step(node: Node, part: int | str) -> tuple[int, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return key.start_mark.line + 1, value
    return None


def path_of(loc: Sequence[int | str]) -> str:
    """Return *loc* as people write it: ``groups[0].fields[3].type``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return "".join(parts).lstrip(".")
