"""Tickets of every kind in every language, as the office writes them."""

from collections.abc import Mapping
from typing import Any

from printer_drivers.documents import TicketDocument, Wait
from tests.printer_drivers.papers import a_ticket, at

#: Office, service and place in each language.
OFFICES: Mapping[str, tuple[str, str, str]] = {
    "ja": ("住之江区役所", "保育の申込み・面接", "1階 10・11番窓口の前"),
    "easy_ja": (
        "住之江区役所(すみのえくやくしょ)",
        "保育園(ほいくえん)の 申込(もうしこ)み",
        "1階(かい) 10・11番(ばん)窓口(まどぐち)の 前(まえ)",
    ),
    "en": (
        "Suminoe Ward Office",
        "Nursery application and interview",
        "1F, in front of counters 10 and 11",
    ),
    "zh_hans": ("住之江区政府", "保育申请・面谈", "1层 10、11号窗口前"),
    "zh_hant": ("住之江區公所", "托育申請・面談", "1樓 10、11號窗口前"),
    "ko": ("스미노에구청", "보육 신청・면담", "1층 10·11번 창구 앞"),
    "vi": ("Ủy ban quận Suminoe", "Đăng ký nhà trẻ - phỏng vấn", "Tầng 1, trước các quầy 10 và 11"),
}
_BRING = (
    "保育利用申込書（いっしょに出た紙・署名する）",
    "就労証明書（保護者 全員分）",
    "本人確認書類(マイナンバーカード・運転免許証・パスポート・在留カードなど。顔写真のないものは2点)",
    "マイナンバーがわかるもの",
)
_BRING_EN = (
    "Application for nursery use (printed with this ticket, to be signed)",
    "Certificate of employment (each guardian)",
    "Identity document of the visitor (one with photo, or two without)",
    "My Number document",
)


def _bring(language: str) -> tuple[str, ...]:
    return _BRING if language in ("ja", "easy_ja", "zh_hans", "zh_hant") else _BRING_EN


def _reserved(language: str) -> dict[str, Any]:
    return {
        "reserved_for": at(10, 45),
        "order_time": at(10, 15),
        "visit_class": "reserved",
        "head_start_min": 30,
        "bring": _bring(language),
    }


#: What is different, by language, on a ticket of each kind.
KINDS: Mapping[str, Any] = {
    "walk_in": lambda language: {},
    "next": lambda language: {"ahead": 0, "wait": Wait(state="soon")},
    "priority": lambda language: {
        "visit_class": "priority",
        "head_start_min": 30,
        "order_time": at(10, 8),
    },
    "reserved": _reserved,
    "offline": lambda language: {
        "offline": True,
        "ahead": None,
        "wait": Wait(state="unknown"),
        "visit_url": None,
    },
    "many_things": lambda language: _reserved(language) | {"bring": _bring(language) * 3},
    "everything": lambda language: _reserved(language) | {"reissue": 2, "unprintable": True},
}


def ticket_of(kind: str, language: str) -> TicketDocument:
    """Return a ticket of one of `KINDS` in one of the seven languages."""
    office, service, where = OFFICES[language]
    plain = {
        "language": language,
        "office": office,
        "service": service,
        "service_ja": OFFICES["ja"][1],
        "where": where,
    }
    return a_ticket(**(plain | KINDS[kind](language)))
