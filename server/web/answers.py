"""What a view answers, before it becomes HTTP."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """A status and a body of plain JSON."""

    status: int
    body: Any = None
