"""The one place where refusals become HTTP."""

import logging
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import HTTPException

from server.domain.business_day import iso
from server.domain.refusals import (
    FieldError,
    Misfit,
    NotAllowed,
    NotFound,
    Refused,
    Unavailable,
)
from server.web.resident import languages, refusals

log = logging.getLogger(__name__)

#: Refusals with a status of their own; the others are 409.
_STATUS = {"idempotency_mismatch": 422, "too_many_requests": 429}

#: Of HTTP's own refusals: the stable code and the sentence.
_HTTP = {
    400: ("misfit", "送られた内容を読めませんでした。"),
    404: ("not_found", "このページはありません。"),
    405: ("method_not_allowed", "この操作はできません。"),
    413: ("too_large", "送られた内容が大きすぎます。"),
    415: ("misfit", "JSON で送ってください。"),
    429: (
        "too_many_requests",
        "アクセスが続いています。1分ほど待ってから、もう一度お試しください。",
    ),
}

#: What pydantic finds, as people can act on it.
_MESSAGES = {
    "missing": ("missing", "入力してください。"),
    "extra_forbidden": ("unknown_field", "この項目はありません。"),
    "string_too_long": ("too_long", "長すぎます。"),
    "literal_error": ("unknown_value", "選べる値ではありません。"),
    "enum": ("unknown_value", "選べる値ではありません。"),
}


def status_of(error: Refused) -> int:
    """Return the HTTP status of a refusal."""
    match error:
        case Misfit():
            return 400
        case NotFound():
            return 404
        case NotAllowed(known=known):
            return 403 if known else 401
        case Unavailable():
            return 503
        case _:
            return _STATUS.get(error.code, 409)


def body_of(error: Refused) -> dict[str, Any]:
    """Return a refusal in the API's one shape."""
    content: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error, Misfit):
        content["fields"] = [
            {"field": one.field, "code": one.code, "message": one.message} for one in error.errors
        ]
    return {"error": content | _plain(error.details)} | _plain(error.details)


def misfit_of(error: ValidationError) -> Misfit:
    """Return what pydantic refused as a misfit, every place at once."""
    return Misfit([_field_error(one) for one in error.errors()])


def _field_error(one: ErrorDetails) -> FieldError:
    code, message = _MESSAGES.get(one["type"], ("misfit", "形式を確かめてください。"))
    return FieldError(".".join(str(part) for part in one["loc"]), code, message)


def _plain(details: Any) -> dict[str, Any]:
    return {key: _json(value) for key, value in details.items()}


def _json(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _json(getattr(value, name)) for name in value.__dataclass_fields__}
    return iso(value) if isinstance(value, datetime) else value


def init_app(app: Flask) -> None:
    """Answer every refusal, and every bug, in the same shape."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def _refused(error: Refused) -> ResponseReturnValue:
    return _told(body_of(error), status_of(error))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.response is not None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    code, message = _HTTP.get(error.code, ("refused", "この操作はできません。"))
    return _told({"error": {"code": code, "message": message}}, error.code)


def _bug(error: Exception) -> ResponseReturnValue:
    # The path holds codes of places only; bodies and tokens are never logged.
    log.error("a bug answered %s %s", request.method, request.url_rule, exc_info=error)
    message = (
        "サーバーで問題が起きました。もう一度お試しください。続くときは職員にお知らせください。"
    )
    return _told({"error": {"code": "bug", "message": message}}, 500)


def _told(body: dict[str, Any], status: int) -> ResponseReturnValue:
    """Answer in the API's shape, or as a page to whoever reads pages."""
    if request.path.startswith("/api/") or not request.accept_mimetypes.accept_html:
        return body, status
    if request.accept_mimetypes.best == "application/json":
        return body, status
    return _page(body["error"]["code"], body["error"]["message"]), status


def _page(code: str, message: str) -> str:
    """Return the page of a refusal: staff read Japanese, residents the language they chose."""
    language = "ja" if request.path.startswith("/staff") else languages.chosen()
    return render_template(
        "refused.html",
        t=languages.texts(language),
        message=refusals.sentence(code, message, language),
        html_lang=languages.HTML_LANG[language],
        languages=languages.OFFERED,
        lang_codes=languages.HTML_LANG,
    )
