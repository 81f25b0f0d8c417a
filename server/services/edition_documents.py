"""An entry of the catalogue as a document: read from a page, a call or a file, and written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from config.binding import bind, misfits_of
from config.loading import parse
from config.problems import BadConfig, Problem
from config.schema.entries import ENTRIES, FILES, AnyEntry, EntryKind
from server.domain.refusals import FieldError, Misfit, NotFound

#: A file of an entry is far shorter; what is longer is something else.
MOST_CHARACTERS = 200_000


def kind_of(text: str) -> EntryKind:
    """Return the kind that *text* names, or refuse with ``unknown_kind``."""
    for kind in ENTRIES:
        if kind == text:
            return kind
    raise NotFound("unknown_kind", "手続き・申請書・質問・お知らせのどれかを選んでください。")


def parsed(kind: EntryKind, code: str, document: Mapping[str, Any]) -> AnyEntry:
    """Return the entry that *document* says.

    Raises:
        Misfit: every misfit at once, each with its place (``groups[0].fields[3].label``).

    """
    try:
        found = ENTRIES[kind].model_validate(document)
    except ValidationError as wrong:
        raise Misfit([_error(one) for one in misfits_of(wrong)]) from None
    return _with_code(found, code, "id")


def document_of(entry: AnyEntry) -> dict[str, Any]:
    """Return the entry as a document that `parsed` reads."""
    return entry.model_dump(mode="json")


def from_file(kind: EntryKind, code: str, text: str) -> AnyEntry:
    """Return the entry in a file.

    Raises:
        Misfit: every mistake with its line and place; nothing of the file is taken then.

    """
    if len(text) > MOST_CHARACTERS:
        raise Misfit([FieldError("file", "too_large", "ファイルが大きすぎます。")])
    path = Path(f"{code}.yaml")
    try:
        found = bind(FILES[kind], parse(text, path), str(path)).entry
    except BadConfig as wrong:
        raise Misfit([_error(one) for one in wrong.problems]) from None
    return _with_code(found, code, "entry.id")


def to_file(kind: EntryKind, entry: AnyEntry) -> str:
    """Return the entry as the file that `from_file` reads."""
    document = entry.model_dump(mode="json", exclude_defaults=True)
    envelope = {"kind": kind, "entry": document}
    return str(yaml.safe_dump(envelope, allow_unicode=True, sort_keys=False, width=100))


def _with_code(entry: AnyEntry, code: str, place: str) -> AnyEntry:
    if entry.id != code:
        text = f"「{code}」の内容ではありません: {entry.id}"
        raise Misfit([FieldError(place, "other_entry", text)])
    return entry


def _error(problem: Problem) -> FieldError:
    line = f"{problem.line}行目: " if problem.line else ""
    sentence, _, code = problem.message.removesuffix(")").rpartition(" (")
    return FieldError(problem.key, code or "misfit", line + (sentence or problem.message))
