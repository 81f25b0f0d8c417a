"""Why the office says no.

::

    Refused            a rule says no (HTTP 409); nothing changed
    ├── NotFound       there is no such thing here (404)
    ├── Misfit         the input does not fit, every misfit at once (400)
    ├── NotAllowed     somebody else may do this (401 unknown, 403 known)
    └── Unavailable    nothing can be kept now; the same may be asked again (503)

Every refusal carries a stable `code` for programs and a sentence for people that
says what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One misfit: where, a stable code, and what to do about it."""

    field: str
    code: str
    message: str


class Refused(Exception):
    """A rule of the office says no; nothing has changed."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        #: More for the answer's body, e.g. the alternatives of a full slot.
        self.details: Mapping[str, Any] = details


class NotFound(Refused):
    """There is no such thing here."""


class Misfit(Refused):
    """The input does not fit; all misfits are told at once."""

    def __init__(
        self, errors: Sequence[FieldError], code: str = "misfit", message: str | None = None
    ) -> None:
        super().__init__(code, message or f"{len(errors)}か所をなおしてください。")
        self.errors = tuple(errors)


class NotAllowed(Refused):
    """The caller may not do this; ``known`` tells whether we know who calls."""

    def __init__(self, *, known: bool) -> None:
        code, message = (
            ("forbidden", "この操作をする権限がありません。")
            if known
            else ("unauthorized", "ログインするか、機器のキーを付けてください。")
        )
        super().__init__(code, message)
        self.known = known


class Unavailable(Refused):
    """The database is away, full or locked; nothing is known to have changed.

    The same request under the same Idempotency-Key is safe to repeat.
    """

    def __init__(self) -> None:
        super().__init__(
            "unavailable", "いま記録ができません。少し待ってから、もう一度お試しください。"
        )
