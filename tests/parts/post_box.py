"""An HTTP server that stands for a push service, LINE or an SMS gateway, and keeps what comes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PostBox:
    """Where it listens, what came, and what it answers next."""

    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    answer: int = 201


@contextmanager
def post_box() -> Iterator[PostBox]:
    box = PostBox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.posted.append(Posted(self.path, dict(self.headers), body))
            self.send_response(box.answer)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
