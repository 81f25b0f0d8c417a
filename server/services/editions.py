"""The catalogue as an office changes it: a draft, a second person's approval, a numbered version.

A ward publishes over the city's standard, the city over the pack. Every version stays; going
back publishes an earlier one once more, or withdraws the layer so that the one below speaks.
"""

from collections.abc import Mapping
from typing import Any

from config.schema.entries import ENTRIES, AnyEntry, EntryKind
from server.db import published
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import Catalogue, CatalogueDraft
from server.db.published import CITY
from server.db.types import row_id
from server.domain import editions
from server.domain.editions import EditionState, EditionStep
from server.domain.refusals import NotFound, Refused
from server.services import catalogue, edition_versions
from server.services.edition_checks import blocking
from server.services.edition_documents import document_of, parsed
from server.services.edition_edits import Document
from server.services.notes import checked_note

#: How many changes can be undone.
UNDOABLE = 30


def begin(work: Work, kind: EntryKind, code: str, layer: str) -> CatalogueDraft:
    """Return the draft of an entry that is worked on in *layer*, a new one if there is none.

    Args:
        layer: the office's own code, or ``city`` for all wards.

    Raises:
        NotFound: ``unknown_procedure``, ``unknown_form``, ``unknown_question``.

    """
    _require_own(layer, work.office)
    known = edition_versions.open_draft(work.session, layer, kind, code)
    if known is not None:
        return known
    below = "" if layer == CITY else layer
    entry = catalogue.entry(work.session, below, kind, code)
    base = catalogue.entry_version(work.session, below, kind, code)
    return opened(work, kind, code, layer, document_of(entry), base)


def opened(
    work: Work, kind: EntryKind, code: str, layer: str, document: Document, base: int
) -> CatalogueDraft:
    """Return a new draft that says *document*.

    Args:
        base: the version that it is to replace; 0 where there is none.

    """
    _require_own(layer, work.office)
    draft = CatalogueDraft(
        office=layer, kind=kind, code=code, state=EditionState.DRAFT, revision=1,
        document=document, before=[], base=base, takes_out=False, editors=[], note="",
        changed_at=work.now,
    )  # fmt: skip
    work.session.add(draft)
    work.session.flush()
    _record(work, draft, "begin")
    return draft


def of(look: Look | Work, office: str, draft: str) -> CatalogueDraft:
    """Return a draft of *office* or of the city, or refuse with ``unknown_draft``."""
    row = look.session.get(CatalogueDraft, row_id(draft))
    if row is None or row.office not in (CITY, office):
        raise NotFound("unknown_draft", "この案はありません。")
    return row


def entry_of(draft: CatalogueDraft) -> AnyEntry:
    """Return what a draft says."""
    for kind, shape in ENTRIES.items():
        if kind == draft.kind:
            return shape.model_validate(draft.document)
    raise LookupError(draft.kind)


def change(work: Work, draft: str, revision: int, document: Mapping[str, Any]) -> CatalogueDraft:
    """Let a draft say *document*; an approval it had is gone.

    Raises:
        Misfit: every misfit with its place; the draft stays as it was.
        Refused: ``changed_meanwhile``.

    """
    row = current(work, draft, revision)
    entry = parsed(_kind(row), row.code, document)
    new = document_of(entry)
    if new == row.document:
        return row
    row.before = [*row.before, row.document][-UNDOABLE:]
    row.document = new
    step(work, row, EditionStep.EDIT)
    return row


def take_out(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Let a draft say that nobody shall be offered the entry any more.

    Raises:
        Refused: ``never_published``, where there is nothing to take out.

    """
    row = current(work, draft, revision)
    if not row.base:
        raise Refused("never_published", "まだ公開していません。「案をやめる」でやめられます。")
    row.takes_out = True
    step(work, row, EditionStep.EDIT)
    return row


def keep(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Let a draft offer the entry, with what it says."""
    row = current(work, draft, revision)
    row.takes_out = False
    step(work, row, EditionStep.EDIT)
    return row


def rebase(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Let a draft stand over what was published since it began; it is approved anew."""
    row = current(work, draft, revision)
    row.base = catalogue.entry_version(work.session, _below(row), row.kind, row.code)
    step(work, row, EditionStep.EDIT)
    return row


def is_overtaken(look: Look | Work, row: CatalogueDraft) -> bool:
    """Tell whether something else was published since the draft began."""
    now = catalogue.entry_version(look.session, _below(row), row.kind, row.code)
    return row.base != now


def undo(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Take the last change back, or refuse with ``nothing_to_undo``."""
    row = current(work, draft, revision)
    if not row.before:
        raise Refused("nothing_to_undo", "取り消す変更はありません。")
    row.document, row.before = row.before[-1], row.before[:-1]
    step(work, row, EditionStep.EDIT)
    return row


def ask(work: Work, draft: str, revision: int, note: str = "") -> CatalogueDraft:
    """Ask a second person to approve.

    Raises:
        Refused: ``unchanged`` where it says what is in force; ``not_ready`` with what the
            self-check found.

    """
    row = current(work, draft, revision)
    if _says_what_is_in_force(work, row):
        raise Refused("unchanged", "いまの内容と同じです。変更してから承認を頼んでください。")
    _require_ready(work, row)
    row.note = checked_note(note) or ""
    step(work, row, EditionStep.ASK)
    return row


def approve(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Approve what somebody else wrote, or refuse with ``own_draft``."""
    row = current(work, draft, revision)
    if work.actor is None or work.actor in row.editors:
        raise Refused("own_draft", "自分が変更した案は承認できません。ほかの人に頼んでください。")
    _require_ready(work, row)
    step(work, row, EditionStep.APPROVE)
    row.approved_by, row.approved_at = work.actor, work.now
    return row


def send_back(work: Work, draft: str, revision: int, note: str = "") -> CatalogueDraft:
    """Give a draft back to its writers, with what is to be mended."""
    row = current(work, draft, revision)
    row.note = checked_note(note) or row.note
    step(work, row, EditionStep.SEND_BACK)
    return row


def discard(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Stop working on a draft. It stays in the archive."""
    row = current(work, draft, revision)
    step(work, row, EditionStep.DISCARD)
    return row


def publish(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Put an approved draft in force for everybody, as the next version of its layer.

    Raises:
        Refused: ``step_not_allowed`` before it is approved; ``base_changed`` if something
            else was published since the draft began; ``not_ready``.

    """
    row = current(work, draft, revision)
    state = editions.after(row.state, EditionStep.PUBLISH)
    if is_overtaken(work, row):
        raise Refused(
            "base_changed",
            "案を作ったあとに、元の内容が変わりました。違いを確かめて、承認をもう一度頼んでください。",
        )
    _require_ready(work, row)
    row.state, row.version = (
        state,
        edition_versions.newest(work.session, row.office, row.kind, row.code) + 1,
    )
    row.published_by, row.published_at = work.actor, work.now
    _put(
        work, row.office, row.kind, row.code, row.version, row.document, None,
        taken_out=row.takes_out,
    )  # fmt: skip
    return row


def bring_back(work: Work, kind: EntryKind, code: str, layer: str, version: int) -> int:
    """Publish *version* of a layer once more and return its new number; 0 withdraws the layer.

    What no layer below knows is taken out instead, for somebody may have it booked.

    Raises:
        NotFound: ``unknown_version``.
        Refused: ``unchanged`` where it is in force already.

    """
    _require_own(layer, work.office)
    now = edition_versions.row_of(
        work.session, layer, kind, code, edition_versions.newest(work.session, layer, kind, code)
    )
    wanted = edition_versions.row_of(work.session, layer, kind, code, version)
    if now is None or (wanted is None and version != 0):
        raise NotFound("unknown_version", f"{version}版はありません。")
    withdrawn = wanted is None or wanted.withdrawn
    document = now.document if wanted is None else wanted.document
    taken_out = wanted is not None and wanted.taken_out
    if withdrawn and not edition_versions.is_below(work.session, layer, kind, code):
        withdrawn, taken_out = False, True
    if _is_same(now, document, withdrawn=withdrawn, taken_out=taken_out):
        raise Refused("unchanged", "いまの内容と同じです。")
    came_from = edition_versions.draft_of(work.session, now)
    if came_from is not None and came_from.state == EditionState.PUBLISHED:
        came_from.state = editions.after(came_from.state, EditionStep.ROLL_BACK)
    number = now.version + 1
    work.session.add(
        CatalogueDraft(
            office=layer, kind=kind, code=code, state=EditionState.PUBLISHED, revision=1,
            document=document, before=[], base=now.id, editors=[], changed_at=work.now,
            version=number, published_by=work.actor, published_at=work.now, brings_back=version,
        )
    )  # fmt: skip
    _put(
        work, layer, kind, code, number, document, version,
        withdrawn=withdrawn, taken_out=taken_out,
    )  # fmt: skip
    return number


def _is_same(now: Catalogue, document: Document, *, withdrawn: bool, taken_out: bool) -> bool:
    if (withdrawn, taken_out) != (now.withdrawn, now.taken_out):
        return False
    return withdrawn or taken_out or document == now.document


def _put(
    work: Work, layer: str, kind: str, code: str, version: int, document: dict[str, Any],
    brings_back: int | None, *, withdrawn: bool = False, taken_out: bool = False,
) -> None:  # fmt: skip
    work.session.add(
        Catalogue(
            kind=kind, code=code, office=layer, version=version, document=document,
            withdrawn=withdrawn, taken_out=taken_out,
        )
    )  # fmt: skip
    published.count_up(work.session)
    facts = {"kind": kind, "code": code, "layer": layer, "version": version}
    work.record(Kind.CATALOGUE_PUBLISHED, detail={**facts, "brings_back": brings_back})


def current(work: Work, draft: str, revision: int) -> CatalogueDraft:
    """Return a draft as it was seen, or refuse with ``changed_meanwhile``."""
    row = of(work, work.office, draft)
    if row.revision != revision:
        raise Refused(
            "changed_meanwhile",
            "ほかの人が先に変更しました。画面を読みなおして、もう一度変更してください。",
        )
    return row


def step(work: Work, row: CatalogueDraft, taken: EditionStep) -> None:
    """Take a step with a draft, and write it down."""
    row.state = editions.after(row.state, taken)
    row.revision += 1
    row.changed_at = work.now
    if taken is not EditionStep.SCHEDULE:
        row.publish_on = row.published_by = None
    if taken is EditionStep.EDIT:
        row.approved_by = row.approved_at = None
        if work.actor is not None and work.actor not in row.editors:
            row.editors = [*row.editors, work.actor]
    _record(work, row, taken)


def _record(work: Work, row: CatalogueDraft, step: str) -> None:
    facts = {"kind": row.kind, "code": row.code, "layer": row.office, "draft": row.id}
    work.record(Kind.CATALOGUE_DRAFTED, detail={**facts, "step": step})


def _require_ready(work: Work, row: CatalogueDraft) -> None:
    found = blocking(work.session, _below(row), work.floor, entry_of(row), goes=row.takes_out)
    if found:
        places = [{"field": one.field, "message": one.message} for one in found]
        raise Refused(
            "not_ready", f"自己点検で直すところが{len(found)}件あります。", findings=places
        )


def _require_own(layer: str, office: str) -> None:
    if layer not in (CITY, office):
        raise NotFound("unknown_layer", "ほかの区の内容は変えられません。")


def _below(row: CatalogueDraft) -> str:
    """Return the office whose catalogue the draft changes; "" for the whole city."""
    return "" if row.office == CITY else row.office


def _says_what_is_in_force(work: Work, row: CatalogueDraft) -> bool:
    """Tell whether publishing a draft would change nothing for anybody."""
    if not row.base:
        return False
    below = _below(row)
    is_out = catalogue.is_taken_out(work.session, below, row.kind, row.code)
    if row.takes_out or is_out:
        return row.takes_out and is_out
    return row.document == document_of(catalogue.entry(work.session, below, _kind(row), row.code))


def _kind(row: CatalogueDraft) -> EntryKind:
    return next(kind for kind in ENTRIES if kind == row.kind)
