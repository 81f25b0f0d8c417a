"""A ticket as the data its template draws."""

import re
from typing import Any
from urllib.parse import urlsplit

from printer_drivers.documents import TicketDocument, Wait
from printer_drivers.layout.qr import qr
from printer_drivers.layout.words import clock, known_language, moment_in, words_of
from printer_drivers.token import in_fours

_LAST_ASIDE = re.compile(r"(?<=.)([（(][^（()）]*[)）])$")
#: Half-width letters beside a box of the list.
_LETTERS_A_LINE = 34
#: What people can type without looking twice; anything else is only in the QR code.
_TYPABLE = re.compile(r"[0-9A-Z]{8,40}")


def ticket_data(ticket: TicketDocument) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the language of *ticket*, its texts, and what is no text."""
    language = known_language(ticket.language)
    words = words_of(language)
    japanese = language in ("ja", "easy_ja")
    code = urlsplit(ticket.visit_url or "").fragment
    texts = {
        "office": ticket.office,
        "issued": moment_in(language, ticket.issued_at),
        "title": f"{ticket.title}　{ticket.service}" if language == "ja" else ticket.service,
        "service_ja": "" if language == "ja" else ticket.service_ja,
        "where": words["wait_at"].format(where=ticket.where),
        "first": _first_fact(ticket, language),
        "second": {"label": words["wait"]} | _wait(ticket.wait, language),
        "order_time": clock(ticket.order_time),
        "order": words["order"].format(aside=_aside(ticket, language)),
        "bring_head": words["bring"],
        "bring": [in_phrases(item) for item in ticket.bring],
        "turn": words["turn"],
        "scan": words["scan"],
        "end": words["end"],
        "other": words["other"],
        "reissue": f"再発行 {words['reissue']}".strip(),
        "reissue_count": f"{ticket.reissue}回目" if japanese else f"×{ticket.reissue}",
    }
    plain = {
        "label": ticket.label,
        "reissue": ticket.reissue,
        "qr": vars(qr(ticket.visit_url)) if ticket.visit_url else None,
        "code": in_fours(code) if _TYPABLE.fullmatch(code) else "",
    }
    return language, texts, plain


def in_phrases(item: str) -> str:
    r"""Return *item* with its last aside on a line of its own, if one line is too short for both.

    >>> in_phrases("保育利用申込書（いっしょに出た紙・署名する）")
    '保育利用申込書\n（いっしょに出た紙・署名する）'
    >>> in_phrases("就労証明書（保護者 全員分）")
    '就労証明書（保護者 全員分）'
    """
    width = sum(1 if char.isascii() else 2 for char in item)
    return _LAST_ASIDE.sub(r"\n\1", item) if width > _LETTERS_A_LINE else item


def _first_fact(ticket: TicketDocument, language: str) -> dict[str, str]:
    words = words_of(language)
    if ticket.reserved_for is not None:
        return {"label": words["reserved"]} | _figure(clock(ticket.reserved_for), "")
    return {"label": words["ahead"]} | _in_phrase(words["people"], str(ticket.ahead))


def _wait(wait: Wait, language: str) -> dict[str, str]:
    """Return an interval, never a single minute; words where there is no number."""
    words = words_of(language)
    if wait.state == "soon":
        return _figure("", words["soon"])
    if wait.state == "unknown" or wait.from_ is None or wait.to is None:
        return _figure("", words["unknown"])
    return _in_phrase(words["minutes"], words["span"].format(a=wait.from_, b=wait.to))


def _in_phrase(phrase: str, number: str) -> dict[str, str]:
    return _figure(number, phrase.removeprefix("{n}"))


def _figure(number: str, after: str) -> dict[str, str]:
    return {"number": number, "after": after}


def _aside(ticket: TicketDocument, language: str) -> str:
    """Return why the order time lies before the booking or the arrival, if it does."""
    if not ticket.head_start_min:
        return ""
    name = "before_reserved" if ticket.visit_class == "reserved" else "before_arrival"
    return words_of(language)[name].format(n=ticket.head_start_min)
