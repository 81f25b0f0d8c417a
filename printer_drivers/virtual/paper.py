"""The paper: rows of dots, cut off into sheets, kept as pictures."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image

_INVERTED = bytes(value ^ 0xFF for value in range(256))


def stretched(row: bytes, times: int, margin: int) -> bytes:
    r"""Return *row* with each of its dots *times* times, *margin* dots further to the right.

    >>> stretched(b"\xa0", 2, 4).hex()
    '0cc000'
    """
    dots = "".join(bit * times for byte in row for bit in f"{byte:08b}")
    shifted = "0" * margin + dots
    width = -(-len(shifted) // 8)
    return int(shifted.ljust(width * 8, "0") or "0", 2).to_bytes(width, "big")


@dataclass(frozen=True)
class Paper:
    """One paper that was cut off."""

    image: Image.Image
    dots: int
    #: Where its picture is, if the printer has a folder.
    path: Path | None


class Sheet:
    """The paper that is still in the printer."""

    def __init__(self, width_dots: int) -> None:
        self.width_dots = width_dots
        self.dots = 0
        self._rows: list[bytes] = []

    def __len__(self) -> int:
        return len(self._rows)

    def print_row(self, row: bytes) -> None:
        """Add a row of dots, a 1 is black; what is wider than the paper is lost."""
        width = self.width_dots // 8
        kept = row[:width].ljust(width, b"\0")
        self.dots += int.from_bytes(kept, "big").bit_count()
        self._rows.append(kept)

    def image(self) -> Image.Image:
        """Return what is on it: 1-bit, white paper."""
        rows = self._rows or [bytes(self.width_dots // 8)]
        data = b"".join(rows).translate(_INVERTED)
        return Image.frombytes("1", (self.width_dots, len(rows)), data)


class Tray:
    """Where papers fall: a folder of pictures that only its owner may look into."""

    def __init__(self, folder: Path | None, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)

    def drop(self, sheet: Sheet, number: int) -> Paper:
        """Keep *sheet* as a picture, whole or not at all."""
        image = sheet.image()
        if self._folder is None:
            return Paper(image, sheet.dots, None)
        now = f"{self._clock():%Y%m%d-%H%M%S}"
        path = self._folder / f"{now}-{number:04}.png"
        while path.exists():  # another printer may use the folder too
            number += 1
            path = self._folder / f"{now}-{number:04}.png"
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        image.save(unfinished, format="PNG")
        unfinished.replace(path)
        return Paper(image, sheet.dots, path)
