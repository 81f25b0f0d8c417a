"""A family that applies for a nursery: made-up people, every field of the form."""

from typing import Any

PROCEDURE = "hoiku_midyear"
SERVICE = "childcare"
FORM = "hoiku_riyou_moushikomi"

#: The name has a character outside the basic plane: papers must draw it.
APPLICATION: dict[str, Any] = {
    "applicant_name": "𠮷田 さくら",
    "applicant_kana": "ヨシダ サクラ",
    "applicant_birth_date": "1992-04-05",
    "applicant_postal": "559-8601",
    "applicant_address": "大阪市住之江区御崎3丁目1番17号",
    "applicant_phone": "06-6000-0012",
    "email": "sakura@example.jp",
    "spouse_name": "𠮷田 健",
    "spouse_kana": "ヨシダ ケン",
    "spouse_birth_date": "1990-12-01",
    "spouse_postal": "559-8601",
    "spouse_address": "大阪市住之江区御崎3丁目1番17号",
    "spouse_phone": "090-1234-5678",
    "children": [
        {
            "name": "𠮷田 はる",
            "kana": "ヨシダ ハル",
            "birth_date": "2025-06-10",
            "sex": "female",
            "class_age": "1",
            "current_care": "home",
            "health": "とくになし",
            "allergy": "no",
        }
    ],
    "start_month": "2027-04",
    "facilities": [
        {"rank": 1, "facility": "27125-001", "visited": "yes"},
        {"rank": 2, "facility": "27125-005", "visited": "no"},
    ],
    "hours": {"from": "08:30", "to": "17:30"},
    "days": ["mon", "tue", "wed", "thu", "fri"],
    "amount": "standard",
    "sibling": "none",
    "reason1": "work",
    "reason2": "work",
    "work1": "南港商事 9:00-17:00",
    "work2": "住之江運輸 8:30-17:30",
    "family": [
        {"name": "𠮷田 さくら", "birth_date": "1992-04-05", "relation": "母", "job": "南港商事"},
        {"name": "𠮷田 健", "birth_date": "1990-12-01", "relation": "父", "job": "住之江運輸"},
    ],
    "single": False,
    "seiho": False,
    "disability": False,
    "consent": True,
}
