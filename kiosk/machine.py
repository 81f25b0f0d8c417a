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

from display.voice.clips import open_voice
from kiosk.alone import Alone
from kiosk.bell import Bell
from kiosk.blocks import Blocks
from kiosk.checkin import CheckIn
from kiosk.devices import HOLD_S, Addresses, open_devices
from kiosk.disk import DiskError
from kiosk.flow import Flow, Parts
from kiosk.journal import Journal
from kiosk.link import Link
from kiosk.lobby import Lobby
from kiosk.office_client import OfficeClient
from kiosk.office_clock import OfficeClock
from kiosk.opinions import Opinions
from kiosk.orders import Orders
from kiosk.outbox import Outbox
from kiosk.pin import Lock
from kiosk.postman import Postman
from kiosk.printing import Paper, Press
from kiosk.rounds import keep_going
from kiosk.scanner.framing import Frame
from kiosk.screen.demo import demo_pages
from kiosk.screen.speech import Speech
from kiosk.screen.touches import Touches
from kiosk.screen.view import View
from kiosk.screen.web import ScreenServer, make_app
from kiosk.staff_desk import StaffDesk, Tools
from kiosk.stage import Pace, Stage
from kiosk.steps import Step
from kiosk.stock import Stock
from kiosk.supply import Supply
from kiosk.upkeep import Upkeep
from kiosk.watch import Watch
from printer_drivers.conversation import Patience
from printer_drivers.layout import warm_up

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
    form_printer_profile: str | None = None
    form_pdfs: Path | None = None
    #: Residents get a copy of each form to take home.
    form_copy: bool = False
    scanner: str = "keyboard"
    port: int = 8090
    ca_file: str | None = None
    #: Opens the staff's screen; None: there is none.
    staff_pin: str | None = None
    pace: Pace = field(default_factory=Pace)
    patience: Patience = field(default_factory=lambda: Patience(hold_s=HOLD_S))

    def addresses(self) -> Addresses:
        """Return what was said about devices."""
        return Addresses(
            ticket_printer=self.ticket_printer,
            form_printer=self.form_printer,
            profile=self.printer_profile,
            form_profile=self.form_printer_profile,
            form_pdfs=self.form_pdfs,
            scanner=self.scanner,
            patience=self.patience,
        )


class Kiosk:
    """One kiosk, ready to run."""

    def __init__(self, settings: Settings) -> None:
        self._stop = Event()
        self._errands = ThreadPoolExecutor(1, "errands")
        self._client = OfficeClient(
            settings.server, settings.office, settings.key, _trust(settings.ca_file)
        )
        self.journal = Journal(settings.state / "journal.sqlite")
        self.clock = OfficeClock(self.journal)
        self.link = Link()
        self._keep_for_later()
        self.stage = Stage(settings.pace)
        self.devices = open_devices(
            settings.addresses(), self._heard, lambda: self.stage.takes(Step.SCAN)
        )
        bell = Bell(self._client, self.link, self.outbox, self.clock.seconds)
        self._press = Press(
            self.devices.printers,
            self.journal,
            self.clock,
            self._report_with(bell),
            with_copy=settings.form_copy,
        )
        checkin = CheckIn(self._client, self.journal, self.clock, self.link, self._alone)
        self.flow = Flow(
            self.stage, Parts(checkin, self._press, self.journal, bell.ring, self._errands)
        )
        self._watch = Watch(
            self.devices.printers.by_name(),
            lambda: self.devices.scanners.health,
            lambda reason: bell.ring(reason, None),
            lambda: self.lobby.facts.open,
            self.lobby.call,
        )
        self._upkeep = Upkeep(
            self._client, self._press, self.clock, self._watch.look, self._errands
        )
        self.lobby.on_errand = self._upkeep.ordered
        self._orders = Orders(self._client, self._press, self._errands)
        self.opinions = Opinions(
            self.stage, self.outbox, self.clock.seconds, self._postman.call, self._errands
        )
        self.staff = self._staff_desk(settings.staff_pin, checkin)
        self.speech = Speech(open_voice(settings.state / "voice"))
        self._web = self._listen(settings.port, f"{settings.server}/")
        self._threads = self._all_threads()

    def _keep_for_later(self) -> None:
        """Put together what goes on without the server, and what tells it afterwards."""
        disk = self.journal.disk
        self.stock, self.blocks, self.outbox = Stock(disk), Blocks(disk), Outbox(disk)
        self._postman = Postman(
            self._client, self.outbox, self.journal, self.link, self.clock.seconds
        )
        self._alone = Alone(self.journal, self.clock, self.stock, self.blocks, self.outbox)
        self.lobby = Lobby(
            self._client, self.clock, self.link, self.stock, self._alone, self._postman.deliver
        )
        self.supply = Supply(
            self._client, self.stock, self.blocks, self.clock, self.link,
            self.lobby.closed_for_today,
        )  # fmt: skip

    def run(self) -> None:
        """Run until `stop` is called."""
        self.journal.tidy(self.clock.seconds())
        self.outbox.tidy(self.clock.seconds())
        for thread in self._threads:
            thread.start()
        _warm_up()  # devices and papers work meanwhile; the screen comes when all is fast
        self._web.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """Stop everything; safe to call from another thread."""
        self._stop.set()
        self._postman.call()  # it waits for letters, not for the end
        self.lobby.call()
        self._web.shutdown()

    def close(self) -> None:
        """Let go of devices and files, after `run` has returned."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=2)
        self._errands.shutdown()
        self._web.server_close()
        self.devices.close()
        self.journal.close()
        self.speech.close()

    @property
    def port(self) -> int:
        """The port of the screen."""
        return int(self._web.port)

    def health(self) -> dict[str, Any]:
        """Return how the machine is, for /healthz and for the server."""
        return {
            "version": version("madoguchi"),
            "server": self.lobby.trouble or "ok",
            "scanner": self.devices.scanners.health,
            "screen": str(self.stage.screen),
            **self._remembered(),
            **self._watch.report(),
            **self._upkeep.report(),
        }

    def _remembered(self) -> dict[str, Any]:
        """Return what the disk knows; a dead one says so, and the rest of the health is told."""
        try:
            return self._unsent()
        except DiskError as error:
            log.warning("the disk: %s", error)
            return {"disk": "failed"}

    def _unsent(self) -> dict[str, Any]:
        """Return what the server does not know yet, and how long the kiosk could go on alone."""
        unsent, refused = self.outbox.counts()
        at = self.clock.seconds()
        plan = self.stock.plan if self.supply.complete or self.link.away else None
        return {
            "unsent": unsent,
            "refused_reports": refused,
            "away_s": round(self.link.away_s),
            "clock_offset_s": round(self.clock.offset_s),
            "packages": self.stock.packages(),
            "numbers": {
                one.queue: self.blocks.left(one.queue, at) for one in (plan.queues if plan else ())
            },
        }

    def _staff_desk(self, pin: str | None, checkin: CheckIn) -> StaffDesk | None:
        if pin is None:
            return None
        lock = Lock(pin, self.journal, self.clock.seconds)
        tools = Tools(lock, self._client, checkin, self._press, self._upkeep, self._errands)
        return StaffDesk(self.stage, tools)

    def _heard(self, frame: Frame) -> None:
        self.flow.heard(frame)

    def _listen(self, port: int, start: str) -> BaseWSGIServer:
        view = View(self.stage, self.lobby, self.journal, self.clock, self.health, self.speech)
        touches = Touches(self.flow, self.opinions, self.staff)
        server = ScreenServer(self.flow, view, touches, self.health, self._stop, self.speech)
        app = make_app(server, self.devices.scanners, more=demo_pages(self.devices, start))
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
            Thread(target=self._orders.run, args=(self._stop,), name="orders", daemon=True),
            Thread(target=self._watch.run, args=(self._stop,), name="watch", daemon=True),
            Thread(target=self._postman.run, args=(self._stop,), name="postman", daemon=True),
            Thread(target=self.supply.run, args=(self._stop,), name="supply", daemon=True),
            Thread(
                target=self.lobby.run,
                args=(self._stop, self.health, self.flow.refreshed),
                name="lobby",
                daemon=True,
            ),
        ]
        work += [
            Thread(target=one.run, args=(self._stop,), name="scanner", daemon=True)
            for one in self.devices.scanners.plugged
        ]
        return work

    def _tick(self) -> None:
        keep_going(self._stop, self.flow.tick, lambda: self._stop.wait(_TICK_S))

    def _report_with(self, bell: Bell) -> Any:
        def report(visit: str, paper: Paper, attempt: int) -> None:
            body: dict[str, Any] = {
                "document": paper.key,
                "attempt": attempt,
                "state": str(paper.outcome),
                "reissue": paper.document.reissue,
            }
            if paper.unprintable:
                body["unprintable"] = paper.unprintable
            bell.report(visit, body)
            self._postman.call()

        return report


def _warm_up() -> None:
    try:
        warm_up()
    except Exception:
        log.exception("the machine is not warmed up; the first paper takes longer")


def _trust(ca_file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)
