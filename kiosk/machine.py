"""Puts the kiosk together and keeps it running. The only place that knows all its parts."""

import logging
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread
from typing import Any

from werkzeug.serving import BaseWSGIServer, make_server

from kiosk.bell import Bell
from kiosk.checkin import CheckIn
from kiosk.devices import open_devices
from kiosk.flow import Flow, Parts
from kiosk.journal import Journal
from kiosk.lobby import Lobby
from kiosk.office_client import OfficeClient
from kiosk.office_clock import OfficeClock
from kiosk.printing import Paper, Press
from kiosk.scanner.framing import Frame
from kiosk.screen.demo import demo_pages
from kiosk.screen.touches import Touches
from kiosk.screen.view import View
from kiosk.screen.web import ScreenServer, make_app
from kiosk.stage import Pace, Stage

log = logging.getLogger(__name__)

_TICK_S = 0.2


@dataclass(frozen=True)
class Settings:
    """What was said on the command line."""

    server: str
    office: str
    key: str
    state: Path
    ticket_printer: str
    form_printer: str = "the same"
    printer_profile: str = "generic-80"
    scanner: str = "keyboard"
    port: int = 8090
    ca_file: str | None = None
    pace: Pace = field(default_factory=Pace)


class Kiosk:
    """One kiosk, ready to run."""

    def __init__(self, settings: Settings) -> None:
        self._stop = Event()
        self._errands = ThreadPoolExecutor(1, "errands")
        self._reports = ThreadPoolExecutor(1, "reports")
        self._client = OfficeClient(
            settings.server, settings.office, settings.key, _trust(settings.ca_file)
        )
        self.journal = Journal(settings.state / "journal.sqlite")
        self.clock = OfficeClock(self.journal)
        self.lobby = Lobby(self._client, self.clock)
        self.stage = Stage(settings.pace)
        self.devices = open_devices(
            settings.ticket_printer,
            settings.form_printer,
            settings.printer_profile,
            settings.scanner,
            self._heard,
        )
        bell = Bell(self._client)
        self._press = Press(
            self.devices.printers, self.journal, self.clock, self._report_with(bell)
        )
        checkin = CheckIn(self._client, self.journal, self.clock)
        self.flow = Flow(
            self.stage, Parts(checkin, self._press, self.journal, bell.ring, self._errands)
        )
        self._web = self._listen(settings.port)
        self._threads = self._all_threads()

    def run(self) -> None:
        """Run until `stop` is called."""
        self.journal.tidy(self.clock.seconds())
        for thread in self._threads:
            thread.start()
        self._web.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """Stop everything; safe to call from another thread."""
        self._stop.set()
        self._web.shutdown()

    def close(self) -> None:
        """Let go of devices and files, after `run` has returned."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=2)
        self._errands.shutdown()
        self._reports.shutdown()
        self._web.server_close()
        self.devices.close()
        self.journal.close()

    @property
    def port(self) -> int:
        """The port of the screen."""
        return int(self._web.port)

    def health(self) -> dict[str, Any]:
        """Return how the machine is, for /healthz and for the server."""
        scanner = self.devices.scanner
        return {
            "version": version("madoguchi"),
            "server": self.lobby.trouble or "ok",
            "scanner": "ok" if scanner is None or scanner.connected else "gone",
            "screen": str(self.stage.screen),
            "printer": self._press.trouble or "ok",
        }

    def _heard(self, frame: Frame) -> None:
        self.flow.heard(frame)

    def _listen(self, port: int) -> BaseWSGIServer:
        view = View(self.stage, self.lobby, self.journal, self.clock)
        touches = Touches(self.flow)
        server = ScreenServer(self.flow, view, touches, self.health, self._stop)
        app = make_app(server, keys=self.devices.keys, more=demo_pages(self.devices))
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        try:
            # Bound here: werkzeug would leave the process by itself if the port is taken.
            with socket.create_server(("127.0.0.1", port)) as bound:
                return make_server("127.0.0.1", port, app, threaded=True, fd=bound.fileno())
        except OSError:
            self.devices.close()
            raise

    def _all_threads(self) -> list[Thread]:
        work = [
            Thread(target=self._tick, name="clock", daemon=True),
            Thread(
                target=self.lobby.run,
                args=(self._stop, self.health, self.flow.refreshed),
                name="lobby",
                daemon=True,
            ),
        ]
        if self.devices.scanner:
            work.append(
                Thread(
                    target=self.devices.scanner.run, args=(self._stop,), name="scanner", daemon=True
                )
            )
        return work

    def _tick(self) -> None:
        while not self._stop.wait(_TICK_S):
            self.flow.tick()

    def _report_with(self, bell: Bell) -> Any:
        def report(visit: str, paper: Paper, attempt: int) -> None:
            body = {
                "document": paper.key,
                "attempt": attempt,
                "state": str(paper.outcome),
                "reissue": paper.document.reissue,
            }
            self._reports.submit(bell.report, visit, body)

        return report


def _trust(ca_file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)
