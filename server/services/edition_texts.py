"""Changes to the documents of a procedure and of a question, and their conditions in words."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from config.schema.conditions import Condition
from config.schema.questionnaire import Question
from server.services.edition_conditions import Inputs
from server.services.edition_edits import Document, number, retold, words

CHANNELS: Mapping[str, str] = {
    "full_online": "オンラインで終わる", "pre_apply": "家で書いて窓口へ",
    "pre_apply_and_interview": "家で書いて面談へ", "reserve_only": "予約だけ",
    "remote": "リモート相談", "draft_only": "下書きをして窓口で書きうつす",
    "counter_only": "窓口だけ", "referral": "ほかの機関を案内", "info_only": "お知らせだけ",
}  # fmt: skip
QUESTION_TYPES: Mapping[str, str] = {
    "single": "1つ選ぶ", "multi": "いくつでも選ぶ", "date": "日付", "ward": "区を選ぶ",
}  # fmt: skip
EVENTS: Mapping[str, str] = {
    "moving": "引っ越し", "bereavement": "おくやみ", "birth_childcare": "妊娠・出産・子育て",
    "certificates": "証明書", "business": "事業者",
}  # fmt: skip
#: So many empty lines are offered for more things to bring, more options.
SPARE = 2


def with_procedure(document: Document, values: Mapping[str, str]) -> Document:
    """Return a procedure with the texts, things to bring, deadline and channel of a page."""
    new = deepcopy(document)
    for name in ("ja", "kana", "en"):
        new["name"][name] = values.get(f"name_{name}", new["name"][name]).strip()
    for name in ("summary", "who_can_apply", "notes"):
        retold(new, name, values.get(f"{name}_ja", new[f"{name}_ja"] or ""))
    new["deadline"] |= _deadline(new["deadline"], values)
    new["channel"] = values.get("channel", new["channel"])
    new["bring"] = _bring(document["bring"], values)
    return new


def with_handling(document: Document, inputs: Inputs) -> Document:
    """Return a procedure with who takes it, its papers and minutes as a page tells them.

    Args:
        inputs: ``handling`` where the page has these inputs; ``event`` for each occasion.

    """
    if "handling" not in inputs:
        return document
    told = {name: values[0].strip() for name, values in inputs.items() if values}
    new = deepcopy(document)
    new["life_events"] = list(inputs.get("event", ()))
    new["section_role"] = told.get("section", new["section_role"])
    new["form"] = told.get("form") or None
    new["booking_form"] = told.get("booking_form") or None
    new["bookable"] = told.get("bookable") == "yes"
    minutes = number(told.get("minutes", ""))
    new["service_minutes"] |= {"value": minutes}
    return new


def with_question(document: Document, values: Mapping[str, str]) -> Document:
    """Return a question with the texts, options and place of a page."""
    new = deepcopy(document)
    new["text"] = words(new["text"], values, "text")
    retold(new, "help", values.get("help", ""))
    if new["type"] in ("single", "multi"):
        new["options"] = _question_options(new["options"], values)
    if "after" in values:
        new["after"] = values["after"] or None
    return new


def condition_words(condition: Condition | None, questions: Mapping[str, Question]) -> str:
    """Return a condition as a sentence: 「住所が変わる」が「はい」のとき."""
    if condition is None or condition.always:
        return "いつも"
    return f"{_clause(condition, questions)}のとき"


def _clause(one: Condition, questions: Mapping[str, Question]) -> str:
    if one.all_ is not None:
        return "、かつ".join(_inner(part, questions) for part in one.all_)
    if one.any_ is not None:
        return "、または".join(_inner(part, questions) for part in one.any_)
    if one.not_ is not None:
        return f"（{_clause(one.not_, questions)}）ではない"
    if one.always:
        return "いつも"
    question = questions.get(one.q or "")
    labels = {o.value: o.label.ja for o in question.options} if question else {}
    answers = "・".join(labels.get(value, value) for value in one.values)
    return f"「{question.text.ja if question else one.q}」が「{answers}」"


def _inner(one: Condition, questions: Mapping[str, Question]) -> str:
    text = _clause(one, questions)
    return f"（{text}）" if one.all_ or one.any_ else text


def _deadline(old: Document, values: Mapping[str, str]) -> Document:
    """Return the new text; what its English said is not true of another one."""
    text = values.get("deadline", old["text_ja"]).strip()
    return {"text_ja": text, "text_en": old.get("text_en") if text == old["text_ja"] else None}


def _bring(old: Sequence[Document], values: Mapping[str, str]) -> list[Document]:
    whens = {one["when_ja"]: one.get("when_en") for one in old if one["when_ja"]}
    found = []
    for at in range(60):
        item = values.get(f"bring_{at}_ja", "").strip()
        if item:
            when = values.get(f"bring_{at}_when", "").strip()
            when_en = values.get(f"bring_{at}_when_en", "").strip() or whens.get(when)
            needed: Any = "conditional" if when else values.get(f"bring_{at}_required") == "yes"
            english = values.get(f"bring_{at}_en", "").strip()
            found.append(
                {
                    "item_ja": item, "item_en": english, "required": needed,
                    "when_ja": when or None, "when_en": when_en if when else None,
                }
            )  # fmt: skip
    return found


def _question_options(old: Sequence[Document], values: Mapping[str, str]) -> list[Document]:
    known = {one["value"]: one for one in old}
    found = []
    for at in range(60):
        ja = values.get(f"option_{at}_ja", "").strip()
        if ja:
            value = values.get(f"option_{at}_value", "").strip() or ja[:60]
            label = known[value]["label"] if value in known else {}
            told = {"ja": ja, "en": values.get(f"option_{at}_en", "").strip() or None}
            found.append({"value": value, "label": {**label, **told}})
    return found
