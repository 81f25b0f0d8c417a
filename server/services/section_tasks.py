"""Questions to several sections about one application: 要・不要・持ち物, as おくやみ needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from printer_drivers.sealing import decrypt, encrypt
from server.db.city import Look, Work
from server.db.ledger import Kind
from server.db.models import PreApplication, SectionAnswer, SectionTask
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services import catalogue, corrections, review_history
from server.services.notes import checked_note


@dataclass(frozen=True)
class Asked:
    """One section's part, as the screens show it."""

    section: str
    name: str
    #: What of the application concerns it.
    procedures: tuple[str, ...]
    answer: str
    note: str
    answered_at: datetime | None
    who: str | None


def concerned(look: Look | Work, applied: PreApplication) -> dict[str, list[str]]:
    """Return the sections that the application's procedures belong to, with their names."""
    found: dict[str, list[str]] = {}
    for code in applied.procedures:
        procedure = catalogue.procedure(look.session, applied.office, code)
        found.setdefault(procedure.section_role, []).append(procedure.name.ja)
    return found


def ask(work: Work, application: str, sections: Sequence[str]) -> None:
    """Ask sections whether they are concerned; who was asked already is not asked again.

    Raises:
        Misfit: ``unknown_section``; ``missing`` when none is chosen.

    """
    applied = corrections.of_office(work, work.office, application)
    known = {section.role for section in work.floor.setup.sections}
    if not sections or set(sections) - known:
        code = "unknown_section" if sections else "missing"
        raise Misfit([FieldError("sections", code, "聞く担当を選んでください。")])
    asked = {task.section for task in work.session.scalars(_of(applied))}
    for section in sections:
        if section not in asked:
            work.session.add(
                SectionTask(
                    office=work.office, pre_application_id=applied.id, section=section,
                    answer=SectionAnswer.OPEN, asked_at=work.now,
                )
            )  # fmt: skip
            _tell(work, applied, Kind.SECTION_ASKED, section)


def answer(work: Work, application: str, section: str, said: str, note: str) -> None:
    """Note what a section says; saying it again replaces it.

    Raises:
        NotFound: ``unknown_section`` for one that was not asked.
        Misfit: ``unknown_answer``; ``missing``: 持ち物 without saying which.

    """
    applied = corrections.of_office(work, work.office, application)
    task = work.session.scalar(_of(applied).where(SectionTask.section == section))
    if task is None:
        raise NotFound("unknown_section", "この担当には聞いていません。")
    if said not in list(SectionAnswer):
        raise Misfit(
            [FieldError("answer", "unknown_answer", "要・不要・持ち物から選んでください。")]
        )
    text = checked_note(note)
    if said == SectionAnswer.BRING and text is None:
        raise Misfit([FieldError("note", "missing", "何をお持ちいただくかを書いてください。")])
    is_open = said == SectionAnswer.OPEN
    task.answer, task.staff = said, work.actor
    task.answered_at = None if is_open else work.now
    key = work.secrets.office_key
    task.note = None if text is None else encrypt(key, text.encode(), _about(task))
    _tell(work, applied, Kind.SECTION_ANSWERED, section, said)


def of(look: Look | Work, applied: PreApplication, names: Mapping[str, str]) -> list[Asked]:
    """Return every section that was asked; *names* of sections by their role."""
    concerns = concerned(look, applied)
    rows = look.session.scalars(_of(applied).order_by(SectionTask.id)).all()
    people = review_history.names_of(look.session, {row.staff for row in rows if row.staff})
    return [
        Asked(
            section=row.section,
            name=names.get(row.section, row.section),
            procedures=tuple(concerns.get(row.section, ())),
            answer=row.answer,
            note=_opened(look, row),
            answered_at=row.answered_at,
            who=people.get(row.staff or ""),
        )
        for row in rows
    ]


def counts(look: Look, office: str) -> dict[int, tuple[int, int]]:
    """Return how many sections answered of how many asked, by application."""
    rows = look.session.execute(
        select(
            SectionTask.pre_application_id,
            func.count().filter(SectionTask.answer != SectionAnswer.OPEN),
            func.count(),
        )
        .where(SectionTask.office == office)
        .group_by(SectionTask.pre_application_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def to_bring(look: Look, applied: PreApplication) -> list[str]:
    """Return what sections want the resident to bring."""
    rows = look.session.scalars(_of(applied).where(SectionTask.answer == SectionAnswer.BRING))
    return [_opened(look, row) for row in rows]


def _of(applied: PreApplication) -> Select[SectionTask]:
    return select(SectionTask).where(SectionTask.pre_application_id == applied.id)


def _opened(look: Look | Work, row: SectionTask) -> str:
    if row.note is None:
        return ""
    return decrypt(look.secrets.office_key, row.note, _about(row)).decode()


def _about(row: SectionTask) -> str:
    return f"section:{row.pre_application_id}:{row.section}"


def _tell(
    work: Work, applied: PreApplication, kind: Kind, section: str, said: str | None = None
) -> None:
    work.record(kind, detail={"pre_application": applied.id, "section": section, "answer": said})
