"""What the office does with an application: mend, ask, accept; and the applicant's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from config.schema.forms import Column, Form
from config.schema.shapes import Language, Words
from printer_drivers.sealing import reseal
from server.db.city import Look, Work
from server.db.ledger import Kind, canonical
from server.db.models import PreApplication, Reservation
from server.db.types import row_id
from server.domain import review
from server.domain.attachments import code_at
from server.domain.checkin import ReservationState
from server.domain.refusals import FieldError, Misfit, NotFound, Refused
from server.domain.review import ReviewStep
from server.services import (
    attachments,
    catalogue,
    checklists,
    letters,
    pre_applications,
    review_history,
)
from server.services.notes import checked_note
from server.services.paper_values import shown
from server.services.paperwork import checked, names_of
from server.services.tongues import speaking

#: Ready reasons for a change by staff.
REASONS = ("map", "spelling", "phone", "other")
LONGEST_MESSAGE = 200


def of_office(look: Look | Work, office: str, application: str) -> PreApplication:
    """Return an application of *office*, or refuse with ``unknown_application``."""
    row = look.session.get(PreApplication, row_id(application))
    if row is None or row.office != office:
        raise NotFound("unknown_application", "この事前申請はありません。保存の期限が過ぎました。")
    return row


def correct(
    work: Work, application: str, version: int, form: str, path: str, answer: Any, reason: str
) -> None:
    """Mend one answer for the applicant, with the reason in the history.

    Args:
        version: of the application as it was on the screen.
        path: ``key`` or ``table.row.column``.

    Raises:
        Refused: ``changed_meanwhile``, ``applicants_own`` for what only the applicant knows.
        Misfit: the answer does not fit, at ``answer``; ``unknown_reason``.

    """
    applied = current(work, application, version)
    content = content_of(work, applied)
    asked = catalogue.filled_form(work.session, work.office, content, form)
    column = column_at(asked, path)
    if not review.is_for_staff(column.key, column.type, applied.channel):
        raise Refused(
            "applicants_own", f"「{column.label.ja}」は職員が直せません。本人に依頼してください。"
        )
    if reason not in REASONS:
        raise Misfit([FieldError("reason", "unknown_reason", "直した理由を選んでください。")])
    changes = _replace(work, content, {form: {path: answer}})
    _keep(work, applied, content, changes)
    take(work, applied, ReviewStep.CORRECT, changes=changes, reason=reason)


def ask(work: Work, application: str, version: int, fields: Sequence[str], message: str) -> None:
    """Ask the applicant to mend answers, by the link they have; a mail tells where there is one.

    Args:
        fields: ``form:path`` of each.

    """
    applied = current(work, application, version)
    content = content_of(work, applied)
    wanted = [_asked(work, content, one) for one in fields]
    text = _message(message)
    if not wanted and not text:
        text = "直してほしい項目を選ぶか、伝えることを書いてください。"
        raise Misfit([FieldError("fields", "missing", text)])
    take(work, applied, ReviewStep.ASK, fields=wanted, message=text)
    _mail(work, applied)


def hold(work: Work, application: str, version: int, message: str) -> None:
    """Put the application aside, with the reason for colleagues."""
    _plain(work, application, version, ReviewStep.HOLD, _message(message))


def reopen(work: Work, application: str, version: int) -> None:
    """Take a decision back."""
    _plain(work, application, version, ReviewStep.REOPEN)


def asked_of(look: Look | Work, applied: PreApplication) -> tuple[str, list[dict[str, str]]]:
    """Return the office's message and the fields it asks for; nothing once they are answered."""
    if applied.state != review.ReviewState.ASKED:
        return "", []
    row = review_history.newest(look.session, applied, ReviewStep.ASK)
    if row is None:
        return "", []
    content = review_history.content_of(look, applied, row)
    return content.get("message", ""), content.get("fields", [])


def answer(work: Work, token: str, answers: Mapping[str, Mapping[str, Any]]) -> PreApplication:
    """Take what the applicant mends: exactly what was asked for, form by form and by path.

    Raises:
        Refused: ``step_not_allowed`` when nothing is asked.
        Misfit: every misfit at once, at ``answers.FORM.PATH``.

    """
    applied = pre_applications.find(work.session, token)
    if applied is None or applied.office != work.office:
        raise pre_applications.unknown_token()
    review.after(applied.state, ReviewStep.ANSWER)
    _, fields = asked_of(work, applied)
    wanted = {(one["form"], one["path"]) for one in fields}
    given = {(form, path) for form, values in answers.items() for path in values}
    if given - wanted:
        message = "区役所からお願いした項目だけを直せます。"
        errors = [FieldError(f"answers.{a}.{b}", "not_asked", message) for a, b in given - wanted]
        raise Misfit(errors)
    if errors := list(attachments.not_sent(work.session, applied, wanted)):
        raise Misfit(errors)
    content = pre_applications.opened(applied, token)
    changes = _replace(work, content, answers)
    _keep(work, applied, content, changes)
    take(work, applied, ReviewStep.ANSWER, by_staff=False, changes=changes)
    return applied


def column_at(form: Form, path: str) -> Column:
    """Return the question behind a path, or refuse with ``unknown_field``."""
    key, _, rest = path.partition(".")
    try:
        field = form.field(key)
    except KeyError:
        field = None
    if field is not None and not rest:
        return field
    column = rest.partition(".")[2]
    found = next((one for one in field.columns if one.key == column), None) if field else None
    if found is None:
        raise NotFound("unknown_field", "この項目は、この様式にありません。")
    return found


def _replace(
    work: Work, content: dict[str, Any], answers: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, str]]:
    """Put *answers* into *content*, checked form by form, and return what changed."""
    errors: list[FieldError] = []
    changes: list[dict[str, str]] = []
    names = names_of(work.floor)
    for code, given in answers.items():
        form = catalogue.filled_form(work.session, work.office, content, code)
        before = content["forms"].get(code, {})
        values: Mapping[str, Any] = before
        for path, one in given.items():
            column_at(form, path)
            values = review.with_answer(values, path, one)
        try:
            kept = checked(form, values, work.floor, work.now)
        except Misfit as misfit:
            errors += [
                FieldError(f"answers.{code}.{one.field}", one.code, one.message)
                for one in misfit.errors
            ]
            continue
        for path in given:
            column = column_at(form, path)
            old, new = (_told(column, review.answer_at(v, path), names) for v in (before, kept))
            changes.append(
                {"form": code, "path": path, "label": column.label.ja, "before": old, "after": new}
            )
        content["forms"][code] = kept
    if errors:
        raise Misfit(errors)
    return [one for one in changes if one["before"] != one["after"]]


def _told(column: Column, value: Any, names: Any) -> str:
    if column.type == "checkbox":
        return "はい" if value else "いいえ"
    return "" if value is None else shown(column, value, names)


def _asked(work: Work, content: Mapping[str, Any], field: str) -> dict[str, str]:
    code, _, path = field.partition(":")
    if code not in content["forms"]:
        raise NotFound("unknown_form", "この申請に、この様式はありません。")
    label = _label_at(catalogue.filled_form(work.session, work.office, content, code), path)
    return {"form": code, "path": path, "label": label.ja}


def _label_at(form: Form, path: str) -> Words:
    code = code_at(path)
    return (attachments.asked_by(form, code) if code else column_at(form, path)).label


def current(work: Work, application: str, version: int | None) -> PreApplication:
    """Return an application of this office in the *version* that somebody saw; None: any.

    Raises:
        Refused: ``changed_meanwhile``.

    """
    applied = of_office(work, work.office, application)
    if version is not None and applied.version != version:
        raise Refused(
            "changed_meanwhile", "ほかの人が先に直しました。新しい内容を確かめてください。"
        )
    return applied


def _plain(
    work: Work, application: str, version: int | None, step: ReviewStep, message: str = ""
) -> None:
    applied = current(work, application, version)
    take(work, applied, step, message=message)


def take(
    work: Work, applied: PreApplication, step: ReviewStep, *, by_staff: bool = True, **content: Any
) -> None:
    """Take a step of the review, with *content* in the history and its places in the log."""
    applied.state = review.after(applied.state, step)
    review_history.note(work, applied, step, by_staff=by_staff, **content)
    work.record(_KINDS.get(step, Kind.REVIEWED), detail=_detail(applied, step, content))


_KINDS = {
    ReviewStep.CORRECT: Kind.CORRECTED,
    ReviewStep.ANSWER: Kind.CORRECTED,
    ReviewStep.ASK: Kind.CORRECTION_ASKED,
}


def _detail(applied: PreApplication, step: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event's detail: which answers, never what stands in them."""
    places = [*content.get("changes", ()), *content.get("fields", ())]
    despite = content.get("despite")
    return {
        "pre_application": applied.id,
        "step": step,
        "state": applied.state,
        "fields": [f"{one['form']}:{one['path']}" for one in places],
        **({"despite_checks": despite} if despite else {}),
    }


def content_of(work: Work, applied: PreApplication) -> dict[str, Any]:
    """Return what is sealed in an application, for this office."""
    return pre_applications.opened_by_office(applied, work.secrets.office_key)


def _keep(
    work: Work,
    applied: PreApplication,
    content: Mapping[str, Any],
    changes: Sequence[Mapping[str, str]],
) -> None:
    before = applied.version
    package = pre_applications.package_of(applied)
    sealed = reseal(package, work.secrets.office_key, canonical(content).encode())
    applied.version, applied.ciphertext = sealed.version, sealed.ciphertext
    checklists.carry(work, applied, before, {one["form"] for one in changes})


def _message(text: str) -> str:
    note = checked_note(text) or ""
    if len(note) > LONGEST_MESSAGE:
        message = f"{LONGEST_MESSAGE}文字までで書いてください。"
        raise Misfit([FieldError("message", "too_long", message)])
    return note


def _mail(work: Work, applied: PreApplication) -> None:
    reservation = work.session.scalar(
        select(Reservation).where(
            Reservation.pre_application_id == applied.id,
            Reservation.state == ReservationState.CONFIRMED,
        )
    )
    if reservation is not None:
        letters.tell(work, "asked", reservation, None, f":{work.seq}")


@dataclass(frozen=True)
class AskedField:
    """An answer that the applicant is asked to mend, with what stands there now."""

    form: str
    path: str
    label: str
    type: str
    options: tuple[tuple[str, str], ...]
    value: Any


@dataclass(frozen=True)
class Request:
    """What the office asks of the holder of a code."""

    state: str
    message: str
    fields: tuple[AskedField, ...]


def request_to(look: Look, token: str, language: Language) -> Request | None:
    """Return how far the office is with what *token* opens, and what it asks for.

    None where nothing was filled in. Opened with the holder's own code.
    """
    applied = pre_applications.find(look.session, token)
    if applied is None:
        return None
    message, fields = asked_of(look, applied)
    content = pre_applications.opened(applied, token) if fields else {}
    tongue = speaking(look.session, language)
    wanted = []
    for one in fields:
        form = catalogue.filled_form(look.session, applied.office, content, one["form"])
        if code_at(one["path"]):
            asked = attachments.asked_by(form, code_at(one["path"]) or "")
            label, most = tongue.say(asked.label), asked.most
            wanted.append(AskedField(one["form"], one["path"], label, "attachment", (), most))
            continue
        column = column_at(form, one["path"])
        options = tuple((option.value, tongue.say(option.label)) for option in column.options)
        value = review.answer_at(content["forms"].get(one["form"], {}), one["path"])
        label = tongue.say(column.label)
        wanted.append(AskedField(one["form"], one["path"], label, column.type, options, value))
    return Request(applied.state, message, tuple(wanted))
