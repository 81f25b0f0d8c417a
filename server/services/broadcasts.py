"""A text that staff put on the displays for a while, 案内文: it ends by itself.

It is free text, so the log tells only that there was one, for which area and how long.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Broadcast
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services import catalogue

#: What fits on one line of a board, and on two of a small one.
MOST_SIGNS = 60
MINUTES = (10, 30, 60, 180, 600)
#: Ready texts, in seven languages in `phrases.yaml`, and for how long each usually stays.
PRESETS = {"room_full": 30, "evacuate": 180, "system_trouble": 60, "closing_soon": 30}


def begin(
    work: Work,
    text: str,
    area: str | None,
    minutes: int,
    *,
    preset: str | None = None,
    displays: Sequence[str] = (),
) -> Broadcast:
    """Show *text* on the displays of an area (None: of the office) for so many *minutes*.

    Args:
        preset: one of `PRESETS` in place of *text*; displays say it in all their languages.
        displays: show it on these alone.

    Raises:
        Misfit: no text, too long a text, another number of minutes than is offered.
        NotFound: ``unknown_area``, ``unknown_display``.

    """
    if preset is not None:
        text = catalogue.display_words(work.session)[preset]["ja"]
    line = " ".join(text.split())
    _require_fits(line, minutes)
    if area is not None:
        work.floor.area(area)
    for code in displays:
        work.floor.display(code)
    row = Broadcast(
        office=work.office,
        area=area,
        text=line,
        preset=preset,
        displays=list(displays),
        shown_from=work.now,
        shown_until=work.now + timedelta(minutes=minutes),
        staff=work.actor,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, Kind.BROADCAST_BEGUN, row, minutes=minutes)
    return row


def end(work: Work, broadcast_id: str) -> None:
    """Take a text off the displays before its time.

    Raises:
        NotFound: ``unknown_broadcast``.

    """
    row = work.session.get(Broadcast, row_id(broadcast_id))
    if row is None or row.office != work.office:
        raise NotFound("unknown_broadcast", "この案内文はありません。")
    if row.shown_until > work.now:
        row.shown_until = work.now
        _tell(work, Kind.BROADCAST_ENDED, row)


def shown(look: Look, office: str, area: str | None) -> str | None:
    """Return the newest text that an area's displays show now.

    Which ones there are is looked up once for each event; when one ends, the clock says.
    """
    texts = look.kept(office, ("texts", area), lambda: _running(look, office, area))
    return next((text for text, until in texts if until > look.now), None)


def _running(look: Look, office: str, area: str | None) -> list[tuple[str, datetime]]:
    rows = _now(look.session, office, look.now)
    return [(row.text, row.shown_until) for row in rows if row.area in (None, area)]


def ready(look: Look) -> list[dict[str, Any]]:
    """Return the texts that are ready to be put up."""
    words = catalogue.display_words(look.session)
    return [
        {"preset": preset, "text": words[preset]["ja"], "minutes": minutes}
        for preset, minutes in PRESETS.items()
    ]


def listed(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the texts that are shown now, newest first."""
    return [
        {
            "broadcast": row.id,
            "text": row.text,
            "area": row.area,
            "preset": row.preset,
            "displays": row.displays,
            "from": iso(row.shown_from),
            "until": iso(row.shown_until),
        }
        for row in _now(look.session, office, look.now)
    ]


def _now(session: Session, office: str, now: datetime) -> list[Broadcast]:
    rows = select(Broadcast).where(Broadcast.office == office, Broadcast.shown_until > now)
    return list(session.scalars(rows.order_by(Broadcast.id.desc())))


def _tell(work: Work, kind: Kind, row: Broadcast, **detail: int) -> None:
    """Record it once for each area concerned, for a board hears only of its own."""
    areas = [row.area] if row.area else list(work.floor.areas)
    for area in areas:
        work.record(kind, area=area, detail={"broadcast": row.id, **detail})


def _require_fits(line: str, minutes: int) -> None:
    errors = []
    if not line:
        errors.append(FieldError("text", "missing", "案内文を入れてください。"))
    if len(line) > MOST_SIGNS:
        errors.append(
            FieldError("text", "too_long", f"案内文は{MOST_SIGNS}文字までにしてください。")
        )
    if minutes not in MINUTES:
        errors.append(FieldError("minutes", "choice", "出しておく時間を選んでください。"))
    if errors:
        raise Misfit(errors)
