"""Letters as an office words them: what they are called, what stands in them, one changed."""

from collections.abc import Mapping
from copy import deepcopy
from typing import NamedTuple

from config.schema.letters import LetterEntry, LetterName
from config.schema.shapes import Language
from server.services.edition_edits import Document


class Name(NamedTuple):
    """What staff call a letter, and when it goes out."""

    name: str
    when: str


NAMES: Mapping[LetterName, Name] = {
    "booked": Name("予約の受付", "予約したとき"),
    "moved": Name("予約の変更", "日時を変えたとき"),
    "cancelled": Name("予約の取消", "予約を取り消したとき"),
    "reminder": Name("前日のお知らせ", "予約の前の日"),
    "booked_remote": Name("予約の受付（Web会議・電話）", "予約したとき"),
    "moved_remote": Name("予約の変更（Web会議・電話）", "日時を変えたとき"),
    "reminder_remote": Name("前日のお知らせ（Web会議・電話）", "予約の前の日"),
    "offered": Name("空きのお知らせ", "キャンセル待ちの人に空きが出たとき"),
    "not_drawn": Name("抽選の結果（外れ）", "抽選のあと"),
    "asked": Name("申請を直すお願い", "事前申請の確認で直しを頼んだとき"),
    "near": Name("まもなくの知らせ", "番が近づいたとき"),
    "called": Name("呼び出しの知らせ", "窓口で呼んだとき"),
}
#: What the placeholders become, in words.
MEANINGS: Mapping[str, str] = {
    "office": "区役所の名前", "service": "用件", "day": "日", "time": "時刻", "where": "場所",
    "link": "住民のページのアドレス", "until": "返事の期限", "label": "番号札の番号",
    "ahead": "前に待つ人数", "counter": "窓口の番号",
}  # fmt: skip


def with_letter(document: Document, language: Language, values: Mapping[str, str]) -> Document:
    """Return a letter with ``subject`` and ``body`` of a page in one language; empty, it goes."""
    new = deepcopy(document)
    subject = values.get("subject", "").strip()
    body = "\n".join(values.get("body", "").splitlines()).strip()
    is_there = subject or body or language == "ja"
    new[language] = {"subject": subject, "body": f"{body}\n" if body else ""} if is_there else None
    return new


def with_standard(document: Document, language: Language, standard: LetterEntry) -> Document:
    """Return a letter that says in one language what the standard says."""
    own = standard.own(language)
    return deepcopy(document) | {language: own.model_dump(mode="json") if own else None}
