"""A paper becomes bytes on a thread of its own, from the moment it is known.

Who prints it asks the printer how it is meanwhile, writes down what is about to happen, or
waits for the paper before it.
"""

from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from threading import Thread

from printer_drivers import escpos
from printer_drivers.documents import FormDocument, TicketDocument
from printer_drivers.layout import strips
from printer_drivers.profiles import Profile


class Drawing:
    """The bytes of *document* for printers of *profile*, piece by piece, to be taken once."""

    def __init__(self, document: TicketDocument | FormDocument, profile: Profile) -> None:
        self.missing: list[str] = []
        self.substituted: list[str] = []
        self._document = document
        self._profile = profile
        #: None: there is no more. What went wrong is told to who takes the pieces.
        self._pieces: SimpleQueue[bytes | Exception | None] = SimpleQueue()

    def draw(self) -> None:
        """Draw it from the top to the end."""
        try:
            self._draw()
        except Exception as error:
            self._pieces.put(error)
        else:
            self._pieces.put(None)

    def __iter__(self) -> Iterator[bytes]:
        """Wait for each piece."""
        while (piece := self._pieces.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def _draw(self) -> None:
        starts = True
        for strip in strips(self._document, self._profile):
            self.missing += strip.missing
            self.substituted += strip.substituted
            ends = strip.is_last
            self._pieces.put(escpos.strip(strip.bands, self._profile, starts=starts, ends=ends))
            starts = ends


def draw_in_turn(drawings: Sequence[Drawing]) -> None:
    """Begin to draw, one after the other: what is printed first does not wait for the others."""

    def draw_all() -> None:
        for one in drawings:
            one.draw()

    Thread(target=draw_all, name="drawing", daemon=True).start()
