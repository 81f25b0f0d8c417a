"""Read ESC/POS commands from a stream of bytes, one at a time.

Written from Epson's command reference, without looking at what our own driver sends.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Returns the next n bytes of the stream.
Take = Callable[[int], bytes]


@dataclass(frozen=True)
class Initialize:
    """ESC @."""


@dataclass(frozen=True)
class Feed:
    """Move the paper, by motion units or by lines."""

    units: int = 0
    lines: int = 0


@dataclass(frozen=True)
class MotionUnit:
    """GS P: parts of an inch; 0 is the model's own."""

    horizontal: int
    vertical: int


@dataclass(frozen=True)
class LeftMargin:
    """GS L, in motion units."""

    units: int


@dataclass(frozen=True)
class Picture:
    """Rows of dots, a 1 is black; printed at once, or kept until `PrintStored`.

    Each dot of the data is *across* dots wide and *down* dots high on the paper.
    """

    width_bytes: int
    rows: int
    dots: bytes
    stored: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class PrintStored:
    """GS ( L function 50."""


@dataclass(frozen=True)
class Cut:
    """GS V, ESC i, ESC m."""


@dataclass(frozen=True)
class ReportChanges:
    """GS a."""

    what: int


@dataclass(frozen=True)
class TellStatus:
    """GS r."""

    what: int


@dataclass(frozen=True)
class TellIdentity:
    """GS I."""

    what: int


@dataclass(frozen=True)
class TellWhenPrinted:
    """GS ( H function 48."""

    job: bytes


@dataclass(frozen=True)
class TellExecuted:
    """DC2 q, of SII."""

    number: int


@dataclass(frozen=True)
class Setting:
    """A command that is known and changes nothing on a paper of pictures."""

    bytes: bytes


@dataclass(frozen=True)
class Text:
    """One byte of text. Our papers have none: it shows a stream out of step."""

    byte: int


@dataclass(frozen=True)
class Unknown:
    """Bytes that are no command."""

    bytes: bytes


Command = (
    Initialize
    | Feed
    | MotionUnit
    | LeftMargin
    | Picture
    | PrintStored
    | Cut
    | ReportChanges
    | TellStatus
    | TellIdentity
    | TellWhenPrinted
    | TellExecuted
    | Setting
    | Text
    | Unknown
)

_LF, _DLE, _DC2, _ESC_LEAD, _FS_LEAD, _GS_LEAD = 0x0A, 0x10, 0x12, 0x1B, 0x1C, 0x1D
#: NUL, TAB, FF, CR, CAN: nothing happens in standard mode.
_SILENT = b"\x00\x09\x0c\x0d\x18"

#: Length of what follows ESC/FS/GS + letter, for settings of fixed length.
_ESC_SETTINGS = dict.fromkeys(map(ord, "!-23 =EGMRTVarte{%"), 1) | dict.fromkeys(b"2", 0)
_ESC_SETTINGS |= {ord("$"): 2, ord("\\"): 2, ord("c"): 2, ord("p"): 3, ord("D"): 0}
_FS_SETTINGS = {ord("&"): 0, ord("."): 0, ord("C"): 1, ord("!"): 1, ord("-"): 1, ord("S"): 2}
_GS_SETTINGS = dict.fromkeys(map(ord, "!BbfhHw"), 1) | dict.fromkeys(map(ord, "W$\\"), 2)


def read_command(take: Take) -> Command:
    """Return the next command of the stream that *take* reads."""
    first = take(1)[0]
    if first in _LEADS:
        return _LEADS[first](take)
    if first == _LF:
        return Feed(lines=1)
    return Setting(bytes((first,))) if first in _SILENT else Text(first)


def _setting(letter: int, take: Take, lead: int, known: Mapping[int, int]) -> Command:
    if letter not in known:
        return Unknown(bytes((lead, letter)))
    return Setting(bytes((lead, letter)) + take(known[letter]))


def _dle(take: Take) -> Command:
    """Real-time commands were answered on arrival; in the stream they are passed over."""
    second = take(1)[0]
    if second == 0x14:
        return Setting(bytes((_DLE, second)) + take(3))
    if second in (0x04, 0x05):
        return Setting(bytes((_DLE, second)) + take(1))
    return Unknown(bytes((_DLE, second)))


def _dc2(take: Take) -> Command:
    letter = take(1)[0]
    return TellExecuted(take(1)[0]) if letter == ord("q") else Unknown(bytes((_DC2, letter)))


def _esc(take: Take) -> Command:
    letter = take(1)[0]
    if letter in _ESC:
        return _ESC[letter](take)
    return _setting(letter, take, _ESC_LEAD, _ESC_SETTINGS)


def _gs(take: Take) -> Command:
    letter = take(1)[0]
    if letter in _GS:
        return _GS[letter](take)
    return _setting(letter, take, _GS_LEAD, _GS_SETTINGS)


def _fs(take: Take) -> Command:
    letter = take(1)[0]
    if letter == ord("("):
        return Setting(bytes((_FS_LEAD, letter)) + take(1) + take(_number(take(2))))
    return _setting(letter, take, _FS_LEAD, _FS_SETTINGS)


def _cut(take: Take) -> Command:
    how = take(1)[0]
    if how in (65, 66, 97, 98, 103, 104):
        take(1)
    elif how not in (0, 1, 48, 49):
        return Unknown(bytes((_GS_LEAD, ord("V"), how)))
    return Cut()


#: GS v 0's m, as a number or as its digit: dots across and down.
_RASTER_SCALES = {0: (1, 1), 1: (2, 1), 2: (1, 2), 3: (2, 2)}
_RASTER_SCALES |= {ord("0") + m: scale for m, scale in _RASTER_SCALES.items()}


def _raster(take: Take) -> Command:
    head = take(6)
    if head[0] != ord("0") or head[1] not in _RASTER_SCALES:
        return Unknown(b"\x1dv" + head)
    width, rows = _number(head[2:4]), _number(head[4:6])
    across, down = _RASTER_SCALES[head[1]]
    return Picture(width, rows, take(width * rows), across=across, down=down)


def _block(function: int, body: bytes) -> Command:
    match chr(function), body[:2]:
        case "H", b"00":
            return TellWhenPrinted(body[2:6])
        case "L", b"0p" | b"\x00p":
            return _stored_picture(body)
        case "L", b"02" | b"0\x02" | b"\x002":
            return PrintStored()
        case _:
            return Setting(bytes((_GS_LEAD, ord("("), function)) + body)


def _stored_picture(body: bytes) -> Command:
    width_dots, rows = _number(body[6:8]), _number(body[8:10])
    width = (width_dots + 7) // 8
    across, down = body[3:5]
    dots = body[10:]
    if len(dots) != width * rows or not {across, down} <= {1, 2}:
        return Unknown(b"\x1d(L" + body[:10])
    return Picture(width, rows, dots, stored=True, across=across, down=down)


def _number(low_first: bytes) -> int:
    return int.from_bytes(low_first, "little")


_ESC: Mapping[int, Callable[[Take], Command]] = {
    ord("@"): lambda take: Initialize(),
    ord("J"): lambda take: Feed(units=take(1)[0]),
    ord("d"): lambda take: Feed(lines=take(1)[0]),
    ord("i"): lambda take: Cut(),
    ord("m"): lambda take: Cut(),
}
_GS: Mapping[int, Callable[[Take], Command]] = {
    ord("a"): lambda take: ReportChanges(take(1)[0]),
    ord("r"): lambda take: TellStatus(take(1)[0]),
    ord("I"): lambda take: TellIdentity(take(1)[0]),
    ord("L"): lambda take: LeftMargin(_number(take(2))),
    ord("P"): lambda take: MotionUnit(*take(2)),
    ord("V"): _cut,
    ord("v"): _raster,
    ord("("): lambda take: _block(take(1)[0], take(_number(take(2)))),
    ord("8"): lambda take: _block(take(1)[0], take(_number(take(4)))),
}
_LEADS: Mapping[int, Callable[[Take], Command]] = {
    _DLE: _dle,
    _DC2: _dc2,
    _ESC_LEAD: _esc,
    _FS_LEAD: _fs,
    _GS_LEAD: _gs,
}
