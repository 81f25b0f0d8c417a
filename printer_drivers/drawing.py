"""A paper becomes bytes, its first strip on a thread of its own before anybody prints it.

Who prints it asks the printer how it is meanwhile, or writes down what is about to happen. The
rest is drawn strip by strip as the wire takes it, for drawing holds up all other threads.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from itertools import pairwise
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
        #: Begun when all of this one has been taken.
        self.following: Drawing | None = None
        self._strips = strips(document, profile)
        self._profile = profile
        self._starts = True
        self._head: Future[bytes | None] | None = None

    def begin(self) -> None:
        """Draw the first strip from now on; safe to repeat."""
        if self._head is None:
            self._head = Future()
            Thread(target=self._draw, args=(self._head,), name="drawing", daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        """Draw each strip when it is asked for, but the first, which is waited for."""
        self.begin()
        piece = self._head.result() if self._head else None
        while piece is not None:
            yield piece
            piece = self._next()
        if self.following:
            self.following.begin()

    def _draw(self, head: Future[bytes | None]) -> None:
        try:
            head.set_result(self._next())
        except Exception as error:
            head.set_exception(error)

    def _next(self) -> bytes | None:
        strip = next(self._strips, None)
        if strip is None:
            return None
        self.missing += strip.missing
        self.substituted += strip.substituted
        starts, self._starts = self._starts, strip.is_last
        return escpos.strip(strip.bands, self._profile, starts=starts, ends=strip.is_last)


def begin_in_turn(drawings: Sequence[Drawing]) -> None:
    """Begin the first, and each other when the one before it is on its way."""
    for one, after in pairwise(drawings):
        one.following = after
    if drawings:
        drawings[0].begin()
