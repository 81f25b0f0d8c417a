"""Who may do what with a draft, and doing it: the one door for pages and API."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from config.schema.entries import EntryKind
from server.db.city import Look, Work
from server.db.models import CatalogueDraft
from server.db.published import CITY
from server.domain.business_day import iso
from server.domain.refusals import NotFound, Refused
from server.services import edition_dates, edition_new, edition_versions, editions
from server.services.access import ADMINS, MANAGERS, require
from server.services.callers import Caller
from server.services.edition_checks import findings

#: A step by its name; each takes the draft's id, its revision, a note.
STEPS: Mapping[str, Callable[[Work, str, int, str], CatalogueDraft]] = {
    "undo": lambda work, draft, revision, _: editions.undo(work, draft, revision),
    "rebase": lambda work, draft, revision, _: editions.rebase(work, draft, revision),
    "take_out": lambda work, draft, revision, _: editions.take_out(work, draft, revision),
    "keep": lambda work, draft, revision, _: editions.keep(work, draft, revision),
    "ask": editions.ask,
    "send_back": editions.send_back,
    "approve": lambda work, draft, revision, _: editions.approve(work, draft, revision),
    "publish": lambda work, draft, revision, _: editions.publish(work, draft, revision),
    "discard": lambda work, draft, revision, _: editions.discard(work, draft, revision),
}
#: What a ward's manager may do with the city's draft too: be the second person.
FOR_SECOND_PERSON = frozenset({"approve", "send_back"})


def layer_of(scope: str, office: str) -> str:
    """Return the layer that *scope* means at *office*."""
    return CITY if scope == "city" else office


def begin(work: Work, who: Caller, kind: EntryKind, code: str, scope: str) -> CatalogueDraft:
    """Open the draft of an entry; the city's is for admins."""
    layer = layer_of(scope, work.office)
    _require(who, work.office, layer)
    return editions.begin(work, kind, code, layer)


def create(
    work: Work, who: Caller, kind: EntryKind, scope: str, values: Mapping[str, str]
) -> CatalogueDraft:
    """Begin the draft of a new entry, as `edition_new.create`; the city's is for admins."""
    layer = layer_of(scope, work.office)
    _require(who, work.office, layer)
    return edition_new.create(work, kind, layer, values)


def change(
    work: Work, who: Caller, draft: str, revision: int, document: Mapping[str, Any]
) -> CatalogueDraft:
    """Let a draft say *document*, as `editions.change`."""
    _require(who, work.office, editions.of(work, work.office, draft).office)
    return editions.change(work, draft, revision, document)


def take(
    work: Work, who: Caller, draft: str, revision: int, step: str, note: str = "",
    on: date | None = None,
) -> CatalogueDraft:  # fmt: skip
    """Take a step with a draft, or refuse with ``unknown_step``.

    Args:
        on: the day from which what is published shall be in force; None: now.

    """
    if step not in STEPS:
        raise NotFound("unknown_step", "この操作はありません。")
    row = editions.of(work, work.office, draft)
    _require(who, work.office, row.office, step)
    if step == "take_out" and row.kind == "letter":
        raise Refused("always_sent", "お知らせは、出すのをやめられません。文を変えてください。")
    if step == "publish" and on is not None:
        return edition_dates.schedule(work, draft, revision, on)
    return STEPS[step](work, draft, revision, note)


def bring_back(
    work: Work, who: Caller, kind: EntryKind, code: str, scope: str, version: int
) -> int:
    """Publish an earlier version once more, as `editions.bring_back`."""
    layer = layer_of(scope, work.office)
    _require(who, work.office, layer)
    return editions.bring_back(work, kind, code, layer, version)


def as_json(look: Look | Work, office: str, row: CatalogueDraft) -> dict[str, Any]:
    """Return a draft with what its self-check finds."""
    floor = look.floor if isinstance(look, Work) else look.floor_of(office)
    below = "" if row.office == CITY else office
    entry = editions.entry_of(row)
    found = findings(look.session, below, floor, entry, goes=row.takes_out)
    return {
        "draft": row.id,
        "kind": row.kind,
        "code": row.code,
        "scope": "city" if row.office == CITY else "office",
        "state": row.state,
        "revision": row.revision,
        "document": row.document,
        "takes_out": row.takes_out,
        "findings": [vars(one) for one in found],
        "publish_on": row.publish_on if row.version is None else None,
        "overtaken": row.version is None and editions.is_overtaken(look, row),
    }


def versions_as_json(
    look: Look, office: str, kind: str, code: str, scope: str
) -> list[dict[str, Any]]:
    """Return the versions of a layer's entry, newest first."""
    found = edition_versions.history(look.session, layer_of(scope, office), kind, code)
    return [vars(one) | {"at": iso(one.at) if one.at else None} for one in found]


def _require(who: Caller, office: str, layer: str, step: str = "") -> None:
    is_for_all = layer == CITY and step not in FOR_SECOND_PERSON
    require(who, office, ADMINS if is_for_all else MANAGERS)
