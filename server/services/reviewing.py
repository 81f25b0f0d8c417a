"""The pre-application beside the visit: opened with the office's key, for who serves."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from printer_drivers.documents import BoxesRow, FieldRow, FormDocument, SignatureRow
from server.db import queries
from server.db.city import Look
from server.db.models import PreApplication, Stop
from server.db.types import row_id
from server.domain.refusals import NotFound
from server.services import catalogue, checklists, papers, pre_applications, review_history
from server.services.tongues import JAPANESE


def opened_for_counter(look: Look, office: str, stop_id: str) -> dict[str, Any]:
    """Return a stop's filled forms, what to check, what to bring and what was mended in them.

    What was told for the booking (topics, accommodations, a phone number) comes last and is
    ``only_read``.

    Raises:
        NotFound: ``unknown_stop``; ``no_forms`` for a visit without a pre-application.

    """
    visit = queries.visit_by_id(look.session, _stop(look, office, stop_id).visit_id)
    if visit.pre_application_id is None:
        raise NotFound("no_forms", "この方の事前申請はありません。")
    applied = look.session.get_one(PreApplication, visit.pre_application_id)
    content = pre_applications.opened_by_office(applied, look.secrets.office_key)
    floor = look.floor_of(office)
    told = papers.form_documents(
        look.session, floor, content, papers.day_of(visit), visit.label, even_unprinted=True
    )
    only_read = [
        code
        for code in content["forms"]
        if not papers.is_printed(catalogue.filled_form(look.session, office, content, code))
    ]
    forms = sorted(told, key=lambda form: form.form in only_read)
    return {
        "forms": [form.model_dump(mode="json") for form in forms],
        "only_read": only_read,
        "checks": [*_unticked(look, applied, content), *_checks(forms)],
        "bring": papers.bring_list(look.session, office, applied.procedures, JAPANESE),
        "corrections": [_told(one) for one in review_history.of(look, applied) if one.changes],
    }


def _told(entry: review_history.Entry) -> dict[str, Any]:
    """Return a mended answer; who has the application and its checks are no part of that."""
    return {name: told for name, told in asdict(entry).items() if name not in _NOT_MENDED}


_NOT_MENDED = ("person", "checks")


def _stop(look: Look, office: str, stop_id: str) -> Stop:
    stop = queries.stop_here(look.session, office, row_id(stop_id))
    if stop is None:
        raise NotFound("unknown_stop", "この番号はこの区役所にありません。")
    return stop


def _unticked(look: Look, applied: PreApplication, content: Mapping[str, Any]) -> list[str]:
    """Return the checks of the forms that nobody ticked off before the visit."""
    return [one.check.text_ja for one in checklists.open_of(look, applied, content)]


def _checks(forms: Iterable[FormDocument]) -> list[str]:
    """Return what can only be seen at the counter, each thing once."""
    names: dict[str, str] = {}
    by_hand: dict[str, None] = {}
    for row in (row for form in forms for section in form.sections for row in section.rows):
        match row:
            case FieldRow(is_name=True, value=name) if rare := rare_characters(name):
                names.setdefault(rare, name)
            case BoxesRow(label=label):
                by_hand[f"{label}は、ご本人に紙へ書いていただく"] = None
            case SignatureRow(label=label):
                by_hand[f"{label}をいただく"] = None
    compare = [f"「{rare}」（{name}）を本人確認書類の字と見比べる" for rare, name in names.items()]
    return compare + list(by_hand)


def rare_characters(name: str) -> str:
    """Return the characters that the office's older systems may not have (not JIS X 0208).

    >>> rare_characters("髙橋 翔太"), rare_characters("高橋 翔太")
    ('髙', '')
    """
    return "".join(sign for sign in name if not sign.isspace() and not _is_common(sign))


def _is_common(sign: str) -> bool:
    try:
        sign.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True
