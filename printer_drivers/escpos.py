"""A picture as ESC/POS bytes. Nothing but bytes: no link, no waiting, no state.

Papers are sent as pictures only. The character sets of a printer depend on where it was
sold, and no printer has every name.
"""

from collections.abc import Iterable, Iterator

from PIL import Image

from printer_drivers.bands import Band, bands_of, rows_of
from printer_drivers.profiles import Profile, Raster

#: ESC @: back to the settings at power-on.
INITIALIZE = b"\x1b@"
#: GS a 255: report every change of status without being asked.
REPORT_CHANGES = b"\x1da\xff"

#: ESC J takes one byte.
_LONGEST_FEED = 255


def encode(image: Image.Image, profile: Profile) -> bytes:
    """Return the bytes that print *image* and cut it off.

    *image* is 1-bit and exactly as wide as the paper. It goes in bands of at most
    ``profile.band_rows``, each only as wide as its ink, so that small receive buffers do not
    overrun. What is drawn in squares of four dots (codes, the number, rules) goes at half its
    size and the printer doubles it; nothing of the picture is lost. Where a printer counts in
    dots, white paper is fed and passed over.

    Raises:
        ValueError: the image is not of the profile's width, or not 1-bit.

    >>> from printer_drivers.profiles import profile
    >>> encode(Image.new("1", (576, 2), 1), profile("send-only")).hex(" ")
    '1b 40 1d 76 30 03 01 00 01 00 00 1d 56 42 00'
    """
    if image.mode != "1" or image.width != profile.width_dots:
        wanted = f"1-bit, {profile.width_dots} dots wide"
        raise ValueError(f"a page must be {wanted}; this one is {image.mode!r}, {image.width}")
    bands = bands_of(rows_of(image), profile.band_rows, margins=profile.in_dots)
    return strip(bands, profile)


def strip(
    bands: Iterable[Band], profile: Profile, *, starts: bool = True, ends: bool = True
) -> bytes:
    """Return the bytes that draw *bands*.

    *starts*: they are the top of a paper, else they go on below what is drawn already;
    *ends*: the paper is cut off below them.
    """
    drawn = b"".join(_drawn(bands, profile, margin=0 if starts else None))
    return (_begin(profile) if starts else b"") + drawn + (profile.cut if ends else b"")


def wake(profile: Profile, *, scrap: bool) -> bytes:
    """Return the bytes that bring a printer back to reading commands.

    A job that broke off may have left it inside a picture, where it would take the next
    job's first commands for dots. It ignores NUL between commands. *scrap* cuts off what
    the broken job left, so that the next paper starts clean.
    """
    longest_band = (profile.width_dots // 8 + 16) * profile.band_rows
    return bytes(longest_band) + INITIALIZE + (profile.cut if scrap else b"")


def _begin(profile: Profile) -> bytes:
    reports = REPORT_CHANGES if profile.asb else b""
    return INITIALIZE + reports + (_count_in_dots(profile) if profile.in_dots else b"")


def _drawn(bands: Iterable[Band], profile: Profile, margin: int | None) -> Iterator[bytes]:
    """Yield the commands that draw *bands*; the left *margin* is so, or nobody knows."""
    draw = _gs_v_0 if profile.raster is Raster.GS_V_0 else _gs_l
    for band in bands:
        if profile.in_dots and band.is_blank:
            yield _feed(band.height)
            continue
        if profile.in_dots and band.left != margin:
            margin = band.left
            yield _left_margin(margin)
        yield draw(band)


def _count_in_dots(profile: Profile) -> bytes:
    """GS P: what feeds and margins count is a dot from here on; before, it differs by model."""
    return b"\x1dP" + bytes((profile.dpi, profile.dpi))


def _feed(rows: int) -> bytes:
    """ESC J: feed without printing."""
    whole, rest = divmod(rows, _LONGEST_FEED)
    steps = [_LONGEST_FEED] * whole + ([rest] if rest else [])
    return b"".join(b"\x1bJ" + bytes((step,)) for step in steps)


def _left_margin(width_bytes: int) -> bytes:
    """GS L: pictures begin here; by whole bytes, which costs a printer no time."""
    return b"\x1dL" + _low_high(8 * width_bytes)


def _gs_v_0(band: Band) -> bytes:
    """GS v 0: prints as it arrives; every ESC/POS printer and clone has it, with its scales."""
    scale = bytes((band.across - 1 + 2 * (band.down - 1),))
    return b"\x1dv0" + scale + _low_high(band.width) + _low_high(len(band.rows)) + band.dots


def _gs_l(band: Band) -> bytes:
    """GS ( L functions 112 and 50: store a picture, print it."""
    picture = b"\x30\x70\x30" + bytes((band.across, band.down)) + b"\x31"
    picture += _low_high(band.width * 8) + _low_high(len(band.rows)) + band.dots
    return b"\x1d(L" + _low_high(len(picture)) + picture + b"\x1d(L\x02\x00\x30\x32"


def _low_high(number: int) -> bytes:
    return number.to_bytes(2, "little")
