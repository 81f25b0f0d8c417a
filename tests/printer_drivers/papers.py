"""Papers and pictures to print; tests say only what matters to them."""

import random
from datetime import date, datetime, timedelta, timezone
from typing import Any

import zxingcpp
from PIL import Image

from printer_drivers.documents import (
    BoxesRow,
    CheckRow,
    CoverDocument,
    FieldRow,
    FormDocument,
    FormSection,
    SheetDocument,
    SignatureRow,
    TableRow,
    TicketDocument,
    Wait,
)

JAPAN = timezone(timedelta(hours=9))
TOKEN = "WQ17A3F9K2Z8M4PR6T0J"
URL = "http://192.168.10.20:8000/turn#ABCDEFGHJKMNPQRSTVWXYZ2345672345"


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=JAPAN)


def a_ticket(**changes: Any) -> TicketDocument:
    plain: dict[str, Any] = {
        "title": "番号札",
        "office": "住之江区役所",
        "label": "A130",
        "service": "住所の変更・証明書",
        "service_ja": "住所の変更・証明書",
        "issued_at": at(10, 38),
        "order_time": at(10, 38),
        "visit_class": "walk_in",
        "where": "1階 1〜4番窓口の前",
        "ahead": 12,
        "wait": Wait(from_=20, to=35, state="estimate"),
        "visit_url": URL,
    }
    return TicketDocument(**(plain | changes))


def a_form(name: str = "髙橋　美咲", **changes: Any) -> FormDocument:
    rows = (
        FieldRow(label="氏名", value=name, furigana="タカハシ　ミサキ", is_name=True),
        FieldRow(label="住所", value="〒559-0000\n大阪市住之江区見本町一丁目2番3-405号"),
        BoxesRow(label="個人番号", count=12, note="窓口で、ご本人がお書きください"),
        TableRow(columns=("順位", "施設名"), lines=(("1", "みほん保育園"), ("2", "見本町園"))),
        CheckRow(label="施設へ伝えることに同意します。", checked=True),
        SignatureRow(label="署名（ご本人がお書きください）"),
    )
    plain: dict[str, Any] = {
        "form": "hoiku_riyou_moushikomi",
        "title": "保育利用申込書（教育・保育給付認定申請書を兼ねる）",
        "office": "住之江区役所",
        "addressee": "大阪市 住之江区長 様",
        "date": date(2026, 11, 24),
        "label": "F024",
        "token": TOKEN,
        "sections": (FormSection(title="保護者", rows=rows),),
    }
    return FormDocument(**(plain | changes))


def a_sheet(**changes: Any) -> SheetDocument:
    plain: dict[str, Any] = {
        "office": "住之江区役所",
        "service": "保育の申込み・面接",
        "token": TOKEN,
        "start": at(14, 0),
        "minutes": 40,
        "where": "1階 10・11番窓口",
        "bring": ("本人確認書類",),
    }
    return SheetDocument(**(plain | changes))


def a_cover(**changes: Any) -> CoverDocument:
    plain: dict[str, Any] = {
        "office": "住之江区役所",
        "section": "窓口サービス課（保険年金）",
        "postal_code": "559-0000",
        "address": "大阪市住之江区見本町一丁目2番3号",
        "procedure": "国民健康保険に入る・やめる",
        "token": TOKEN,
        "at": at(10, 38),
        "enclosures": ("届出書（このシートといっしょに印刷される紙）", "本人確認書類の写し"),
    }
    return CoverDocument(**(plain | changes))


def dots_at_random(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a 1-bit picture with text-like gaps: runs of blank rows and ragged lines."""
    chance = random.Random(seed)  # noqa: S311 - a picture, no secret
    rows = []
    while len(rows) < height:
        ink = chance.randbytes(chance.randint(1, width // 8)) if chance.random() < 0.6 else b""
        rows += [ink.ljust(width // 8, b"\0")] * chance.randint(1, 40)
    data = bytes(value ^ 0xFF for row in rows[:height] for value in row)
    return Image.frombytes("1", (width, height), data)


def read_codes(image: Image.Image) -> list[str]:
    """Return what an independent reader finds on a paper."""
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]
