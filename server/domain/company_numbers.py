"""Numbers by which a business is known: 法人番号 and the 登録番号 of its invoices."""

import re

from server.domain.field_texts import codes
from server.domain.questions import Field, Surroundings, Unfit

_DIGITS = re.compile(r"[1-9][0-9]{12}")


def check_digit(base: str) -> int:
    """Return the digit that stands before the twelve of *base*.

    Source: 法人番号の指定等に関する省令 (平成26年財務省令第70号) 第2条, as published by the
    国税庁: 9 less the remainder by 9 of the sum of the digits, counted from the last,
    those in even places twice.

    >>> check_digit("000012050002")  # 国税庁's own number is 7000012050002
    7
    """
    places = enumerate(map(int, reversed(base)), start=1)
    return 9 - sum(digit * (1 if place % 2 else 2) for place, digit in places) % 9


def corporate_number(_: Field, raw: object, __: Surroundings) -> str:
    text = re.sub(r"[- ]", "", codes(raw))
    if not _DIGITS.fullmatch(text):
        raise Unfit("corporate_number", "は、13けたの数字で入力してください。")
    if int(text[0]) != check_digit(text[1:]):
        raise Unfit("corporate_number", "の数字を確かめてください（1けたちがうと合いません）。")
    return text


def invoice_number(_: Field, raw: object, __: Surroundings) -> str:
    """Read T and 13 digits.

    Those of a company are its 法人番号; a sole proprietor's are others, whose rule the
    国税庁 has not published, so no check digit is asked of them.
    """
    text = re.sub(r"[- ]", "", codes(raw)).upper()
    if not (text.startswith("T") and _DIGITS.fullmatch(text[1:])):
        raise Unfit("invoice_number", "は、Tと13けたの数字で入力してください。")
    return text
