"""One code held before the reader is one scan, however often the reader sends it."""

REPEAT_S = 2.0


class Debounce:
    """Remembers the last code for two seconds after it was last seen."""

    def __init__(self) -> None:
        self._code = ""
        self._seen = -REPEAT_S

    def is_new(self, code: str, at: float) -> bool:
        """Tell whether *code*, read at second *at*, is more than a repetition."""
        repeated = code == self._code and at - self._seen < REPEAT_S
        self._code, self._seen = code, at
        return not repeated
