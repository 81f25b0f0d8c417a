"""What a ticket says, more or less of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from printer_drivers.documents import TicketDocument
from printer_drivers.layout.words import clock, known_language, moment_in, words_of

#: A large figure and the unit after it, or a word alone that stands for both.
Figures = tuple[str, str]

_LAST_ASIDE = re.compile(r"(?<=.)\s*([（(][^（()）]*[)）])$")
#: Languages that need no line in Japanese for staff.
_JAPANESE = ("ja", "easy_ja")
#: Half-width letters beside a box of the list.
_LETTERS_A_LINE = 36

#: The reading of a word in easy Japanese.
_READING = re.compile(r"\([ぁ-んー]+\)")


@dataclass(frozen=True)
class Fit:
    """How large a ticket's type is, and what it leaves unsaid, to stay light on its wire."""

    #: The size of the type at 203 dpi.
    body: int
    #: Sentences that are on the screens of the waiting room too, and the code to type.
    spare: bool = True
    #: What stands in brackets after a thing to bring.
    asides: bool = True
    #: More things to bring than this are told at the counter.
    things: int = 6
    #: How people are called.
    end: bool = True


#: From comfortable to dense; the first that is light enough is printed.
FITS = (
    Fit(26),
    Fit(24),
    Fit(23, spare=False),
    Fit(22, spare=False, asides=False),
    Fit(22, spare=False, asides=False, things=3),
    Fit(22, spare=False, asides=False, things=3, end=False),
    Fit(22, spare=False, asides=False, things=1, end=False),
    Fit(22, spare=False, asides=False, things=0, end=False),
)


def language_of(ticket: TicketDocument) -> str:
    """Return the language that a ticket's words are in."""
    return known_language(ticket.language)


def head_texts(ticket: TicketDocument) -> dict[str, Any]:
    """Return what a ticket says around its number."""
    language = language_of(ticket)
    return {
        "office": ticket.office,
        "issued": moment_in(language, ticket.issued_at),
        "title": f"{ticket.title}　{ticket.service}" if language == "ja" else ticket.service,
        "service_ja": "" if language == "ja" else ticket.service_ja,
        "wait_here": words_of(language)["wait_here"],
        "where": ticket.where,
    }


def body_texts(ticket: TicketDocument, fit: Fit) -> dict[str, Any]:
    """Return what a ticket says below."""
    language = language_of(ticket)
    words = words_of(language)
    return {
        "facts": [head for head, _ in facts_of(ticket, words)],
        "order_name": words["order_name"] + _aside(ticket, language),
        "order": words["order"],
        "bring_head": words["bring"],
        "bring": _things(ticket, words["more"], fit),
        "turn": words["turn"],
        "scan": words["scan"] if fit.spare else "",
        "end": words["end"] if fit.end else "",
        "other": words["other"] if fit.spare else "",
        "notes": _notes(ticket, language),
    }


def facts_of(ticket: TicketDocument, words: Mapping[str, str]) -> list[tuple[str, Figures]]:
    """Return the heads and figures of the booked time or those ahead, and of the wait.

    What nobody can say without the office is said once.
    """
    wait = words["wait"], _wait(ticket, words)
    if ticket.reserved_for is not None:
        return [(words["reserved"], (clock(ticket.reserved_for), "")), wait]
    if ticket.ahead is None:
        return [wait]
    return [(words["ahead"], _in_phrase(words["people"], str(ticket.ahead))), wait]


def letters_in(texts: Any) -> float:
    """Return how many half-width letters *texts* are, what is drawn small counted so."""
    match texts:
        case str():
            return _letters(texts) - 0.6 * sum(map(_letters, _READING.findall(texts)))
        case Mapping():
            return sum(map(letters_in, texts.values()))
        case list():
            return sum(map(letters_in, texts))
    return 0


def in_phrases(item: str) -> str:
    r"""Return *item* for a narrow list: its last aside on a line of its own if both are too long.

    An aside that does not fit on one line is left out; it was read at home.

    >>> in_phrases("保育利用申込書（いっしょに出た紙・署名する）")
    '保育利用申込書\n（いっしょに出た紙・署名する）'
    >>> in_phrases("就労証明書（保護者 全員分）")
    '就労証明書（保護者 全員分）'
    >>> in_phrases("本人確認書類(マイナンバーカード・運転免許証・パスポート・在留カードなど)")
    '本人確認書類'
    """
    if _letters(item) <= _LETTERS_A_LINE or not (aside := _LAST_ASIDE.search(item)):
        return item
    thing = item[: aside.start()]
    return f"{thing}\n{aside[1]}" if _letters(aside[1]) <= _LETTERS_A_LINE else thing


def _wait(ticket: TicketDocument, words: Mapping[str, str]) -> Figures:
    """Return an interval, never a single minute; words where there is no number."""
    wait = ticket.wait
    if wait.state == "soon":
        return "", words["soon"]
    if wait.state == "unknown" or wait.from_ is None or wait.to is None:
        return "", words["away" if ticket.offline else "unknown"]
    return _in_phrase(words["minutes"], words["span"].format(a=wait.from_, b=wait.to))


def _in_phrase(phrase: str, value: str) -> Figures:
    return value, phrase.removeprefix("{n}")


def _letters(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def _things(ticket: TicketDocument, more: str, fit: Fit) -> list[str]:
    if not fit.things:
        return []
    said = in_phrases if fit.asides else _alone
    things, left = ticket.bring[: fit.things], ticket.bring[fit.things :]
    rest = [more.format(n=len(left))] if left else []
    if len(left) == 1 and _letters(_alone(left[0])) <= _letters(rest[0]):
        rest = [_alone(left[0])]  # it takes no more room than to say that there is one more
    return [*map(said, things), *rest]


def _alone(item: str) -> str:
    return _LAST_ASIDE.sub("", item)


def _notes(ticket: TicketDocument, language: str) -> list[dict[str, str]]:
    """Return what is unusual about this paper, for the resident and in Japanese for staff."""
    unusual = {"offline": ticket.offline, "unprintable": ticket.unprintable}
    names = [name for name, is_so in unusual.items() if is_so]
    staff = words_of("ja")
    return [
        {
            "text": words_of(language)[name],
            "staff": "" if language in _JAPANESE else staff[name].split("。")[0],
        }
        for name in names
    ]


def _aside(ticket: TicketDocument, language: str) -> str:
    """Return why the order time lies before the booking or the arrival, if it does."""
    if not ticket.head_start_min:
        return ""
    name = "before_reserved" if ticket.visit_class == "reserved" else "before_arrival"
    return words_of(language)[name].format(n=ticket.head_start_min)
