"""What a printer says of itself: questions, and answers as facts. Pure functions.

A fact is True, False or None; None means that the printer did not say. Silence is never
read as "fine".

Sources: Epson ESC/POS command reference (DLE EOT, GS a, GS r, GS ( H); the fixed bits that
tell the kinds of answers apart are Epson's own.
"""

from dataclasses import dataclass, fields

#: GS r 1: answered once all data before it is processed.
ASK_PAPER_IN_ORDER = b"\x1dr\x01"

_ID_LENGTH = 4
#: Blocks start with one of these and end with NUL.
_BLOCK_STARTS = frozenset(b"\x35\x37\x39\x3a\x3b\x3d\x5f")
_LONGEST_BLOCK = 80
_ASB_LENGTH = 4


@dataclass(frozen=True)
class Facts:
    """What a printer said of itself; None where it did not say."""

    offline: bool | None = None
    cover_open: bool | None = None
    paper_out: bool | None = None
    paper_near_end: bool | None = None
    cutter_jam: bool | None = None
    error: bool | None = None

    def updated(self, newer: "Facts") -> "Facts":
        """Return these facts with those of *newer* over them, where it says something."""
        mine, theirs = vars(self), vars(newer)
        return Facts(**{n: mine[n] if v is None else v for n, v in theirs.items()})

    @property
    def known(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))

    @property
    def stopped(self) -> bool:
        """Whether it said that it cannot print now."""
        return any((self.offline, self.cover_open, self.paper_out, self.cutter_jam, self.error))


@dataclass(frozen=True)
class RealTime:
    """The answer to DLE EOT n. It does not say which n: ask one at a time."""

    value: int


@dataclass(frozen=True)
class StatusBack:
    """Four bytes that the printer sends by itself when something changes."""

    value: bytes


@dataclass(frozen=True)
class InOrder:
    """The answer to GS r."""

    value: int


@dataclass(frozen=True)
class Block:
    """An answer of several bytes: header first, without its closing NUL."""

    value: bytes


@dataclass(frozen=True)
class Noise:
    """A byte that is no answer we know."""

    value: int


Reply = RealTime | StatusBack | InOrder | Block | Noise


def ask(n: int) -> bytes:
    """Return DLE EOT *n*, which is answered at once, even while data waits.

    >>> ask(2).hex(" ")
    '10 04 02'
    """
    if n not in (1, 2, 3, 4):
        raise ValueError(f"DLE EOT takes 1 to 4, not {n}")
    return bytes((0x10, 0x04, n))


def ask_when_printed(job: bytes) -> bytes:
    """Return the command that makes the printer answer *job* once all before it is on paper.

    Source: ``GS ( H`` function 48; *job* is four bytes from 20 to 7E.

    >>> ask_when_printed(b"A001").hex(" ")
    '1d 28 48 06 00 30 30 41 30 30 31'
    """
    if len(job) != _ID_LENGTH or not all(0x20 <= value <= 0x7E for value in job):
        raise ValueError(f"a process ID is four bytes from 20 to 7E, not {job!r}")
    return b"\x1d(H\x06\x0000" + job


def printed(reply: Reply, job: bytes) -> bool:
    r"""Tell whether *reply* says that *job* is on paper.

    >>> printed(Block(b"7\x22A001"), b"A001")
    True
    """
    return reply == Block(b"\x37\x22" + job)


def ask_executed(number: int) -> bytes:
    """Return SII's DC2 q, answered by `executed` once all before it is done."""
    return bytes((0x12, 0x71, number & 0x7F))


def executed(reply: Reply, number: int) -> bool:
    return reply == Noise(0x80 | number & 0x7F)


def facts_of_answer(n: int, value: int) -> Facts:
    """Return what *value* says as the answer to DLE EOT *n*.

    >>> facts_of_answer(2, 0x32)
    Facts(offline=None, cover_open=False, paper_out=True, paper_near_end=None, \
cutter_jam=None, error=False)
    """
    match n:
        case 1:
            return Facts(offline=bool(value & 0x08))
        case 2:
            return Facts(
                cover_open=bool(value & 0x04),
                paper_out=bool(value & 0x20),
                error=bool(value & 0x40),
            )
        case 3:
            # 2 has said already whether there is an error at all; 3 only says which
            return Facts(cutter_jam=bool(value & 0x08), error=bool(value & 0x64) or None)
        case _:
            # a roll that is at its end is out; one that is not may still have stopped (2)
            return Facts(paper_near_end=bool(value & 0x0C), paper_out=bool(value & 0x60) or None)


def facts_of_status_back(value: bytes) -> Facts:
    """Return what the four bytes of an automatic status say.

    >>> facts_of_status_back(bytes.fromhex("10 00 00 0f")).offline
    False
    """
    first, second, third, _ = value
    return Facts(
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        paper_out=bool(third & 0x0C),
        paper_near_end=bool(third & 0x03),
        cutter_jam=bool(second & 0x08),
        error=bool(second & 0x64),
    )


def facts_of_in_order(value: int) -> Facts:
    """Return what *value* says as the answer to GS r 1."""
    return Facts(paper_near_end=bool(value & 0x03), paper_out=bool(value & 0x0C))


def went_through(reply: Reply) -> bool:
    """Tell whether *reply* answers GS r 1 with paper left: all data before it was processed.

    Weaker than a process ID, for the last rows may still be under the head; but a printer
    whose paper ended in the middle does not answer (Epson TM-T88III specification).
    """
    return isinstance(reply, InOrder) and not facts_of_in_order(reply.value).paper_out


def parse(data: bytes) -> tuple[list[Reply], bytes]:
    r"""Return the replies in *data*, and the start of one that is not complete yet.

    Nothing is lost and nothing is guessed: bytes that fit no answer come as `Noise`.

    >>> parse(bytes.fromhex("12 37 22 41 30 30 31 00 10 00"))
    ([RealTime(value=18), Block(value=b'7"A001')], b'\x10\x00')
    """
    replies: list[Reply] = []
    while data:
        step = _next(data)
        if step is None:
            break
        found, length = step
        replies.append(found)
        data = data[length:]
    return replies, data


def _next(data: bytes) -> tuple[Reply, int] | None:
    """Return the first reply and its length; None when more bytes are needed."""
    first = data[0]
    if first & 0x93 == 0x12:
        return RealTime(first), 1
    if first & 0x93 == 0x10:
        return _status_back(data)
    if first in _BLOCK_STARTS:
        return _block(data)
    if first & 0x90 == 0x00:
        return InOrder(first), 1
    return Noise(first), 1


def _status_back(data: bytes) -> tuple[Reply, int] | None:
    rest = data[1:_ASB_LENGTH]
    if any(value & 0x90 for value in rest):
        return Noise(data[0]), 1
    if len(data) < _ASB_LENGTH:
        return None
    return StatusBack(data[:_ASB_LENGTH]), _ASB_LENGTH


def _block(data: bytes) -> tuple[Reply, int] | None:
    end = data.find(0, 0, _LONGEST_BLOCK)
    inside = data[1 : end if end >= 0 else _LONGEST_BLOCK]
    if any(not 0x20 <= value <= 0x7E for value in inside):
        return Noise(data[0]), 1
    if end < 0:
        return None if len(data) < _LONGEST_BLOCK else (Noise(data[0]), 1)
    return Block(data[:end]), end + 1
