"""The network cable between a display and its office: it can be pulled, and it can go numb."""

import contextlib
import socket
import threading


class Cable:
    """Carries bytes both ways between *port* and the office's port.

    ``pull`` ends every connection and refuses new ones. ``go_numb`` is worse: connections stay
    open and nothing comes through, as behind a switch that has hung.
    """

    def __init__(self, office_port: int) -> None:
        self._office_port = office_port
        self._ends: list[socket.socket] = []
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
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _far_end(self) -> socket.socket | None:
        """Return a connection to the office; None while there is no way to it."""
        if not self._plugged:
            return None
        with contextlib.suppress(ConnectionError):
            return socket.create_connection(("127.0.0.1", self._office_port))
        return None

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._through.wait()
                target.sendall(data)
        _shut(source)
        _shut(target)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
