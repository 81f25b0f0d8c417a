"""What many ask for at once: an answer that is spelled once, and by what mark it is known."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from server.db.ledger import canonical

#: How long a phone or a proxy may show a snapshot without asking.
FRESH_S = 1


@dataclass(frozen=True)
class Snapshot:
    """An answer that phones and boards ask for again and again."""

    body: dict[str, Any]

    @cached_property
    def text(self) -> bytes:
        """The answer as JSON."""
        return canonical(self.body).encode()

    @cached_property
    def mark(self) -> str:
        """Its ETag; the time alone is no news."""
        lasting = canonical({name: value for name, value in self.body.items() if name != "now"})
        return hashlib.sha256(lasting.encode()).hexdigest()[:20]
