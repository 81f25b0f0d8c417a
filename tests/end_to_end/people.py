"""The made-up people of the journeys, and what they write on the forms they meet."""

from typing import Any

HOME = "大阪市住之江区御崎3丁目1番17号"
BEFORE = "神戸市中央区加納町6丁目5番1号"

_PAPA = {"name": "中村 直樹", "kana": "ナカムラ ナオキ", "birth_date": "1988-05-20"}
_MAMA = {"name": "中村 美咲", "kana": "ナカムラ ミサキ", "birth_date": "1990-02-03"}
_BIG = {"name": "中村 陽", "kana": "ナカムラ ヨウ", "birth_date": "2018-08-09"}
_SMALL = {"name": "中村 結", "kana": "ナカムラ ユイ", "birth_date": "2024-10-01"}


def _told(person: dict[str, str], of: str, *, kana: bool = True) -> dict[str, str]:
    """Return the questions about *person* under the names that begin with *of*."""
    keys = ("name", "kana", "birth_date") if kana else ("name", "birth_date")
    return {f"{of}{key}": person[key] for key in keys}


def _related(relation: str, person: dict[str, str], **more: str) -> dict[str, str]:
    return {**person, "relation": relation, **more}


APPLICANT = {
    **_told(_PAPA, "applicant_"),
    "applicant_postal": "559-8601",
    "applicant_address": HOME,
    "applicant_phone": "090-1234-5678",
}

_RESIDENCE = {
    "move_kind": "tennyu",
    "move_date": "2026-11-15",
    "new_address": HOME,
    "new_head_name": _PAPA["name"],
    "new_head_kana": _PAPA["kana"],
    "old_address": BEFORE,
    "old_head_name": _PAPA["name"],
    "honseki": BEFORE,
    "honseki_head": _PAPA["name"],
    "members": [
        _related("世帯主", _PAPA),
        _related("妻", _MAMA),
        _related("子", _BIG),
        _related("子", _SMALL),
    ],
    "applicant_relation_to_subject": "self",
    **_told(_PAPA, "mynumber_card_henko.subject_"),
    "mynumber_card_henko.subject_address": HOME,
    "mynumber_card_henko.change_reason": "tennyu",
    "denshi_shomeisho_hakko.subject_phone": "090-1234-5678",
    "denshi_shomeisho_hakko.cert_kind": ["signature"],
    "inkan_touroku_shinsei.visitor": "self",
}

_INSURANCE = {
    "kokuho_kankei_todoke.reason_join": "tennyu",
    "kokuho_kankei_todoke.event_date": "2026-11-15",
    **_told(_PAPA, "kokuho_kankei_todoke.head_"),
    "kokuho_kankei_todoke.head_address": HOME,
    "kokuho_kankei_todoke.head_phone": "090-1234-5678",
    "kokuho_kankei_todoke.kokuho_members": [
        _related("世帯主", _PAPA),
        _related("妻", _MAMA),
        _related("子", _BIG),
        _related("子", _SMALL),
    ],
}

_CHILDREN = {
    "jidoteate_nintei.kind": "new",
    "jidoteate_nintei.event_date": "2026-11-15",
    "jidoteate_nintei.job": "self",
    "jidoteate_nintei.pension_kind": "kokumin",
    **_told(_MAMA, "jidoteate_nintei.spouse_"),
    "jidoteate_nintei.children": [
        _related("子", child, living="together", custody="yes") for child in (_BIG, _SMALL)
    ],
    "jidoteate_nintei.account_bank_name": "見本銀行",
    "jidoteate_nintei.account_branch_name": "住之江支店",
    "jidoteate_nintei.account_type": "futsu",
    "jidoteate_nintei.account_number": "1234567",
    "jidoteate_nintei.account_holder_kana": _PAPA["kana"],
    "kodomo_iryo_shinsei.children": [
        _related("子", child, insurer="大阪市", insurance_no="12-345", insured_name=_PAPA["name"])
        for child in (_BIG, _SMALL)
    ],
    "tennyugaku_todoke.children": [{**_BIG, "grade": "2", "old_school": "神戸市立見本小学校"}],
}

_NURSERY = {
    "hoiku_riyou_moushikomi.children": [
        {**_SMALL, "class_age": "2", "current_care": "home"},
    ],
    "hoiku_riyou_moushikomi.start_month": "2027-04",
    "hoiku_riyou_moushikomi.facilities": [{"rank": 1, "facility": "27125-001"}],
    "hoiku_riyou_moushikomi.hours": {"from": "08:30", "to": "17:30"},
    "hoiku_riyou_moushikomi.days": ["mon", "tue", "wed", "thu", "fri"],
    "hoiku_riyou_moushikomi.amount": "standard",
    "hoiku_riyou_moushikomi.reason1": "work",
    "hoiku_riyou_moushikomi.reason2": "work",
    "hoiku_riyou_moushikomi.family": [
        {**_told(_PAPA, "", kana=False), "relation": "父"},
        {**_told(_MAMA, "", kana=False), "relation": "母"},
    ],
    "hoiku_riyou_moushikomi.consent": True,
    "hoiku_mensetsu_yoyaku.first_choice_facility": "27125-001",
    "hoiku_mensetsu_yoyaku.child_accompany": "yes",
    "hoiku_mensetsu_yoyaku.child_name": _SMALL["name"],
    "hoiku_mensetsu_yoyaku.child_birth": _SMALL["birth_date"],
}

#: A family of four that moved in from another city; the scenario ``in_family``.
MOVING: dict[str, Any] = {**APPLICANT, **_RESIDENCE, **_INSURANCE, **_CHILDREN, **_NURSERY}

#: A widow with a child at school; the scenario ``bereaved_spouse``.
BEREAVED: dict[str, Any] = {
    "visitors": 2,
    "deceased_name": "髙橋 誠",
    "deceased_kana": "タカハシ マコト",
    "deceased_birth_date": "1981-03-14",
    "deceased_address": HOME,
    "death_date": "2026-11-18",
    "head": "yes",
    "applicant_name": "髙橋 由美",
    "applicant_kana": "タカハシ ユミ",
    "applicant_birth_date": "1983-07-07",
    "applicant_address": HOME,
    "applicant_phone": "090-8765-4321",
    "rel": "配偶者",
    "is_host": "yes",
    "consent_share": True,
}
