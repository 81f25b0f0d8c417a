"""Serving for real: gunicorn's threads, the relay, and the office's own daily work."""

import logging
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from server.app import Options, Server, build
from server.services import daily

log = logging.getLogger(__name__)

#: Open sockets would otherwise hold a stopping server for half a minute.
GRACE_S = 3
TICK_S = 60
#: Whoever holds the write lock gives up the interpreter at each statement; the others may
#: keep it this long before it comes back, and everybody waits for the lock meanwhile.
SWITCH_S = 0.0005


def serve_forever(options: Options, host: str, port: int, threads: int) -> None:
    """Serve until a signal comes; each open screen holds one of *threads*."""
    _Gunicorn(options, f"{host}:{port}", threads).run()


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
        server = build(self._options)
        server.relay.start()
        threading.Thread(target=_live, args=(server,), name="daily", daemon=True).start()
        return server.app


def _live(server: Server) -> None:
    """Keep every office at today."""
    rest = threading.Event()
    while True:
        try:
            daily.tick(server.city)
        except Exception:  # the database may be away; tomorrow comes all the same
            log.exception("the daily work could not be done; it is tried again")
        rest.wait(TICK_S)
