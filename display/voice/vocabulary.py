"""What an office may ever say in Japanese: made ahead, and nothing else can be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from display.voice.clips import NO_LETTERS, Saying, part_text


@dataclass(frozen=True)
class Vocabulary:
    """The prefixes and counters of an office, and the last number of its longest line."""

    prefixes: frozenset[str]
    counters: frozenset[str]
    last_number: int

    def holds(self, kind: str, words: str) -> bool:
        """Tell whether *words* may be asked for as a part of that kind."""
        match kind.removeprefix("short-"):
            case "lead":
                return True
            case "prefix":
                return words.replace(NO_LETTERS, "") in self.prefixes
            case "counter":
                return words in self.counters
            case "number":
                return words.isascii() and words.isdigit() and 0 < int(words) <= self.last_number
        return False

    def sayings(self) -> Iterator[Saying]:
        """Yield all of it, what every call needs first."""
        for kind, words in self._parts():
            text = part_text(kind, words)
            if text:
                yield "ja", text

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield from (("lead", wait) for wait in ("wait", "long"))
        for length in ("", "short-"):
            yield from ((f"{length}prefix", prefix) for prefix in sorted(self.prefixes))
            yield from ((f"{length}counter", counter) for counter in sorted(self.counters))
        for length in ("", "short-"):
            numbers = range(1, self.last_number + 1)
            yield from ((f"{length}number", str(number)) for number in numbers)
