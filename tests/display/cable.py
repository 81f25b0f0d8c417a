"""The network cable between a display and its office: it can be pulled, and it can go numb."""

import contextlib
import socket
import threading
import time

#: What a firewall does with WebSockets: end them, or let nothing of them through.
REFUSED, SWALLOWED = "refused", "swallowed"
UPGRADE = b"upgrade: websocket"
#: What a thin line carries at once.
THIN = 2048


class Cable:
    """Carries bytes both ways between *port* and the office's port.

    ``pull`` ends every connection and refuses new ones. ``go_numb`` is worse: connections stay
    open and nothing comes through, as behind a switch that has hung. One that *loses answers*
    ends a connection when the office begins to answer. While *websockets* is REFUSED or
    SWALLOWED they do not come through, also those that are open, and everything else does. A thin
    one lets *bytes_per_s* through on each connection, and takes no more from the office meanwhile.
    """

    def __init__(
        self,
        office_port: int,
        *,
        loses_answers: bool = False,
        websockets: str = "",
        bytes_per_s: float | None = None,
    ) -> None:
        self.websockets = websockets
        self._bytes_per_s = bytes_per_s
        self._loses_answers = loses_answers
        self._office_port = office_port
        self._ends: list[socket.socket] = []
        self._upgraded: set[socket.socket] = set()
        self._plugged = True
        self._through = threading.Event()
        self._through.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def pull(self) -> None:
        self._plugged = False
        ends, self._ends = self._ends, []
        for end in ends:
            _shut(end)

    def plug_in(self) -> None:
        self._plugged = True
        self._through.set()

    def go_numb(self) -> None:
        self._through.clear()

    def close(self) -> None:
        self.plug_in()
        self.pull()
        _shut(self._listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = self._far_end()
                if far is None:
                    _shut(near)
                    continue
                self._ends += [near, far]
                for way in ((near, far, False), (far, near, self._loses_answers)):
                    threading.Thread(target=self._carry, args=way, daemon=True).start()

    def _far_end(self) -> socket.socket | None:
        """Return a connection to the office; None while there is no way to it."""
        if not self._plugged:
            return None
        with contextlib.suppress(ConnectionError):
            far = socket.create_connection(("127.0.0.1", self._office_port))
            if self._bytes_per_s:
                far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, THIN)
            return far
        return None

    def _carry(self, source: socket.socket, target: socket.socket, is_lost: bool) -> None:
        with contextlib.suppress(OSError):
            while (data := source.recv(THIN if self._bytes_per_s else 65536)) and not is_lost:
                self._through.wait()
                if self._bytes_per_s:
                    time.sleep(len(data) / self._bytes_per_s)
                if UPGRADE in data.lower():
                    self._upgraded |= {source, target}
                if source in self._upgraded and self.websockets:
                    if self.websockets == REFUSED:
                        break
                    continue
                target.sendall(data)
        _shut(source)
        _shut(target)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
