"""What a view answers, before it becomes HTTP."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.db.ledger import canonical


@dataclass(frozen=True)
class Answer:
    """A status and a body of plain JSON."""

    status: int
    body: Any = None

    @cached_property
    def text(self) -> str:
        """The body as JSON, as it is sent and kept."""
        return canonical(self.body)
