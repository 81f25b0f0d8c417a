"""Statistics of an office, for its manager, auditors and other systems."""

from datetime import date
from typing import Any, Literal

from flask import Response
from pydantic import Field

from server.db.city import Look
from server.services import reports
from server.services.access import STATISTICS_READERS
from server.services.reports import Period
from server.web.endpoint import get
from server.web.shapes import Given, Taken
from server.web.tables import as_csv, as_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(Taken):
    """Two business days, both included, and how to write the answer."""

    from_: date = Field(alias="from")
    to: date
    format: Literal["json", "csv", "xlsx"] = "json"


class Table(Given):
    """A report: its columns with their names, and its rows."""

    report: str
    from_: date = Field(serialization_alias="from")
    to: date
    columns: dict[str, str]
    rows: list[dict[str, Any]]


@get("/offices/{office}/statistics/{report}", who=STATISTICS_READERS, takes=Asked,
     answers={200: Table})  # fmt: skip
def show_statistics(look: Look, query: Asked, office: str, report: str) -> Table | Response:
    """One of the reports clients, waiting, services, capacity, review, access, keywords."""
    rows = reports.report(look, office, report, Period(query.from_, query.to))
    known = reports.known(report)
    if query.format == "csv":
        return _file(as_csv(known.columns, rows), "text/csv", f"{report}.csv")
    if query.format == "xlsx":
        return _file(as_xlsx(known.name, known.columns, rows), _XLSX, f"{report}.xlsx")
    return Table(
        report=report, from_=query.from_, to=query.to, columns=dict(known.columns), rows=rows
    )


def _file(content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
