"""One change at a time to a form's document: fields added, changed, moved, taken away.

Documents in, documents out; whether the result is a form is told where it is kept.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from config.schema.forms import BLANK_TYPES, CHOICE_TYPES
from config.schema.shapes import LANGUAGES
from server.domain.refusals import NotFound

Document = dict[str, Any]

#: The types that a field may be given, and their names.
TYPES: Mapping[str, str] = {
    "text": "短い文", "textarea": "長い文", "name": "氏名", "kana": "カナ", "date": "日付",
    "birth_date": "生年月日", "year_month": "年と月", "number": "数", "digits": "数字（番号）",
    "phone": "電話番号", "email": "メール", "postal_code": "郵便番号", "address": "住所",
    "relation": "続柄", "corporate_number": "法人番号", "invoice_number": "登録番号（T）",
    "choice": "選ぶ（1つ）", "multi_choice": "選ぶ（いくつでも）",
    "checkbox": "チェック", "time_range": "時間帯", "notice": "紙の注意書き",
    "table": "表（家族の分など）", "signature_blank": "署名の欄",
    "seal_box": "印の欄", "my_number_blank": "マイナンバーの欄",
}  # fmt: skip
#: What belongs to a type and goes with it.
OF_TYPE = ("default", "length", "max_length", "min", "max", "pattern", "display")


def with_title(document: Document, values: Mapping[str, str]) -> Document:
    """Return the form with other titles and notes."""
    new = deepcopy(document)
    new["title"] = words(new["title"], values, "title")
    new["notes_ja"] = values.get("notes_ja", "").strip() or None
    return new


def with_field(document: Document, key: str, values: Mapping[str, str]) -> Document:
    """Return the form with a field changed to what a page's inputs say.

    Args:
        values: ``label_ja``, ``label_easy_ja``, ``label_en``, ``note``, ``type``, ``required``,
            ``options`` (one a line, English after a bar).

    """
    new = deepcopy(document)
    field = field_of(new, key)
    type_ = values.get("type", field["type"])
    if type_ != field["type"]:
        field.update(dict.fromkeys(OF_TYPE), type=type_, store=type_ not in BLANK_TYPES)
        field.update(_rows_of(type_))
    field["label"] = words(field["label"], values, "label")
    retold(field, "note", values.get("note", ""))
    field["required"] = values.get("required") == "yes" and type_ not in BLANK_TYPES
    is_choice = type_ in CHOICE_TYPES
    field["options"] = options(field["options"], values.get("options", "")) if is_choice else []
    if field["default"] not in [one["value"] for one in field["options"]]:
        field["default"] = None if is_choice else field["default"]
    return new


def _rows_of(type_: str) -> Document:
    """Return what a table has beside other fields: its columns, how many rows."""
    if type_ != "table":
        return {"columns": [], "min_rows": None, "max_rows": None}
    name = {"ja": "氏名", "easy_ja": "なまえ", "en": "Name"}
    columns = [{"key": "name", "label": name, "type": "name", "required": True}]
    return {"columns": columns, "min_rows": 1, "max_rows": 6}


def with_new_field(document: Document, after: str, type_: str) -> tuple[Document, str]:
    """Return the form with one more field below *after* (at its end where that is ""), its key."""
    new = deepcopy(document)
    keys = {field["key"] for group in new["groups"] for field in group["fields"]}
    key = next(one for n in range(1, len(keys) + 2) if (one := f"added_{n}") not in keys)
    field: Document = {
        "key": key, "label": {"ja": f"新しい項目（{TYPES.get(type_, type_)}）"}, "type": type_,
        "required": False, "store": type_ not in BLANK_TYPES,
        "options": [{"value": "はい", "label_ja": "はい"}] if type_ in CHOICE_TYPES else [],
        **_rows_of(type_),
    }  # fmt: skip
    group, at = place_of(new, after) if after in keys else (len(new["groups"]) - 1, -1)
    fields = new["groups"][group]["fields"]
    fields.insert(len(fields) if at < 0 else at + 1, field)
    return new, key


def with_field_moved(document: Document, key: str, by: int) -> Document:
    """Return the form with a field one place up (-1) or down (1), into the next group at an end."""
    new = deepcopy(document)
    group, at = place_of(new, key)
    fields = new["groups"][group]["fields"]
    if 0 <= at + by < len(fields):
        fields.insert(at + by, fields.pop(at))
    elif 0 <= group + by < len(new["groups"]) and len(fields) > 1:
        other = new["groups"][group + by]["fields"]
        other.insert(0 if by > 0 else len(other), fields.pop(at))
    return new


def without_field(document: Document, key: str) -> Document:
    """Return the form without a field; a heading that has no field left goes too."""
    new = deepcopy(document)
    group, at = place_of(new, key)
    del new["groups"][group]["fields"][at]
    new["groups"] = [one for one in new["groups"] if one["fields"]]
    return new


def words(old: Mapping[str, Any], values: Mapping[str, str], name: str) -> Document:
    """Return a text with the languages that a page's inputs ``NAME_LANGUAGE`` tell."""
    told: Document = {
        language: values[f"{name}_{language}"].strip() or None
        for language in LANGUAGES
        if f"{name}_{language}" in values
    }
    return {**old, **told}


def retold(document: Document, name: str, text: str) -> None:
    """Let ``NAME_ja`` say *text*; what its English said is not true of another one."""
    new = text.strip() or None
    if new != document[f"{name}_ja"]:
        document |= {f"{name}_ja": new, f"{name}_en": None}


def options(old: list[Document], lines: str) -> list[Document]:
    """Return options from lines; one that was there before keeps its value."""
    known = {one["label_ja"]: one for one in old}
    found = []
    for line in lines.splitlines():
        ja, _, en = (part.strip() for part in line.partition("|"))
        if ja:
            value = known[ja]["value"] if ja in known else ja[:60]
            found.append({"value": value, "label_ja": ja, "label_en": en or None})
    return found


def number(text: str) -> Any:
    """Return the number that was written; the text itself where it is none, to be refused."""
    told = text.strip()
    return int(told) if told.isdigit() else told or None


def field_of(document: Document, key: str) -> Document:
    """Return a field of a form's document, the document's own part, or refuse as `place_of`."""
    group, at = place_of(document, key)
    field: Document = document["groups"][group]["fields"][at]
    return field


def place_of(document: Document, key: str) -> tuple[int, int]:
    """Return the group and the place in it of a field, or refuse with ``unknown_field``."""
    for group, one in enumerate(document["groups"]):
        for at, field in enumerate(one["fields"]):
            if field["key"] == key:
                return group, at
    raise NotFound("unknown_field", "この項目は、もうありません。")
