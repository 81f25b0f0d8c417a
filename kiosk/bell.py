"""Calls staff to the machine and tells the server what became of papers."""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kiosk.office_client import OfficeClient, Refused, Unreachable

log = logging.getLogger(__name__)


class Bell:
    """Rings on the consoles of the office."""

    def __init__(self, client: OfficeClient) -> None:
        self._client = client

    def ring(self, reason: str, label: str | None) -> bool:
        """Return whether staff were told; if not, the screen must say so."""
        try:
            self._client.ring(reason, uuid4().hex, label)
        except (Unreachable, Refused) as error:
            log.warning("staff could not be called: %s", error)
            return False
        return True

    def report(self, visit: str, body: Mapping[str, Any]) -> None:
        """Tell the server about a paper; the journal has it in any case."""
        try:
            self._client.report_paper(visit, uuid4().hex, body)
        except (Unreachable, Refused) as error:
            log.warning("a paper of visit %s could not be reported: %s", visit, error)
