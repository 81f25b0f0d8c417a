"""Tasks, 用事: what is still to be done for a visit. They travel with it from desk to desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import Work
from server.db.floor import Floor, QueuePlan, ServicePlan
from server.db.ledger import Kind
from server.db.models import Stop, Task
from server.db.types import row_id
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services.notes import checked_note

#: More copies of one paper are written on the note.
MOST_COPIES = 9


def add(
    work: Work, visit_id: int, queue: QueuePlan, code: str | None, note: str | None = None
) -> Task:
    """Add a task that is done at *queue*: a procedure by its code, or what the note says.

    Raises:
        Misfit: neither a code nor a note; a note that may not be kept.

    """
    text = checked_note(note)
    if code is None and text is None:
        message = "手続きの code か、note のどちらかを書いてください。"
        raise Misfit([FieldError("note", "missing", message)])
    return _add(work, visit_id, queue.id, code, note=text)


def add_papers(
    work: Work, stop: Stop, service: ServicePlan, papers: Sequence[tuple[str, int]]
) -> None:
    """Add a task for each copy that is prepared for a hand-over; it waits for all of them."""
    for code, copies in papers:
        for _ in range(copies):
            _add(work, stop.visit_id, stop.queue_id, code, stop_id=stop.id)


def require_papers(service: ServicePlan, papers: Sequence[tuple[str, int]]) -> None:
    """Return if the service hands over all of *papers*.

    Raises:
        Misfit: ``unknown_paper``, which names those there are.

    """
    known = [paper.code for paper in service.setup.handed_over]
    wrong = [code for code, _ in papers if code not in known]
    if wrong:
        message = f"お渡しするものにありません。使えるもの: {'、'.join(known)}"
        raise Misfit([FieldError("papers", "unknown_paper", message)])


def _add(work: Work, visit_id: int, queue_id: int, code: str | None, **more: Any) -> Task:
    task = Task(
        office=work.office, visit_id=visit_id, queue_id=queue_id, code=code, added_at=work.now,
        **more,
    )  # fmt: skip
    work.session.add(task)
    work.session.flush()
    _tell(work, task, Kind.TASK_ADDED)
    return task


def tick(work: Work, task_id: str, *, done: bool) -> Task:
    """Note that a task is done, or that it is open again; what is so already stays so."""
    task = work.session.scalar(
        select(Task).where(Task.id == row_id(task_id), Task.office == work.office)
    )
    if task is None:
        raise NotFound("unknown_task", "この用事は、この区役所にありません。")
    if done != (task.done_at is not None):
        task.done_at = work.now if done else None
        _tell(work, task, Kind.TASK_DONE if done else Kind.TASK_REOPENED)
    return task


def _tell(work: Work, task: Task, kind: Kind) -> None:
    detail = {"task": task.id, "queue": work.floor.queues_by_id[task.queue_id].code}
    work.record(kind, visit=task.visit_id, stop=task.stop_id, detail=detail | {"code": task.code})


def left_of(session: Session, stop: Stop) -> int:
    """Return how many tasks a stop still waits for."""
    return sum(task.stop_id == stop.id and not task.done_at for task in of(session, stop.visit_id))


def of(session: Session, *visits: int) -> list[Task]:
    """Return the tasks of visits, oldest first."""
    return queries.tasks_of(session, visits)


def described(floor: Floor, task: Task) -> dict[str, Any]:
    """Return a task as the screens show it."""
    return {
        "task": task.id,
        "visit": task.visit_id,
        "stop": task.stop_id,
        "queue": floor.queues_by_id[task.queue_id].code,
        "code": task.code,
        "name": _name(floor, task.code),
        "note": task.note,
        "done": task.done_at is not None,
        "done_at": _iso(task.done_at),
    }


def _name(floor: Floor, code: str | None) -> str | None:
    """Return what people call a paper, or None: a procedure is named by the catalogue."""
    papers = (paper for plan in floor.services.values() for paper in plan.setup.handed_over)
    return next((paper.names.ja for paper in papers if paper.code == code), None)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
