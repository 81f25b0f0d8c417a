"""What a page with a board says of itself over its socket."""

import re
from dataclasses import dataclass
from typing import Any

#: A page names itself by random digits.
PAGE_ID = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True)
class PageAsks:
    """What a page with a board says of itself."""

    office: str
    area: str | None
    display: str | None
    page: str | None
    wants_word: bool
    said: int

    @classmethod
    def of(cls, wanted: dict[str, Any]) -> "PageAsks":
        """Read what came over the socket; nothing in it is trusted."""
        area, display, page = wanted.get("area"), wanted.get("display"), wanted.get("page")
        said = wanted.get("said")
        return cls(
            office=str(wanted.get("office", "")),
            area=None if area is None else str(area),
            display=None if display is None else str(display),
            page=page if isinstance(page, str) and PAGE_ID.fullmatch(page) else None,
            wants_word=wanted.get("wants_word") is True,
            said=said if isinstance(said, int) and 0 <= said < 2**62 else 0,
        )
