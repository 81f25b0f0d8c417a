"""The authorisation matrix, cell by cell: every endpoint, every caller, own and other office."""

from typing import Any

import pytest

from server.services.access import Who
from server.web.endpoint import ENDPOINTS, Endpoint
from tests.parts.callers import Web
from tests.parts.office import COUNTER, HERE, NEIGHBOUR

EVERYBODY = frozenset(Who)
#: contract.md §3 says "counter, clerk"; a lead and a manager step in where hands are missing.
DESK = frozenset({Who.COUNTER, Who.CLERK, Who.LEAD, Who.MANAGER})
RECEPTION = DESK | {Who.KIOSK}
KIOSK = frozenset({Who.KIOSK})
REVIEW = DESK - {Who.COUNTER}
LEADS = frozenset({Who.LEAD, Who.MANAGER})
MACHINES = frozenset({Who.KIOSK, Who.DISPLAY})
STATISTICS = frozenset({Who.MANAGER, Who.AUDITOR, Who.INTEGRATOR})
LOG = frozenset({Who.INTEGRATOR, Who.AUDITOR})
MANAGERS = frozenset({Who.MANAGER, Who.ADMIN})

#: Written down a second time, beside the endpoints' own registration.
MATRIX: dict[str, frozenset[Who]] = {
    "GET /offices": EVERYBODY,
    "GET /offices/{office}": EVERYBODY,
    "GET /offices/{office}/services": EVERYBODY,
    "GET /offices/{office}/purposes": EVERYBODY,
    "GET /offices/{office}/counters": EVERYBODY,
    "GET /offices/{office}/procedures/{procedure}": EVERYBODY,
    "GET /offices/{office}/forms/{form}": EVERYBODY,
    "GET /offices/{office}/slots": EVERYBODY,
    "GET /offices/{office}/board": EVERYBODY,
    "GET /visits/{visit_code}": EVERYBODY,
    "POST /procedure-finder": EVERYBODY,
    "POST /visits/give-up": EVERYBODY,
    "POST /visits/delay": EVERYBODY,
    "POST /visits/feedback": EVERYBODY,
    "POST /offices/{office}/feedback": frozenset({Who.KIOSK}),
    "GET /offices/{office}/feedback": STATISTICS,
    "GET /offices/{office}/statistics/{report}": STATISTICS,
    "POST /postal-codes": EVERYBODY,
    "POST /offices/{office}/procedure-searches": EVERYBODY,
    "GET /offices/{office}/procedure-searches/misses": STATISTICS,
    "POST /offices/{office}/pre-applications": EVERYBODY,
    "POST /offices/{office}/reservations": EVERYBODY,
    "POST /offices/{office}/forms/check": EVERYBODY,
    "POST /reservations/move": EVERYBODY,
    "POST /reservations/cancel": EVERYBODY,
    "POST /reservations/check-in": EVERYBODY,
    "POST /reservations/show": EVERYBODY,
    "POST /reservations/sheet": EVERYBODY,
    "POST /reservations/notices": EVERYBODY,
    "POST /reservations/notices/stop": EVERYBODY,
    "POST /pre-applications/cover-sheet": EVERYBODY,
    "POST /pre-applications/show": EVERYBODY,
    "POST /offices/{office}/drafts": EVERYBODY,
    "POST /drafts/open": EVERYBODY,
    "POST /drafts/delete": EVERYBODY,
    "POST /attachments": EVERYBODY,
    "POST /attachments/list": EVERYBODY,
    "POST /attachments/open": EVERYBODY,
    "POST /attachments/remove": EVERYBODY,
    "POST /offices/{office}/holds": EVERYBODY,
    "POST /holds/release": EVERYBODY,
    "POST /offices/{office}/waiting-list": EVERYBODY,
    "POST /waiting-list/show": EVERYBODY,
    "POST /waiting-list/take": EVERYBODY,
    "POST /waiting-list/leave": EVERYBODY,
    "POST /pre-applications/corrections": EVERYBODY,
    "POST /offices/{office}/assisted-applications": REVIEW,
    "POST /visits/find": EVERYBODY,
    "POST /visits/notices": EVERYBODY,
    "POST /visits/notices/stop": EVERYBODY,
    "POST /offices/{office}/check-ins": RECEPTION,
    "POST /offices/{office}/check-ins/preview": RECEPTION,
    "POST /offices/{office}/visits": RECEPTION,
    **{
        f"POST /offices/{{office}}/counters/{{number}}/{step}": DESK
        for step in (
            "call-next", "call", "recall", "start", "finish", "miss", "hold", "undo", "open",
            "close", "break", "take-over", "help", "end-day",
        )
    },
    "POST /offices/{office}/stops/{stop}/ready": DESK,
    "POST /offices/{office}/stops/{stop}/priority": DESK,
    "POST /offices/{office}/undo": DESK,
    "POST /offices/{office}/stops/{stop}/transfer": DESK,
    "POST /offices/{office}/stops/{stop}/next": DESK,
    "POST /offices/{office}/stops/{stop}/note": DESK,
    "GET /offices/{office}/visits/{visit}/round": DESK,
    "POST /offices/{office}/visits/{visit}/stops": DESK,
    "POST /offices/{office}/visits/{visit}/tasks": DESK,
    "POST /offices/{office}/visits/{visit}/room": DESK,
    "POST /offices/{office}/tasks/{task}/done": DESK,
    "POST /offices/{office}/tasks/{task}/reopen": DESK,
    "GET /offices/{office}/handovers": DESK,
    "GET /offices/{office}/reasons": DESK,
    "POST /offices/{office}/stops/{stop}/return": DESK,
    "POST /offices/{office}/stops/{stop}/withdraw": DESK,
    "GET /offices/{office}/counters/{number}": DESK,
    "POST /offices/{office}/bells/{bell}/answer": DESK,
    "GET /offices/{office}/stops/{stop}/forms": REVIEW,
    "POST /offices/{office}/visits/{visit}/print-orders": REVIEW,
    "GET /offices/{office}/print-orders": frozenset({Who.KIOSK}),
    "POST /offices/{office}/print-orders/{order}/take": frozenset({Who.KIOSK}),
    "POST /offices/{office}/print-orders/{order}/settle": frozenset({Who.KIOSK}),
    "GET /offices/{office}/front-desk": REVIEW,
    "POST /offices/{office}/end-day": LEADS,
    "POST /offices/{office}/front-desk/tickets": REVIEW,
    "POST /offices/{office}/front-desk/search": REVIEW,
    "POST /offices/{office}/front-desk/reservations/{reservation}/receive": REVIEW,
    "POST /offices/{office}/front-desk/reservations/{reservation}/no-show": REVIEW,
    "POST /offices/{office}/front-desk/reservations/{reservation}/expect": REVIEW,
    "GET /offices/{office}/monitor": DESK | {Who.DISPLAY, Who.ADMIN, Who.AUDITOR},
    "GET /offices/{office}/events": LOG,
    "POST /offices/{office}/visits/{visit}/prints": KIOSK,
    "POST /offices/{office}/number-blocks": KIOSK,
    "POST /offices/{office}/number-blocks/{lease}/return": KIOSK,
    "GET /offices/{office}/fleet": REVIEW | {Who.ADMIN},
    "POST /offices/{office}/machines": MANAGERS,
    "POST /offices/{office}/machines/{machine}/errands": REVIEW | {Who.ADMIN},
    "GET /offices/{office}/offline-plan": KIOSK,
    "POST /offices/{office}/offline-packages": KIOSK,
    "POST /offices/{office}/bells": MACHINES,
    "POST /offices/{office}/heartbeats": MACHINES,
    "GET /offices/{office}/tickets/{label}": RECEPTION,
    "GET /offices/{office}/today": RECEPTION,
    "POST /offices/{office}/visits/{visit}/reissue": RECEPTION,
    "POST /offices/{office}/visits/{visit}/take-back": RECEPTION,
    "POST /offices/{office}/bells/settle": frozenset({Who.KIOSK}),
    "GET /offices/{office}/displays": MANAGERS,
    "POST /offices/{office}/displays": MANAGERS,
    "POST /offices/{office}/displays/bring-back": MANAGERS,
    "GET /offices/{office}/catalogue": MANAGERS,
    "POST /offices/{office}/catalogue/drafts": MANAGERS,
    "GET /offices/{office}/catalogue/drafts/{draft}": MANAGERS,
    "POST /offices/{office}/catalogue/drafts/{draft}": MANAGERS,
    "POST /offices/{office}/catalogue/drafts/{draft}/steps": MANAGERS,
    "GET /offices/{office}/catalogue/{kind}/{code}/versions": MANAGERS,
    "POST /offices/{office}/catalogue/{kind}/{code}/bring-back": MANAGERS,
    "POST /offices/{office}/pictures": MANAGERS,
    "POST /offices/{office}/pictures/{picture}/remove": MANAGERS,
    "GET /offices/{office}/broadcasts": DESK,
    "POST /offices/{office}/broadcasts": DESK,
    "POST /offices/{office}/broadcasts/{broadcast}/end": DESK,
}  # fmt: skip

NAMES = {
    "office": HERE, "number": COUNTER, "stop": "1", "lease": "lease-1", "machine": "1",
    "visit": "1", "bell": "1",
    "order": "1", "report": "clients", "task": "1", "broadcast": "1", "reservation": "1",
    "draft": "1", "kind": "form", "code": "ininjo", "label": "F001", "picture": "0" * 64,
    "visit_code": "A" * 32, "procedure": "hoiku_midyear", "form": "hoiku_riyou_moushikomi",
}  # fmt: skip


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def ask(web: Web, endpoint: Endpoint, headers: dict[str, str], office: str) -> Any:
    path = endpoint.path.format_map(NAMES | {"office": office})
    body: dict[str, Any] = {} if endpoint.method == "POST" else None
    return web.client.open(f"/api/v1{path}", method=endpoint.method, json=body, headers=headers)


def is_let_in(answer: Any) -> bool:
    assert answer.status_code < 500, answer.text
    return answer.status_code not in {401, 403}


def test_the_matrix_is_the_one_that_is_written_down_here(sqlite_web):
    assert {named(endpoint): endpoint.who for endpoint in ENDPOINTS} == MATRIX


@pytest.mark.parametrize("who", Who)
def test_everybody_may_do_at_the_own_office_what_the_matrix_says_and_nothing_else(sqlite_web, who):
    for endpoint in ENDPOINTS:
        answer = ask(sqlite_web, endpoint, sqlite_web.people[who], HERE)
        assert is_let_in(answer) == (who in MATRIX[named(endpoint)]), named(endpoint)
        if not is_let_in(answer):
            expected = (401, "unauthorized") if who is Who.ANYBODY else (403, "forbidden")
            assert (answer.status_code, answer.json["error"]["code"]) == expected


@pytest.mark.parametrize("who", Who)
def test_at_another_office_everybody_is_anybody(sqlite_web, who):
    for endpoint in ENDPOINTS:
        if "{office}" not in endpoint.path:
            continue
        stranger = ask(sqlite_web, endpoint, sqlite_web.neighbours[who], HERE)
        here = ask(sqlite_web, endpoint, sqlite_web.people[who], NEIGHBOUR)
        for answer in (stranger, here):
            assert is_let_in(answer) == (Who.ANYBODY in MATRIX[named(endpoint)]), named(endpoint)


def test_a_refused_caller_changes_nothing(sqlite_web):
    sqlite_web.hall.walk_in()
    before = sqlite_web.hall.seq()
    for endpoint in ENDPOINTS:
        for who in set(Who) - MATRIX[named(endpoint)]:
            ask(sqlite_web, endpoint, sqlite_web.people[who], HERE)
    assert sqlite_web.hall.seq() == before


@pytest.mark.parametrize("key", ["", "nobody's key", "x" * 5000, "\xef\xbd\x8b"])
def test_a_key_that_is_nobody_s_is_refused_even_where_none_is_needed(sqlite_web, key):
    answer = sqlite_web.get("/offices", Authorization=f"Bearer {key}")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unauthorized")


def test_a_cookie_that_is_nobody_s_is_anybody(sqlite_web):
    cookie = "madoguchi_session=nobody"
    assert sqlite_web.get("/offices", Cookie=cookie).status_code == 200
    assert sqlite_web.get(sqlite_web.at("/events"), Cookie=cookie).status_code == 401


def test_a_key_counts_more_than_a_cookie(sqlite_web):
    both = sqlite_web.people[Who.AUDITOR] | sqlite_web.people[Who.KIOSK]
    answer = sqlite_web.client.get(f"/api/v1{sqlite_web.at('/events')}", headers=both)
    assert answer.status_code == 403


def test_the_openapi_document_shows_the_matrix(sqlite_web):
    paths = sqlite_web.get("/openapi.json").json["paths"]
    shown = {
        f"{method.upper()} {path}": {who for who, may in one["x-access"].items() if may}
        for path, methods in paths.items()
        for method, one in methods.items()
    }
    assert shown == {name: {who.value for who in allowed} for name, allowed in MATRIX.items()}
