"""The ground truth of papers: what lies in the tray, compared with what was said of it."""

import json
from collections.abc import Callable, Sequence
from functools import cache

from printer_drivers.documents import SheetDocument, documents
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
def _picture(paper: str, profile: Profile) -> bytes:
    [document] = documents.validate_json(f"[{paper}]")
    assert not isinstance(document, SheetDocument)
    return raster(document, profile).image.tobytes()


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
    urls = {document["visit_url"], None} if restarted else {document["visit_url"]}
    return _whole([{**document, "visit_url": url} for url in urls], profile, printers)


def forms_of(document: dict[str, object], profile: Profile, *printers: VirtualPrinter) -> list[int]:
    """Return the reissue count of each whole form of *document* that was cut off."""
    return _whole([document], profile, printers)


def _whole(
    looks: Sequence[dict[str, object]], profile: Profile, printers: Sequence[VirtualPrinter]
) -> list[int]:
    """Return the reissue count of each paper that is one of *looks* to its last row."""
    papers = [paper.image.tobytes() for printer in printers for paper in list(printer.papers)]
    found: dict[int, tuple[int, int]] = {}  # which paper: how long the picture, which reissue
    for reissue in range(_MOST):
        pictures = [_picture(json.dumps({**look, "reissue": reissue}), profile) for look in looks]
        matches = [
            (number, len(picture))
            for number, paper in enumerate(papers)
            for picture in pictures
            if paper.endswith(picture)
        ]
        for number, length in matches:
            # below its mark a second paper may look as the first does
            found[number] = max(found.get(number, (0, 0)), (length, reissue))
        if reissue and not matches:
            break
    return sorted(reissue for _, reissue in found.values())
