"""One code held before the reader is one scan, however often the reader sends it."""

REPEAT_S = 2.0


class Debounce:
    """Remembers the last code that was taken until two seconds after it was last seen."""

    def __init__(self) -> None:
        self._code = ""
        self._seen = -REPEAT_S

    def repeats(self, code: str, at: float) -> bool:
        """Tell whether *code*, read at second *at*, is the one taken last, still held there."""
        repeated = code == self._code and at - self._seen < REPEAT_S
        if repeated:
            self._seen = at
        return repeated

    def take(self, code: str, at: float) -> None:
        """Remember *code*; one that nobody took is not remembered and works a moment later."""
        self._code, self._seen = code, at
