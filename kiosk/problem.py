"""Why there is no number."""

from kiosk.answers import RefusalBody


class Problem(Exception):
    """Why there is no number; each code has its own screen."""

    def __init__(self, code: str, body: RefusalBody | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.body = body
