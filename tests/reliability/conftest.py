"""The kiosk's own fixtures are used here too."""

from tests.kiosk.conftest import office, start

__all__ = ["office", "start"]
