"""What can be made to go wrong, and how it looks from outside. Pure values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Faults:
    """Faults to order; all off is a printer in good health."""

    #: Rows of dots until the paper ends; None is a roll without end.
    paper_rows: int | None = None
    cover_open: bool = False
    cutter_jam: bool = False
    near_end: bool = False
    #: Prints, and never says a word.
    mute: bool = False
    #: Says random bytes.
    garbage: bool = False
    #: Drops the link after so many more bytes; what came before is still printed.
    drop_after: int | None = None
    #: Never answers GS ( H.
    swallow_id: bool = False
    #: Reads the wire only so fast, questions included; None is as fast as it comes.
    bytes_per_s: int | None = None

    @property
    def paper_out(self) -> bool:
        return self.paper_rows == 0

    @property
    def stopped(self) -> bool:
        return self.paper_out or self.cover_open or self.cutter_jam


def answer_now(n: int, faults: Faults) -> int:
    """Return the answer to DLE EOT *n*."""
    answer = 0x12
    match n:
        case 1:
            answer |= 0x08 * faults.stopped
        case 2:
            answer |= 0x04 * faults.cover_open | 0x20 * faults.paper_out | 0x40 * faults.cutter_jam
        case 3:
            answer |= 0x08 * faults.cutter_jam
        case 4:
            answer |= 0x0C * (faults.near_end or faults.paper_out) | 0x60 * faults.paper_out
    return answer


def automatic_status(faults: Faults) -> bytes:
    """Return the four bytes that GS a makes the printer send by itself."""
    first = 0x10 | 0x08 * faults.stopped | 0x20 * faults.cover_open
    third = 0x03 * (faults.near_end or faults.paper_out) | 0x0C * faults.paper_out
    return bytes((first, 0x08 * faults.cutter_jam, third, 0x0F))


def paper_in_order(faults: Faults) -> int:
    """Return the answer to GS r 1."""
    return 0x03 * (faults.near_end or faults.paper_out) | 0x0C * faults.paper_out


def identity(what: int) -> bytes:
    """Return the answer to GS I *what*."""
    names = {65: b"1.00", 66: b"EPSON", 67: b"TM-m30", 68: b"VIRTUAL001"}
    if what in names:
        return b"\x5f" + names[what] + b"\0"
    return bytes((0x20 if what in (1, 49) else 0x02,))
