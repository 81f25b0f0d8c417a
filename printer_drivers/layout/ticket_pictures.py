"""What is drawn on a ticket, not written: the number, figures, codes, an office's logo."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from printer_drivers.documents import TicketDocument
from printer_drivers.layout.dots import Dots
from printer_drivers.layout.figures import figure, number
from printer_drivers.layout.fonts import Fonts
from printer_drivers.layout.logo import logo
from printer_drivers.layout.qr import qr
from printer_drivers.layout.ticket import facts_of, language_of
from printer_drivers.layout.words import clock, words_of
from printer_drivers.profiles import Profile
from printer_drivers.token import in_fours

#: Lengths at 203 dpi, on the grid of two dots.
_MARGINS, _NUMBER_SIZE, _FIGURE_SIZE, _REISSUE_SIZE = 16, 79, 30, 18
#: What is left of the width for each of the two facts.
_FACT_ROOMS = (104, 144)
#: What people can type without looking twice; anything else is only in the QR code.
_TYPABLE = re.compile(r"[0-9A-Z]{8,40}")


def head_pictures(ticket: TicketDocument, profile: Profile, fonts: Fonts) -> dict[str, Any]:
    """Return what a printer of *profile* draws around the number, by name."""
    language = language_of(ticket)
    drawn = _Figures(profile, fonts, language)
    mark = logo(ticket.logo, profile) if ticket.logo else None
    again = drawn.reissue(ticket.reissue, words_of(language)) if ticket.reissue else None
    return {
        "number": vars(drawn.number(ticket.label)),
        "reissue": vars(again) if again else None,
        "logo": vars(mark) if mark else None,
    }


def body_pictures(ticket: TicketDocument, profile: Profile, fonts: Fonts) -> dict[str, Any]:
    """Return what a printer of *profile* draws below, by name."""
    language = language_of(ticket)
    words = words_of(language)
    drawn = _Figures(profile, fonts, language)
    facts = [figures for _, figures in facts_of(ticket, words)]
    rooms = _FACT_ROOMS if len(facts) == len(_FACT_ROOMS) else (sum(_FACT_ROOMS),)
    return {
        "facts": [vars(drawn.figure(*fact, room)) for fact, room in zip(facts, rooms, strict=True)],
        "order_time": vars(drawn.figure(clock(ticket.order_time), "", _FACT_ROOMS[1])),
        "qr": vars(qr(ticket.visit_url)) if ticket.visit_url else None,
    }


def typed_code(ticket: TicketDocument) -> str:
    """Return the code of the ticket's link as it may be typed; empty if only a QR code can be."""
    code = urlsplit(ticket.visit_url or "").fragment
    return in_fours(code) if _TYPABLE.fullmatch(code) else ""


@dataclass
class _Figures:
    """Draws what lies on the grid of two dots, for one printer and language."""

    profile: Profile
    fonts: Fonts
    language: str

    def number(self, label: str) -> Dots:
        room = self.profile.width_dots // 2 - self._scaled(_MARGINS)
        return number(label, room=room, most=self._scaled(_NUMBER_SIZE))

    def figure(self, value: str, unit: str, room: int) -> Dots:
        # 58 mm printers have the facts one below the other
        room = min(self._scaled(room), self.profile.width_dots // 2 - self._scaled(_MARGINS))
        return figure(
            value, unit, self.fonts, self.language, room=room, size=self._scaled(_FIGURE_SIZE)
        )

    def reissue(self, times: int, words: Mapping[str, str]) -> Dots:
        """Return the mark of a second paper, in Japanese first."""
        count = f"{times}回目" if self.language in ("ja", "easy_ja") else f"×{times}"
        text = " ".join(filter(None, ("再発行", words["reissue"], count)))
        room = self.profile.width_dots // 2 - 2 * self._scaled(_MARGINS)
        size = self._scaled(_REISSUE_SIZE)
        return figure(text, "", self.fonts, self.language, room=room, size=size)

    def _scaled(self, length: int) -> int:
        return round(length * self.profile.dpi / 203)
