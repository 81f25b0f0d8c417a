"""A plain client of the JSON API, as small as an integrator's first try."""

import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """The status and the parsed body; a refusal is an answer too."""

    status: int
    body: Any

    @property
    def code(self) -> str | None:
        """The stable code of a refusal."""
        return self.body["error"]["code"] if self.status >= 400 else None


@dataclass(frozen=True)
class Api:
    """One caller: a server's address and perhaps a key."""

    server: str
    key: str | None = None

    def get(self, path: str) -> Any:
        answer = self._send(urllib.request.Request(f"{self.server}/api/v1{path}"))
        assert answer.status == 200, answer
        return answer.body

    def post(self, path: str, body: dict[str, Any] | None = None, key: str | None = None) -> Answer:
        """POST *body*; *key* repeats an Idempotency-Key, None takes a new one."""
        request = urllib.request.Request(
            f"{self.server}/api/v1{path}", json.dumps(body or {}).encode(), method="POST"
        )
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", key or uuid.uuid4().hex)
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> Answer:
        if self.key is not None:
            request.add_header("Authorization", f"Bearer {self.key}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return Answer(answer.status, json.loads(text) if text else None)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, json.loads(refusal.read()))
