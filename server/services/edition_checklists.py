"""The checks of a form, one line of a page each: added, worded anew, taken away."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from hashlib import sha256

from config.schema.checklists import Check
from config.schema.forms import Form
from server.services.edition_conditions import answers_of
from server.services.edition_edits import Document

#: So many empty lines are offered for more checks.
SPARE = 2


def with_checks(document: Document, values: Mapping[str, str]) -> Document:
    """Return the form with the checks that a page tells; an empty line takes its check away.

    A check that is worded anew keeps its code and what only some answers call for.

    Args:
        values: ``check_N_ja``; ``check_N_code`` where the check was there before.

    """
    known = {one["code"]: one for one in document.get("checks", ())}
    new = deepcopy(document)
    new["checks"] = []
    for at in range(len(known) + SPARE):
        text = values.get(f"check_{at}_ja", "").strip()
        if text:
            code = values.get(f"check_{at}_code") or _code(text)
            new["checks"].append({**known.get(code, {}), "code": code, "text_ja": text})
    return new


def when_words(form: Form, check: Check) -> str:
    """Return which answers call for a check, as a sentence; "" for all."""
    return "、".join(_asked(form, check))


def _asked(form: Form, check: Check) -> Iterator[str]:
    for key, values in (check.show_if or {}).items():
        field = form.field(key)
        answers = answers_of(field)
        told = "か".join(f"「{answers.get(value, value)}」" for value in values)
        yield f"「{field.label.ja}」が{told}のとき"


def _code(text: str) -> str:
    """Return a code from the words: another check never gets the ticks of one that is gone."""
    return f"check_{sha256(text.encode()).hexdigest()[:12]}"
