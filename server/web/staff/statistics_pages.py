"""Statistics: waits as figures and pictures, the other reports as tables, each as a file."""

from datetime import date, timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from server.db.city import Look
from server.domain.figures import AIM_MIN, FEWEST_SHOWN
from server.domain.refusals import FieldError, Misfit, Refused
from server.services import reports, waiting_report
from server.services.access import REPORT_READERS
from server.services.reports import Period
from server.web.current import city
from server.web.staff.office_frame import page, refused_visitor, told
from server.web.staff.pages import blueprint

#: What is shown first: four weeks.
FIRST_SHOWN = timedelta(days=27)
#: More lines nobody reads on a page; the file has them all.
MOST_SHOWN = 300
#: What codes are called; other columns say what somebody typed, or a name.
CODED = ("class", "what", "channel")
WORDS = {
    "walk_in": "当日", "reserved": "予約", "priority": "優先", "visit": "来庁",
    "reservation": "予約", "pre_application": "事前申請", "kiosk": "発券機", "clerk": "職員",
    "counter": "窓口", "phone": "電話", "web": "ウェブ", "online": "ウェブ", "staff": "職員",
    "desk": "窓口", "fax": "FAX", "postcard": "はがき",
}  # fmt: skip


@blueprint.get("/statistics/<office>")
def statistics_page(office: str) -> ResponseReturnValue:
    """Show a report of a period; without a name, the waits."""
    if (refused := refused_visitor(office, REPORT_READERS)) is not None:
        return refused
    name = request.args.get("report", "waiting")
    with city().reading() as look:
        period, problems = _period(look)
        shown = _shown(look, office, name, period)
        queues = {
            code: f"{one.prefix} {one.setup.names.ja}"
            for code, one in look.floor_of(office).queues.items()
            if not one.setup.hands_over
        }
    facts = {"report": name, "reports": reports.REPORTS, "period": period, "queues": queues}
    answer = page("statistics", office, "statistics", **facts, **shown, problems=problems)
    return answer, 400 if problems else 200


def _shown(look: Look, office: str, name: str, period: Period) -> dict[str, Any]:
    if name == "waiting":
        asked = request.args.get("queue")
        queue = asked if asked in look.floor_of(office).queues else None
        return {
            "waits": waiting_report.overview(look, office, period, queue),
            "queue": queue,
            "aim_min": AIM_MIN,
            "fewest": FEWEST_SHOWN,
            "step_min": waiting_report.STEP_MIN,
        }
    rows = reports.report(look, office, name, period)
    return {"columns": reports.known(name).columns, "rows": rows[:MOST_SHOWN], "count": len(rows),
            "coded": CODED, "words": WORDS}  # fmt: skip


def _period(look: Look) -> tuple[Period, list[dict[str, str]]]:
    """Return the period that is asked for; what does not fit is told, and four weeks shown."""
    usual = Period(look.day - FIRST_SHOWN, look.day)
    try:
        return Period(_date("from", usual.first), _date("to", usual.last)), []
    except Refused as refusal:
        problems, _ = told(refusal)
        return usual, problems


def _date(name: str, usual: date) -> date:
    text = request.args.get(name)
    try:
        return date.fromisoformat(text) if text else usual
    except ValueError:
        message = "日付は 2026-11-24 のように書いてください。"
        raise Misfit([FieldError(name, "misfit", message)]) from None
