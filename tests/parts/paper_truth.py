"""The ground truth of papers: what lies in the tray, compared with what was said of it."""

from collections.abc import Callable
from functools import cache

from printer_drivers.documents import TicketDocument
from printer_drivers.layout import raster
from printer_drivers.profiles import Profile
from printer_drivers.virtual import VirtualPrinter

#: More papers of one number than anybody would print.
_MOST = 8


class StagedPrinter(VirtualPrinter):
    """A virtual printer to which something happens when it has taken so many more bytes."""

    _left = 0
    _then: Callable[[], None] | None = None

    def after_bytes(self, count: int, then: Callable[[], None]) -> None:
        """Do *then* once *count* more bytes have come."""
        self._left, self._then = count, then

    def calm(self) -> None:
        """Nothing happens any more."""
        self._then = None

    def received(self, data: bytes) -> None:
        then = self._then
        if then is None:
            super().received(data)
            return
        if len(data) < self._left:
            self._left -= len(data)
            super().received(data)
            return
        before, after = data[: self._left], data[self._left :]
        self._then = None
        super().received(before)
        then()
        super().received(after)


@cache
def _picture(ticket: str, profile: Profile) -> bytes:
    return raster(TicketDocument.model_validate_json(ticket), profile).image.tobytes()


def tickets_of(
    document: dict[str, object],
    profile: Profile,
    *printers: VirtualPrinter,
    restarted: bool = False,
) -> list[int]:
    """Return the reissue count of each whole ticket of *document* that was cut off.

    Whole: its last rows are the ticket's, every dot. What an earlier job left on the paper may
    stand above. *restarted*: those without a link to "my turn" count too, it is not on the disk.
    """
    found = []
    papers = [paper.image.tobytes() for printer in printers for paper in list(printer.papers)]
    for reissue in range(_MOST):
        copies = 0
        for url in {document["visit_url"], None} if restarted else {document["visit_url"]}:
            again = {**document, "reissue": reissue, "visit_url": url}
            ticket = TicketDocument.model_validate(again).model_dump_json(by_alias=True)
            picture = _picture(ticket, profile)
            copies += sum(paper.endswith(picture) for paper in papers)
        found += [reissue] * copies
        if reissue and not copies:
            break
    return found
