"""HTTP on one kept-alive socket: a client so cheap that the figure is the server's.

``http.client`` costs as much as a small answer costs the server, on the same cores.
"""

import json
import select
import socket
from typing import Any

_END = b"\r\n\r\n"


class Wire:
    """One connection to a server on this machine; its requests wait for their answers."""

    def __init__(self, port: int, key: str | None = None) -> None:
        self._port = port
        self._socket = self._connect()
        bearer = f"Authorization: Bearer {key}\r\n" if key else ""
        self._common = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{bearer}"
        self._left = b""

    def get(self, path: str, etag: str | None = None) -> tuple[int, str, bytes]:
        """Return the status, the ETag and the body."""
        asked = f"If-None-Match: {etag}\r\n" if etag else ""
        self._send(f"GET {path}{self._common}{asked}\r\n")
        return self._answer()

    def post(self, path: str, body: dict[str, Any], key: str) -> tuple[int, bytes]:
        """POST *body* under an Idempotency-Key and return the status and the body."""
        text = json.dumps(body)
        head = (
            f"POST {path}{self._common}Content-Type: application/json\r\n"
            f"Idempotency-Key: {key}\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        self._send(head + text)
        status, _, answer = self._answer()
        return status, answer

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def _send(self, request: str) -> None:
        if self._was_hung_up():
            self._socket.close()
            self._socket = self._connect()
        self._socket.sendall(request.encode())

    def _was_hung_up(self) -> bool:
        """Tell whether the server has ended the connection since the last answer, as it may."""
        readable, _, _ = select.select([self._socket], [], [], 0)
        return bool(readable) and self._socket.recv(1, socket.MSG_PEEK) == b""

    def _answer(self) -> tuple[int, str, bytes]:
        data = self._left
        while (end := data.find(_END)) < 0:
            data += self._receive()
        head = data[:end].decode("latin-1")
        status, length = int(head[9:12]), int(_header(head, "content-length") or 0)
        length = 0 if status in {204, 304} else length
        body = data[end + len(_END) :]
        while len(body) < length:
            body += self._receive()
        self._left = body[length:]
        return status, _header(head, "etag"), body[:length]

    def _receive(self) -> bytes:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the server ended the connection")
        return data


def _header(head: str, name: str) -> str:
    """Return the value of a header, or nothing."""
    at = head.lower().find(f"\r\n{name}: ")
    if at < 0:
        return ""
    return head[at + len(name) + 4 :].partition("\r\n")[0]
