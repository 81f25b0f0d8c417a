"""Serving for real: gunicorn's threads, the relay, and the office's own daily work."""

import gc
import logging
import sys
import threading
from time import monotonic
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi

from server.app import Options, Server, build
from server.domain.channels import Channel
from server.domain.fleet import LOST_AFTER
from server.services import daily, fleet, notices, outbox
from server.services.outbox import Send

log = logging.getLogger(__name__)

#: Open sockets would otherwise hold a stopping server for half a minute.
GRACE_S = 3
TICK_S = 60
SEND_EVERY_S = 2
#: Somebody who is near must hear it before the call.
NOTICE_EVERY_S = 2
#: With the nine seconds of silence after which a machine is lost, staff hear within ten.
WATCH_EVERY_S = 1.0
#: Whoever holds the write lock gives up the interpreter at each statement; the others may
#: keep it this long before it comes back, and everybody waits for the lock meanwhile.
SWITCH_S = 0.0005
#: Allocations between two collections of the young, and of the older generations in turn.
COLLECT_AFTER = (20_000, 20, 20)


def serve_forever(options: Options, host: str, port: int, threads: int) -> None:
    """Serve until a signal comes; each open screen holds one of *threads*."""
    _Gunicorn(options, f"{host}:{port}", threads).run()


class _InOnePiece(wsgi.Response):  # type: ignore[misc]  # gunicorn has no types
    """An answer whose head leaves together with the first piece of its body.

    Sent alone, the head lets another thread have the interpreter: after a call that is the
    relay, which reads the log and tells the boards, while the counter waits for the body.
    """

    sock: Any

    def write(self, data: bytes) -> None:
        """Send *data*, and the head before it unless it has gone."""
        if self.headers_sent:
            super().write(data)
            return
        wire, head_and_data = self.sock, _Gathered()
        self.sock = head_and_data
        try:
            super().write(data)
        finally:
            self.sock = wire
        wire.sendall(head_and_data.pieces)


class _Gathered:
    """What would have gone over the wire."""

    def __init__(self) -> None:
        self.pieces = b""

    def sendall(self, data: bytes) -> None:
        """Keep *data* behind what was sent before."""
        self.pieces += data


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, options: Options, bind: str, threads: int) -> None:
        self._options = options
        self._settings = {
            "bind": bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": threads,
            "worker_connections": max(1000, 2 * threads),
            "graceful_timeout": GRACE_S,
            "keepalive": 30,
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn; it reads no file and no environment."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Build the server in the worker: threads and connections do not survive a fork."""
        sys.setswitchinterval(SWITCH_S)
        wsgi.Response = _InOnePiece
        server = build(self._options)
        _spare_the_collector()
        server.relay.start()
        for work, name in ((_live, "daily"), (_watch, "fleet")):
            threading.Thread(target=work, args=(server,), name=name, daemon=True).start()
        for channel, send in self._options.couriers.channels.items():
            told = (server, channel, send)
            threading.Thread(target=_send, args=told, name=channel, daemon=True).start()
        if self._options.couriers.channels:
            threading.Thread(target=_notice, args=(server,), name="notices", daemon=True).start()
        return server.app


def _spare_the_collector() -> None:
    """Take what is loaded by now out of the garbage collector's rounds; it stays to the end.

    A round would look through all of it, every few dozen commands, while everybody waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _notice(server: Server) -> None:
    """Write to those whose turn is near."""
    rest = threading.Event()
    while not rest.wait(NOTICE_EVERY_S):
        try:
            notices.look_after(server.city)
        except Exception:  # the database may be away; so are the calls
            log.exception("who is near could not be told; it is tried again")


def _send(server: Server, channel: Channel, send: Send) -> None:
    """Send what is due, letter by letter; several processes share the outbox."""
    rest = threading.Event()
    while not rest.wait(SEND_EVERY_S):
        try:
            outbox.deliver(server.city, send, channel)
        except Exception:  # the database may be away; the letters are in it
            log.exception("the outbox could not be emptied; it is tried again")


def _watch(server: Server) -> None:
    """Keep what the displays say, and look after the machines.

    Those that live first have the time to say so.
    """
    rest = threading.Event()
    judged_from = monotonic() + 2 * LOST_AFTER.total_seconds()
    while not rest.wait(WATCH_EVERY_S):
        try:
            server.signs.write()
            if monotonic() >= judged_from:
                fleet.watch(server.city)
        except Exception:  # the database may be away; so are the machines' signs
            log.exception("the machines could not be looked after; it is tried again")


def _live(server: Server) -> None:
    """Keep every office at today."""
    rest = threading.Event()
    while True:
        try:
            daily.tick(server.city)
        except Exception:  # the database may be away; tomorrow comes all the same
            log.exception("the daily work could not be done; it is tried again")
        rest.wait(TICK_S)
