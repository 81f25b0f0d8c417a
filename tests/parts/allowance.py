"""A claim of child allowance, made up, and the checks that its form has."""

from typing import Any

PROCEDURE = "jidoteate_birth"
FORM = "jidoteate_nintei"
#: Whose account it is; whether a public employee was told to claim at work.
ACCOUNT, EMPLOYER = f"{FORM}:account_holder", f"{FORM}:public_employee"
ACCOUNT_WORDS = "口座の名義が請求者本人である"

CLAIM: dict[str, Any] = {
    "kind": "new",
    "event_date": "2026-11-20",
    "applicant_name": "早川 花",
    "applicant_kana": "ハヤカワ ハナ",
    "applicant_birth_date": "1994-02-03",
    "applicant_address": "大阪市住之江区御崎3丁目1番17号",
    "applicant_phone": "06-6000-0012",
    "job": "employee",
    "pension_kind": "kousei",
    "children": [
        {
            "name": "早川 空",
            "kana": "ハヤカワ ソラ",
            "birth_date": "2026-11-20",
            "relation": "子",
            "living": "together",
            "custody": "yes",
        }
    ],
    "account_use_public": False,
    "account_bank_name": "みさき銀行",
    "account_branch_name": "住之江支店",
    "account_type": "futsu",
    "account_number": "0000012",
    "account_holder_kana": "ハヤカワ ハナ",
}
