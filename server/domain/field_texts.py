"""Answers in letters: names and free text are kept as typed, codes get one spelling."""

import re

from server.domain import writing
from server.domain.questions import Field, Surroundings, Unfit

#: How many characters a type takes when the form does not say.
LONGEST = {
    "name": 60, "kana": 80, "account_kana": 60, "text": 200, "textarea": 1000, "address": 120,
    "relation": 30, "email": 256, "phone": 30, "digits": 30,
}  # fmt: skip

_PHONE = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}", re.ASCII)
#: Mobile, IP and free numbers have eleven digits, all others ten; 0120 has ten.
_ELEVEN_DIGITS = re.compile(r"0[2-9]0[0-9]{8}")
_TEN_DIGITS = re.compile(r"(?!0[5-9]0)0[0-9]{9}")
#: An amount as people write it, 「1,234,567」.
_SEPARATED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}")


def typed(raw: object, *, lines: bool = False) -> str:
    """Return *raw* unchanged if it is text that paper can show."""
    if not isinstance(raw, str):
        raise Unfit("type", "は、文字で入力してください。")
    if sign := writing.unprintable(raw, lines=lines):
        raise Unfit(
            "characters", f"に、使えない文字（U+{ord(sign):04X}）があります。消してください。"
        )
    return raw


def too_long(limit: int) -> Unfit:
    return Unfit("too_long", f"は、{limit}文字までで入力してください。")


def limited(field: Field, text: str) -> str:
    """Return *text* unchanged if it is short enough and holds no individual number."""
    limit = field.max_length or LONGEST[field.type]
    if writing.letters(text) > limit or len(text) > 4 * limit:
        raise too_long(limit)
    if writing.has_my_number(text):
        raise Unfit("my_number", "に、マイナンバーは入力しないでください。窓口で紙に書きます。")
    return text


def codes(raw: object) -> str:
    """Return folded text for numbers and codes; a number of JSON is as good as its digits."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    return writing.half_width(typed(raw))


def name(field: Field, raw: object, _: Surroundings) -> str:
    return limited(field, writing.one_space(typed(tabs_are_spaces(raw))))


def line(field: Field, raw: object, _: Surroundings) -> str:
    return limited(field, typed(tabs_are_spaces(raw)).strip())


def tabs_are_spaces(raw: object) -> object:
    return raw.replace("\t", " ") if isinstance(raw, str) else raw


def lines(field: Field, raw: object, _: Surroundings) -> str:
    text = tabs_are_spaces(raw)
    if isinstance(text, str):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return limited(field, typed(text, lines=True).strip())


def kana(field: Field, raw: object, _: Surroundings) -> str:
    text = writing.one_space(writing.katakana(typed(tabs_are_spaces(raw))))
    if not re.fullmatch(r"[ァ-ヴー・\u3000]+", text):
        raise Unfit("kana", "は、カタカナで入力してください。")
    return limited(field, text)


def account_kana(field: Field, raw: object, _: Surroundings) -> str:
    text = writing.account_letters(typed(tabs_are_spaces(raw)))
    if not re.fullmatch(r"[ァ-ヴー0-9A-Z\u3000 ()\-./]+", text):
        raise Unfit("kana", "は、通帳にあるとおり、カタカナ・英大文字・数字で入力してください。")
    return limited(field, text)


def postal_code(_: Field, raw: object, __: Surroundings) -> str:
    text = codes(raw).removeprefix("〒").strip()
    if not re.fullmatch(r"\d{3}-?\d{4}", text, re.ASCII):
        raise Unfit("postal_code", "は、7けたの数字で入力してください（例 559-0001）。")
    return f"{text[:3]}-{text[-4:]}"


def phone(_: Field, raw: object, __: Surroundings) -> str:
    text = _without_country(re.sub(r"[() ]+", "-", codes(raw)).strip("-").replace("--", "-"))
    numerals = text.replace("-", "")
    if not _PHONE.fullmatch(text):
        raise Unfit("phone", "は、10けたか11けたの番号を入力してください（例 090-1234-5678）。")
    if not (_ELEVEN_DIGITS.fullmatch(numerals) or _TEN_DIGITS.fullmatch(numerals)):
        raise Unfit("phone", "の数字の数を確かめてください（携帯は11けた、固定電話は10けた）。")
    return text


def _without_country(text: str) -> str:
    return re.sub(r"^\+81-?0?", "0", text)


def email(field: Field, raw: object, _: Surroundings) -> str:
    text = limited(field, writing.half_width(typed(raw)))
    if not _EMAIL.fullmatch(text):
        raise Unfit("email", "は、「name@example.jp」のように入力してください。")
    return text


def digits(field: Field, raw: object, _: Surroundings) -> str:
    text = codes(raw)
    if not re.fullmatch(r"[0-9]+", text):
        raise Unfit("digits", "は、数字だけで入力してください。")
    if field.length is not None and len(text) != field.length:
        raise Unfit("digits", f"は、{field.length}けたの数字で入力してください。")
    return limited(field, text)


def number(field: Field, raw: object, _: Surroundings) -> int:
    text = codes(raw)
    if _SEPARATED.fullmatch(text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise Unfit("number", "は、数字で入力してください。")
    number = int(text)
    if field.min is not None and number < field.min:
        raise Unfit("range", f"は、{field.min}以上の数字で入力してください。")
    if field.max is not None and number > field.max:
        raise Unfit("range", f"は、{field.max}以下の数字で入力してください。")
    return number


def pension_number(_: Field, raw: object, __: Surroundings) -> str:
    text = codes(raw)
    if not re.fullmatch(r"[0-9]{4}-?[0-9]{6}", text):
        raise Unfit("pension_number", "は、10けたの数字で入力してください（例 1234-567890）。")
    return f"{text[:4]}-{text[-6:]}"


def residence_card_no(_: Field, raw: object, __: Surroundings) -> str:
    text = codes(raw).upper().replace(" ", "")
    if not re.fullmatch(r"[A-Z]{2}[0-9]{8}[A-Z]{2}", text):
        raise Unfit("residence_card_no", "は、英字2つ・数字8つ・英字2つで入力してください。")
    return text
