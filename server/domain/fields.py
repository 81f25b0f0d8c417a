"""One reader per field type: what a person typed becomes what is kept, or a sentence says why not.

Types that are filled in by hand on paper (`BLANK`) are never read and never kept.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from server.domain import company_numbers, writing
from server.domain import field_dates as dates
from server.domain import field_picks as picks
from server.domain import field_texts as texts
from server.domain.questions import Field, Surroundings, Unfit

#: Printed as empty boxes: my number, signature, seal, and mere text.
BLANK = frozenset({"my_number_blank", "signature_blank", "seal_box", "notice"})

Reader = Callable[[Field, object, Surroundings], Any]

READERS: Mapping[str, Reader] = {
    "account_kana": texts.account_kana,
    "address": texts.line,
    "answers": picks.answers,
    "birth_date": dates.birth_date,
    "checkbox": picks.checkbox,
    "choice": picks.choice,
    "corporate_number": company_numbers.corporate_number,
    "date": dates.day,
    "date_time": dates.date_time,
    "digits": texts.digits,
    "email": texts.email,
    "facility_code": picks.facility_code,
    "invoice_number": company_numbers.invoice_number,
    "kana": texts.kana,
    "multi_choice": picks.multi_choice,
    "name": texts.name,
    "number": texts.number,
    "pension_number": texts.pension_number,
    "phone": texts.phone,
    "postal_code": texts.postal_code,
    "procedure_list": picks.procedure_list,
    "relation": texts.line,
    "residence_card_no": texts.residence_card_no,
    "slot": picks.slot,
    "text": texts.line,
    "textarea": texts.lines,
    "time_range": dates.time_range,
    "ward": picks.ward_code,
    "ward_code": picks.ward_code,
    "year_month": dates.year_month,
}


def read(field: Field, raw: object, around: Surroundings) -> Any:
    """Return the value of *field* as it is kept; None when nothing was given.

    Raises:
        Unfit: the value does not fit. Tables are read row by row in `server.domain.forms`.

    """
    if raw is None or raw in ([], {}) or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str) and len(raw) > writing.MOST_CHARACTERS:
        raise Unfit("too_long", "は、もっと短く入力してください。")
    value = READERS[field.type](field, raw, around)
    return value if field.pattern is None else _in_shape(field.pattern, value)


def _in_shape(pattern: str, value: Any) -> Any:
    """Return an answer in the spelling that *pattern* takes, or raise `Unfit`.

    Half-width digits and letters are as good as what was typed in full width.
    """
    if not isinstance(value, str):
        return value
    for spelling in (value, writing.half_width(value)):
        if re.fullmatch(pattern, spelling):
            return spelling
    raise Unfit("pattern", "の書き方を確かめてください。")
