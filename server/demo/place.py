"""Where a demo keeps its things, and how it says that it cannot go on."""

from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


class DemoFailed(ValueError):
    """The demo cannot go on; the sentence says why."""


@dataclass(frozen=True)
class Place:
    """Where a demo keeps its things and at which ports it answers."""

    folder: Path
    port: int
    kiosk_port: int

    @property
    def url(self) -> str:
        """The start page."""
        return f"http://{HOST}:{self.port}/"

    @property
    def kiosk_url(self) -> str:
        """The kiosk's screen."""
        return f"http://{HOST}:{self.kiosk_port}/"

    @property
    def database_url(self) -> str:
        """The demo's own database."""
        return f"sqlite:///{self.folder.absolute()}/city.db"

    @property
    def office_key(self) -> Path:
        """The demo's own office key."""
        return self.folder / "office.key"

    @property
    def staff_pin(self) -> Path:
        """The file that holds the PIN of the kiosk's staff screen."""
        return self.folder / "staff.pin"

    @property
    def kiosk_key(self) -> Path:
        """The file that holds the kiosk's key."""
        return self.folder / "kiosk.key"
