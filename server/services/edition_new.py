"""A new procedure, form or question of an office's own: what its draft begins with.

Letters are those that the program sends; there are no others.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from config.schema.entries import EntryKind
from server.db.city import Work
from server.db.models import Catalogue, CatalogueDraft
from server.db.published import CITY
from server.domain.refusals import FieldError, Misfit, Refused
from server.services import catalogue, editions
from server.services.edition_checks import UNWRITTEN
from server.services.edition_documents import document_of, parsed
from server.services.edition_edits import Document

#: Where a copy is made of an entry, and how its name is set.
_NAME: Mapping[EntryKind, str] = {"procedure": "name", "form": "title", "question": "text"}


def create(work: Work, kind: EntryKind, layer: str, values: Mapping[str, str]) -> CatalogueDraft:
    """Begin the draft of an entry that nobody has published yet.

    Args:
        values: ``name_ja``, ``name_en``; ``name_kana`` of a procedure; ``section`` of a procedure
            or a form; ``type`` and ``after`` of a question; ``like``, the code of an entry that
            it begins as a copy of.

    Raises:
        Refused: ``no_more_of_these``, of a letter.
        Misfit: what is missing, by the names above.

    """
    require_open_kind(kind)
    _require_named(kind, values)
    below = "" if layer == CITY else layer
    code = _free_code(work, kind, layer)
    if values.get("like"):
        document = document_of(catalogue.entry(work.session, below, kind, values["like"]))
        document |= {"used_by": []} if kind == "form" else {}
    else:
        document = _EMPTY[kind](work, values)
    name = {"ja": values["name_ja"].strip(), "en": values.get("name_en", "").strip() or None}
    if kind == "procedure":
        name["kana"] = values["name_kana"].strip()
    document |= {"id": code, _NAME[kind]: name}
    if kind == "question":
        document["after"] = values.get("after") or None
    return editions.opened(work, kind, code, layer, document_of(parsed(kind, code, document)), 0)


def require_open_kind(kind: EntryKind) -> None:
    """Refuse with ``no_more_of_these`` where an office cannot have more than there are."""
    if kind not in _NAME:
        raise Refused("no_more_of_these", "お知らせは増やせません。いまある文を変えてください。")


def _require_named(kind: EntryKind, values: Mapping[str, str]) -> None:
    needed = {"name_ja": "名前"}
    if kind == "procedure":
        needed |= {"name_kana": "よみ", "name_en": "英語の名前"}
    missing = [
        FieldError(name, "missing", f"{word}を書いてください。")
        for name, word in needed.items()
        if not values.get(name, "").strip()
    ]
    if missing:
        raise Misfit(missing)


def _free_code(work: Work, kind: EntryKind, layer: str) -> str:
    """Return a code that no entry ever had; a ward's never meet the city's or another ward's."""
    used = {
        code
        for table in (Catalogue, CatalogueDraft)
        for code in work.session.scalars(select(table.code).where(table.kind == kind))
    }
    return next(
        code for n in range(1, len(used) + 2) if (code := f"{kind}_{layer}_{n}") not in used
    )


def _procedure(work: Work, values: Mapping[str, str]) -> Document:
    office = work.floor.setup.names.ja
    return {
        "life_events": ["moving"], "summary_ja": UNWRITTEN, "needed_when": {"always": True},
        "who_can_apply_ja": UNWRITTEN, "section_role": values.get("section", ""),
        "channel": "counter_only", "bookable": False, "bring": [],
        "deadline": {
            "text_ja": "期限はありません", "text_en": "No deadline", "kind": "advised",
        },
        "fees": {}, "service_minutes": {"value": 15, "basis": f"{office}の見積もり"},
        "legal_basis": [], "sources": [f"{office}が決めたもの"], "sure": True,
    }  # fmt: skip


def _form(work: Work, values: Mapping[str, str]) -> Document:
    addressees = Counter(
        one.addressee_ja for one in catalogue.forms(work.session, work.office)
    ).most_common(1)
    applicant = {"ja": "申請する人の氏名", "easy_ja": "申請する 人の なまえ", "en": "Name"}
    return {
        "print_mode": "form", "paper_original": "A4",
        "addressee_ja": addressees[0][0] if addressees else "-",
        "submit_to": values.get("section", ""), "used_by": [],
        "groups": [
            {
                "title_ja": "申請する人", "title_en": "Applicant",
                "fields": [
                    {"key": "applicant_name", "label": applicant, "type": "name",
                     "required": True, "bind": "applicant.name"},
                ],
            },
        ],
        "title_is_official": False, "sure": True,
    }  # fmt: skip


def _question(_: Work, values: Mapping[str, str]) -> Document:
    type_ = values.get("type", "single")
    return {"type": type_, "required": True, "options": yes_and_no() if _has(type_) else []}


def yes_and_no() -> list[dict[str, Any]]:
    """Return the two answers that a new choice begins with."""
    return [
        {"value": "yes", "label": {"ja": "はい", "en": "Yes"}},
        {"value": "no", "label": {"ja": "いいえ", "en": "No"}},
    ]


def _has(type_: str) -> bool:
    return type_ in ("single", "multi")


_EMPTY = {"procedure": _procedure, "form": _form, "question": _question}
