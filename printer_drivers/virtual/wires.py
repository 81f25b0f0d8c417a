"""The virtual printer's end of a wire: a TCP port, or a pseudo-terminal."""

import os
import select
import socket
import tty
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from printer_drivers.virtual.device import VirtualPrinter

#: Small reads keep the data in the wire, where the sender can still count it.
_READ_SIZE = 1024
_POLL_S = 0.1


class _TcpLink:
    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._sending = Lock()
        self.dropped = False

    def answer(self, data: bytes) -> None:
        with self._sending:
            self._link.sendall(data)

    def drop(self) -> None:
        self.dropped = True
        with suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)


class TcpServer:
    """A virtual printer on a port; one client at a time, as on a real one."""

    def __init__(self, printer: VirtualPrinter, host: str = "127.0.0.1", port: int = 0) -> None:
        self.printer = printer
        self._socket = socket.create_server((host, port))
        # a small window, so that a full receive buffer is felt by the sender
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port: int = self._socket.getsockname()[1]
        self._stopping = Event()
        self._client: socket.socket | None = None
        self._thread = Thread(target=self._serve, daemon=True, name=f"port {self.port}")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop listening, drop the client and switch the printer off."""
        self._stopping.set()
        self.printer.close()
        for end in (self._socket, self._client):
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            with client:
                self._client = client
                self._listen(client)

    def _listen(self, client: socket.socket) -> None:
        link = _TcpLink(client)
        self.printer.attach(link)
        with suppress(OSError):
            # what the system had received before the drop is lost with the link
            while not link.dropped and (data := client.recv(_READ_SIZE)):
                self.printer.received(data)
        self.printer.attach(None)


class _PtyLink:
    def __init__(self, server: "PtyServer") -> None:
        self._server = server

    def answer(self, data: bytes) -> None:
        os.write(self._server.master, data)

    def drop(self) -> None:
        self._server.unplug()


class PtyServer:
    """A virtual printer behind a serial line; ``path`` is what the client opens.

    With a *link*, a name that stays as those of ``/dev/serial/by-id`` do, a cable that was
    pulled is put back at once. A pseudo-terminal has no speed and no modem lines: flow
    control cannot be tried here.
    """

    def __init__(self, printer: VirtualPrinter, link: Path | None = None) -> None:
        self.printer = printer
        self._link = link
        self._closing = Event()
        self._plug_in()
        self._thread = Thread(target=self._serve, daemon=True, name=self.path)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"serial://{self._link or self.path}?flow=none"

    def unplug(self) -> None:
        """Pull the cable."""
        self._pulled.set()

    def close(self) -> None:
        """Pull the cable and switch the printer off."""
        self._closing.set()
        self.unplug()
        self.printer.close()
        self._thread.join(timeout=5)

    def _plug_in(self) -> None:
        self._pulled = Event()
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        if self._link:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self.path)
        self.printer.attach(_PtyLink(self))

    def _serve(self) -> None:
        self._listen()
        while self._link and not self._closing.is_set():
            self._plug_in()
            self._listen()

    def _listen(self) -> None:
        while not self._pulled.is_set() and not self._closing.is_set():
            if select.select([self.master], [], [], _POLL_S)[0]:
                self.printer.received(os.read(self.master, _READ_SIZE))
        self.printer.attach(None)
        os.close(self.master)
        os.close(self._slave)


def serve_tcp(folder: Path | None = None, *, port: int = 0, **settings: Any) -> TcpServer:
    """Start a virtual printer on 127.0.0.1; *settings* are those of `VirtualPrinter`."""
    return TcpServer(VirtualPrinter(folder, **settings), port=port)


def serve_pty(folder: Path | None = None, **settings: Any) -> PtyServer:
    """Start a virtual printer on a pseudo-terminal; *settings* are those of `VirtualPrinter`."""
    return PtyServer(VirtualPrinter(folder, **settings))
