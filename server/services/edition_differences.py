"""Where an entry says something else than the city's standard: side by side, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from server.services.edition_edits import Document


@dataclass(frozen=True)
class Difference:
    """One place; None where one of the two says nothing there."""

    #: The key of the field or the name of the part; for links and marks.
    field: str
    name: str
    standard: str | None
    own: str | None


_PARTS: Mapping[str, str] = {
    "title": "題", "name": "名前", "text": "質問", "summary_ja": "説明", "label": "聞き方",
    "label_ja": "表示", "label_en": "表示（英語）", "note_ja": "説明", "notes_ja": "注意書き",
    "help_ja": "説明", "type": "形",
    "required": "必須", "options": "選択肢", "show_if": "出す条件", "required_if": "必須の条件",
    "needed_when": "案内する条件", "who_can_apply_ja": "申請できる人", "bring": "持ち物",
    "deadline": "期限", "summary_en": "説明（英語）", "who_can_apply_en": "申請できる人（英語）",
    "notes_en": "注意書き（英語）", "note_en": "説明（英語）", "help_en": "説明（英語）",
    "steps": "すること", "legal_basis": "根拠", "search_words": "住民が使うことば",
    "channel": "手続きの方法", "columns": "表の列", "fees": "手数料",
}  # fmt: skip


_LANGUAGES: Mapping[str, str] = {
    "ja": "", "kana": "（よみ）", "easy_ja": "（やさしい日本語）", "en": "（英語）",
    "zh_hans": "（中国語・簡体）", "zh_hant": "（中国語・繁体）", "ko": "（韓国語）",
    "vi": "（ベトナム語）",
}  # fmt: skip


def between(standard: Document, own: Document) -> list[Difference]:
    """Return every difference of two documents of the same entry."""
    if "groups" in standard:
        return list(_of_form(standard, own))
    if isinstance(standard.get("ja"), Mapping):
        return list(_of_letter(standard, own))
    return list(_parts("", standard, own))


def _of_form(standard: Document, own: Document) -> Iterator[Difference]:
    plain = {name: value for name, value in standard.items() if name not in ("groups", "checks")}
    yield from _parts("", plain, {name: own.get(name) for name in plain})
    yield from _of_checks(standard, own)
    before, after = _fields(standard), _fields(own)
    for key, field in after.items():
        if key not in before:
            yield Difference(key, field["label"]["ja"], None, "足した項目")
        else:
            yield from _parts(key, before[key], field)
    for key, field in before.items():
        if key not in after:
            yield Difference(key, field["label"]["ja"], "外した項目", None)
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        yield Difference("", "項目の順", "標準の順", "並べかえた")


def _of_checks(standard: Document, own: Document) -> Iterator[Difference]:
    before, after = (
        {one["code"]: one for one in document.get("checks", ())} for document in (standard, own)
    )
    for code in {**before, **after}:
        old, new = before.get(code, {}), after.get(code, {})
        if old.get("text_ja") != new.get("text_ja"):
            yield Difference("checks", "確認項目", old.get("text_ja"), new.get("text_ja"))
        elif old.get("show_if") != new.get("show_if"):
            told = (_told(one.get("show_if")) for one in (old, new))
            yield Difference("checks", f"「{new['text_ja']}」を出す条件", *told)


def _of_letter(standard: Document, own: Document) -> Iterator[Difference]:
    for language, word in _LANGUAGES.items():
        before, after = standard.get(language) or {}, own.get(language) or {}
        if before.get("subject") != after.get("subject"):
            yield Difference(language, f"件名{word}", before.get("subject"), after.get("subject"))
        yield from _of_lines(language, f"本文{word}", before.get("body"), after.get("body"))


def _of_lines(field: str, name: str, standard: str | None, own: str | None) -> Iterator[Difference]:
    """Yield the lines that differ, for what stayed is no news."""
    before, after = (standard or "").splitlines(), (own or "").splitlines()
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            line = f"{name} {(k if m > k else i) + 1}行目"
            yield Difference(
                field, line, "\n".join(before[i:j]) or None, "\n".join(after[k:m]) or None
            )


def _parts(key: str, standard: Document, own: Document) -> Iterator[Difference]:
    for name, value in standard.items():
        if own.get(name) != value:
            label = own.get("label") or {}
            field = f"{label['ja']}：" if key and name != "label" and "ja" in label else ""
            part = f"{field}{_PARTS.get(name, name)}"
            yield from _part(key or name, part, value, own.get(name))


def _part(field: str, name: str, standard: Any, own: Any) -> Iterator[Difference]:
    if not (isinstance(standard, Mapping) and isinstance(own, Mapping) and "ja" in standard):
        yield Difference(field, name, _told(standard), _told(own))
        return
    for language, word in _LANGUAGES.items():
        before, after = standard.get(language), own.get(language)
        if before != after:
            yield Difference(field, f"{name}{word}", before, after)


def _fields(document: Document) -> dict[str, Document]:
    return {field["key"]: field for group in document["groups"] for field in group["fields"]}


def _told(value: Any) -> str | None:
    """Return a part as people read it."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, Mapping):
        told = (_told(one) for one in value.values())
        return " ／ ".join(one for one in told if one)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_told(one) or "" for one in value)
    return str(value)
