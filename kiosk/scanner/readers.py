"""Kinds of readers, and when each is told to look or to rest. Pure: time is passed in.

Source: the serial trigger commands in Honeywell's and Denso Wave's manuals.
"""

from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

Hex = Annotated[bytes, BeforeValidator(bytes.fromhex)]


class Reader(BaseModel):
    """One kind of reader, as in ``readers.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    start: Hex = b""
    stop: Hex = b""
    again_s: float | None = Field(default=None, gt=0)
    baud: int = 9600


_readers: TypeAdapter[dict[str, Reader]] = TypeAdapter(dict[str, Reader])


@cache
def readers() -> dict[str, Reader]:
    """Return the readers that come with the product, by name."""
    source = files("kiosk.scanner") / "readers.yaml"
    return _readers.validate_python(yaml.safe_load(source.read_text("utf-8")))


class Trigger:
    """Remembers what a reader was told last."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._on: bool | None = None
        self._told_at = 0.0

    def orders(self, at: float, *, wanted: bool, heard: bool = False) -> bytes:
        r"""Return what to send at second *at*; most of the time nothing.

        *wanted* says whether a code would be taken now, *heard* that one has just come:
        a reader rests by itself after each.

        >>> trigger = Trigger(readers()["honeywell"])
        >>> trigger.orders(0.0, wanted=True), trigger.orders(1.0, wanted=True)
        (b'\x16T\r', b'')
        >>> trigger.orders(2.0, wanted=False, heard=True)
        b'\x16U\r'
        """
        given_up = self._reader.again_s is not None and at - self._told_at >= self._reader.again_s
        if wanted == self._on and not (wanted and (heard or given_up)):
            return b""
        self._on, self._told_at = wanted, at
        return self._reader.start if wanted else self._reader.stop
