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

    vertical: int


@dataclass(frozen=True)
class Picture:
    """Rows of dots, a 1 is black; printed at once, or kept until `PrintStored`."""

    width_bytes: int
    rows: int
    dots: bytes
    stored: bool = False


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
    | Picture
    | PrintStored
    | Cut
    | ReportChanges
    | TellStatus
    | TellIdentity
    | TellWhenPrinted
    | Setting
    | Text
    | Unknown
)

_DLE, _ESC, _FS, _GS = 0x10, 0x1B, 0x1C, 0x1D
_NUL, _TAB, _LF, _FF, _CR, _CAN = 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x18

#: Length of what follows ESC/FS/GS + letter, for settings of fixed length.
_ESC_SETTINGS = dict.fromkeys(map(ord, "!-23 =EGMRTVarte{%"), 1) | dict.fromkeys(b"2", 0)
_ESC_SETTINGS |= {ord("$"): 2, ord("\\"): 2, ord("c"): 2, ord("p"): 3, ord("D"): 0}
_FS_SETTINGS = {ord("&"): 0, ord("."): 0, ord("C"): 1, ord("!"): 1, ord("-"): 1, ord("S"): 2}
_GS_SETTINGS = dict.fromkeys(map(ord, "!BbfhHw"), 1) | dict.fromkeys(map(ord, "LW$\\"), 2)


def read_command(take: Take) -> Command:
    """Return the next command of the stream that *take* reads."""
    first = take(1)[0]
    match first:
        case 0x1B:
            return _esc(take)
        case 0x1D:
            return _gs(take)
        case 0x1C:
            return _setting(take, _FS, _FS_SETTINGS)
        case 0x10:
            return _dle(take)
        case 0x0A:
            return Feed(lines=1)
        case 0x00 | 0x09 | 0x0C | 0x0D | 0x18:
            return Setting(bytes((first,)))
        case _:
            return Text(first)


def _setting(take: Take, lead: int, known: Mapping[int, int]) -> Command:
    letter = take(1)[0]
    if letter not in known:
        return Unknown(bytes((lead, letter)))
    return Setting(bytes((lead, letter)) + (take(known[letter]) if known[letter] else b""))


def _dle(take: Take) -> Command:
    """Real-time commands were answered on arrival; in the stream they are passed over."""
    second = take(1)[0]
    if second == 0x14:
        return Setting(bytes((_DLE, second)) + take(3))
    if second in (0x04, 0x05):
        return Setting(bytes((_DLE, second)) + take(1))
    return Unknown(bytes((_DLE, second)))


def _esc(take: Take) -> Command:
    letter = take(1)[0]
    match chr(letter):
        case "@":
            return Initialize()
        case "J":
            return Feed(units=take(1)[0])
        case "d":
            return Feed(lines=take(1)[0])
        case "i" | "m":
            return Cut()
        case _ if letter in _ESC_SETTINGS:
            length = _ESC_SETTINGS[letter]
            return Setting(bytes((_ESC, letter)) + (take(length) if length else b""))
        case _:
            return Unknown(bytes((_ESC, letter)))


def _gs(take: Take) -> Command:
    letter = take(1)[0]
    simple = _GS_ONE.get(letter)
    if simple is not None:
        return simple(take(1)[0])
    match chr(letter):
        case "P":
            return MotionUnit(vertical=take(2)[1])
        case "V":
            return _cut(take)
        case "v":
            return _raster(take)
        case "(":
            function = take(1)[0]
            return _block(function, take(_number(take(2))))
        case "8":
            function = take(1)[0]
            return _block(function, take(_number(take(4))))
        case _ if letter in _GS_SETTINGS:
            return Setting(bytes((_GS, letter)) + take(_GS_SETTINGS[letter]))
        case _:
            return Unknown(bytes((_GS, letter)))


_GS_ONE: Mapping[int, Callable[[int], Command]] = {
    ord("a"): ReportChanges,
    ord("r"): TellStatus,
    ord("I"): TellIdentity,
}


def _cut(take: Take) -> Command:
    how = take(1)[0]
    if how in (65, 66, 97, 98, 103, 104):
        take(1)
    elif how not in (0, 1, 48, 49):
        return Unknown(bytes((_GS, ord("V"), how)))
    return Cut()


def _raster(take: Take) -> Command:
    head = take(6)
    if head[0] != ord("0"):
        return Unknown(b"\x1dv" + head)
    width, rows = _number(head[2:4]), _number(head[4:6])
    return Picture(width, rows, take(width * rows))


def _block(function: int, body: bytes) -> Command:
    match chr(function), body[:2]:
        case "H", b"00":
            return TellWhenPrinted(body[2:6])
        case "L", b"0p" | b"\x00p":
            return _stored_picture(body)
        case "L", b"02" | b"0\x02" | b"\x002":
            return PrintStored()
        case _:
            return Setting(bytes((_GS, ord("("), function)) + body)


def _stored_picture(body: bytes) -> Command:
    width_dots, rows = _number(body[6:8]), _number(body[8:10])
    width = (width_dots + 7) // 8
    dots = body[10:]
    if len(dots) != width * rows:
        return Unknown(b"\x1d(L" + body[:10])
    return Picture(width, rows, dots, stored=True)


def _number(low_first: bytes) -> int:
    return int.from_bytes(low_first, "little")
