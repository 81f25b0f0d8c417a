"""An endpoint: its path, who may use it, what it takes and answers, and its view.

``@get`` and ``@post`` register a view once; from the same registration come Flask's
route, the authorisation matrix and the OpenAPI document. A view takes parsed input and
returns what is to be answered.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from server.db.city import Look
from server.db.ledger import canonical
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services import access
from server.services.access import Who
from server.services.callers import Caller
from server.web import idempotency
from server.web.answers import Answer
from server.web.current import actor_of, caller, city
from server.web.errors import misfit_of
from server.web.limits import require_room

View = Callable[..., Any]


class Nothing(BaseModel):
    """No input at all."""

    model_config = {"extra": "forbid"}


@dataclass(frozen=True)
class Endpoint:
    """One row of the API."""

    method: str
    path: str
    view: View
    who: frozenset[Who]
    takes: type[BaseModel]
    #: Status -> the shape of its body; the first is the usual one.
    answers: Mapping[int, type[BaseModel] | None]
    summary: str
    #: Whether it changes something, and so is one transaction under an idempotency key.
    writes: bool
    #: Finds the office where the path does not name it.
    office_of: Callable[[Look, Any], str] | None

    @property
    def name(self) -> str:
        """Its name in the OpenAPI document."""
        return self.view.__name__


#: Every endpoint of the API, in the order of registration.
ENDPOINTS: list[Endpoint] = []


def get(
    path: str,
    *,
    who: frozenset[Who],
    answers: Mapping[int, type[BaseModel] | None],
    takes: type[BaseModel] = Nothing,
) -> Callable[[View], View]:
    """Register ``view(look, query, **path)`` that only reads."""
    return _register("GET", path, who, answers, takes, writes=False)


def post(
    path: str,
    *,
    who: frozenset[Who],
    answers: Mapping[int, type[BaseModel] | None],
    takes: type[BaseModel] = Nothing,
    writes: bool = True,
    office_of: Callable[[Look, Any], str] | None = None,
) -> Callable[[View], View]:
    """Register ``view(work, body, **path)``, or with ``writes=False`` ``view(look, body, **path)``.

    A writing view runs in the transaction of the office that the path names, or that
    *office_of* finds.
    """
    return _register("POST", path, who, answers, takes, writes=writes, office_of=office_of)


def _register(
    method: str,
    path: str,
    who: frozenset[Who],
    answers: Mapping[int, type[BaseModel] | None],
    takes: type[BaseModel],
    *,
    writes: bool,
    office_of: Callable[[Look, Any], str] | None = None,
) -> Callable[[View], View]:
    def add(view: View) -> View:
        summary = (view.__doc__ or view.__name__).strip().splitlines()[0]
        ENDPOINTS.append(
            Endpoint(method, path, view, who, takes, answers, summary, writes, office_of)
        )
        return view

    return add


def blueprint() -> Blueprint:
    """Return Flask's routes of all endpoints, below ``/api/v1``."""
    routes = Blueprint("api", __name__, url_prefix="/api/v1")
    for endpoint in ENDPOINTS:
        rule = endpoint.path.replace("{", "<").replace("}", ">")
        routes.add_url_rule(rule, endpoint.name, _runner(endpoint), methods=[endpoint.method])
    return routes


def _runner(endpoint: Endpoint) -> Callable[..., ResponseReturnValue]:
    def run(**path: str) -> ResponseReturnValue:
        who = caller()
        require_room(who)
        _require_printable(path)
        access.require(who, path.get("office"), endpoint.who)
        taken = _parse(endpoint)
        if endpoint.writes:
            answer: Answer | Response = _write(endpoint, taken, path, who)
        else:
            answer = _read(endpoint, taken, path)
        return answer if isinstance(answer, Response) else as_response(answer)

    run.__name__ = endpoint.name
    return run


def _read(endpoint: Endpoint, taken: BaseModel, path: Mapping[str, str]) -> Answer | Response:
    with city().reading() as look:
        return _answer(endpoint, endpoint.view(look, taken, **path))


def _write(endpoint: Endpoint, taken: BaseModel, path: Mapping[str, str], who: Caller) -> Answer:
    with city().transaction(_office(endpoint, taken, path), actor_of(who)) as work:
        arguments = {name: value for name, value in path.items() if name != "office"}
        return idempotency.once(
            work, lambda: _finished(endpoint, endpoint.view(work, taken, **arguments))
        )


def _office(endpoint: Endpoint, taken: BaseModel, path: Mapping[str, str]) -> str:
    if endpoint.office_of is None:
        return path["office"]
    with city().reading() as look:
        return endpoint.office_of(look, taken)


def _parse(endpoint: Endpoint) -> BaseModel:
    """Return the input as its type, or refuse every misfit at once."""
    raw = request.args.to_dict() if endpoint.method == "GET" else _body()
    try:
        return endpoint.takes.model_validate(raw)
    except ValidationError as error:
        raise misfit_of(error) from None


def _body() -> object:
    body = request.get_data(cache=True)
    if not body:
        return {}
    raw = _parsed(body)
    if not isinstance(raw, dict):
        raise Misfit([FieldError("", "misfit", "JSON のオブジェクトを送ってください。")])
    return raw


def _parsed(body: bytes) -> object:
    """Return what *body* says; only text that every database and printer can hold."""
    try:
        parsed: object = json.loads(body.decode())
        if b"\\u" in body:  # an escape may spell half a character
            canonical(parsed).encode()
    except (ValueError, RecursionError):
        message = "送られた内容を JSON として読めませんでした。"
        raise Misfit([FieldError("", "not_json", message)]) from None
    return parsed


def _require_printable(path: Mapping[str, str]) -> None:
    """Return unless a part of the path holds what is in no code: PostgreSQL stores no NUL."""
    if not all(value.isprintable() for value in path.values()):
        raise NotFound("not_found", "このページはありません。")


def _finished(endpoint: Endpoint, given: Any) -> Answer:
    answer = _answer(endpoint, given)
    if isinstance(answer, Response):
        raise TypeError(f"{endpoint.name} writes, so its answer must be storable")
    return answer


def _answer(endpoint: Endpoint, given: Any) -> Answer | Response:
    """Return what a view gave as an answer whose body is plain JSON."""
    if isinstance(given, Response):
        return given
    answer = given if isinstance(given, Answer) else Answer(next(iter(endpoint.answers)), given)
    body = answer.body
    if isinstance(body, BaseModel):
        body = body.model_dump(mode="json", by_alias=True, exclude_none=False)
    return Answer(answer.status, body)


def as_response(answer: Answer) -> Response:
    """Return an answer as HTTP. Nothing of it is kept by browsers or proxies."""
    if answer.status == HTTPStatus.NO_CONTENT:
        response = make_response("", answer.status)
    else:
        response = Response(answer.text, answer.status, mimetype="application/json")
    response.headers.setdefault("Cache-Control", "no-store")
    return response
