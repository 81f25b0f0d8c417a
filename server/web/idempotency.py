"""The same key and body gives the first answer again, and changes nothing.

Only the HMAC of the key is stored; the answer is sealed under a key that derives from
the caller's key itself, so that the database alone shows nobody's answers.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import request

from printer_drivers.sealing import decrypt, derive, encrypt
from server.db import ledger
from server.db.city import Work
from server.db.ledger import StoredAnswer
from server.domain.refusals import FieldError, Misfit, Refused
from server.web.answers import Answer

LONGEST_KEY = 128
KEPT_FOR = timedelta(days=1)


def once(work: Work, run: Callable[[], Answer]) -> Answer:
    """Return what *run* answers, or what it answered under the same key before.

    A refusal is never stored: it changed nothing and is evaluated again.

    Raises:
        Refused: ``idempotency_mismatch``, when the key came with another body.
        Misfit: ``bad_idempotency_key``.

    """
    key = _key()
    if key is None:
        return run()
    scope = _scope(work, key)
    body = request.get_data(cache=True).decode("utf-8", "replace")
    request_hash = work.secrets.idempotency_scope("body", key, body)
    stored = ledger.stored_answer(work.session, scope, _still_kept(work))
    if stored is not None:
        return _again(stored, key, scope, request_hash)
    answer = run()
    sealed = encrypt(_sealing_key(key), answer.text.encode(), scope)
    ledger.store_answer(
        work.session, scope, StoredAnswer(request_hash, answer.status, sealed), work.day + KEPT_FOR
    )
    return answer


def answer_to(work: Work, key: str) -> dict[str, Any] | None:
    """Return what this caller was answered here under another *key*, or None if never."""
    scope = _scope(work, key)
    stored = ledger.stored_answer(work.session, scope, _still_kept(work))
    if stored is None:
        return None
    answer: dict[str, Any] = json.loads(decrypt(_sealing_key(key), stored.answer, scope))
    return answer


def _still_kept(work: Work) -> tuple[date, ...]:
    """Return the days until which the answers are kept that are here: today's and yesterday's."""
    return (work.day, work.day + KEPT_FOR)


def _scope(work: Work, key: str) -> str:
    return work.secrets.idempotency_scope(work.actor or "", request.method, request.path, key)


def _again(stored: StoredAnswer, key: str, scope: str, request_hash: str) -> Answer:
    if stored.request_hash != request_hash:
        raise Refused("idempotency_mismatch", "同じ Idempotency-Key で、ちがう内容が送られました。")
    return Answer(stored.status, json.loads(decrypt(_sealing_key(key), stored.answer, scope)))


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not all("!" <= letter <= "~" for letter in key):
        message = f"Idempotency-Key は、英数字と記号で{LONGEST_KEY}文字までです。"
        raise Misfit([FieldError("Idempotency-Key", "bad_idempotency_key", message)])
    return key


def _sealing_key(key: str) -> bytes:
    return derive(key.encode(), "idempotent answer")
