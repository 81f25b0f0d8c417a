"""A picture as ESC/POS bytes. Nothing but bytes: no link, no waiting, no state.

Papers are sent as pictures only. The character sets of a printer depend on where it was
sold, and no printer has every name.
"""

from collections.abc import Iterator

from PIL import Image

from printer_drivers.profiles import Profile, Raster

#: ESC @: back to the settings at power-on.
INITIALIZE = b"\x1b@"
#: GS a 255: report every change of status without being asked.
REPORT_CHANGES = b"\x1da\xff"

#: Shorter blank runs are cheaper inside their band than as a band of their own.
_WORTH_FEEDING = 4
#: Pillow's 1 is white, the printer's 1 is black.
_INVERTED = bytes(value ^ 0xFF for value in range(256))


def encode(image: Image.Image, profile: Profile) -> bytes:
    """Return the bytes that print *image* and cut it off.

    *image* is 1-bit and exactly as wide as the paper. It goes in bands of at most
    ``profile.band_rows``, each only as wide as its ink, so that small receive buffers
    do not overrun. Blank rows are bands one byte wide: exact on every printer, where
    ``ESC J`` counts in a unit that differs between models (1/360 or 1/406 inch).

    Raises:
        ValueError: the image is not of the profile's width, or not 1-bit.

    >>> from printer_drivers.profiles import profile
    >>> encode(Image.new("1", (576, 2), 1), profile("send-only")).hex(" ")
    '1b 40 1d 76 30 00 01 00 02 00 00 00 1d 56 42 00'
    """
    if image.mode != "1" or image.width != profile.width_dots:
        wanted = f"1-bit, {profile.width_dots} dots wide"
        raise ValueError(f"a page must be {wanted}; this one is {image.mode!r}, {image.width}")
    draw = _gs_v_0 if profile.raster is Raster.GS_V_0 else _gs_l
    bands = (draw(band) for band in _bands(_rows(image), profile.band_rows))
    reports = REPORT_CHANGES if profile.asb else b""
    return INITIALIZE + reports + b"".join(bands) + profile.cut


def wake(profile: Profile, *, scrap: bool) -> bytes:
    """Return the bytes that bring a printer back to reading commands.

    A job that broke off may have left it inside a picture, where it would take the next
    job's first commands for dots. It ignores NUL between commands. *scrap* cuts off what
    the broken job left, so that the next paper starts clean.
    """
    longest_band = (profile.width_dots // 8 + 16) * profile.band_rows
    return bytes(longest_band) + INITIALIZE + (profile.cut if scrap else b"")


def _rows(image: Image.Image) -> list[bytes]:
    data = image.tobytes().translate(_INVERTED)
    width = image.width // 8
    return [data[start : start + width].rstrip(b"\0") for start in range(0, len(data), width)]


def _bands(rows: list[bytes], most: int) -> Iterator[list[bytes]]:
    """Cut *rows* into bands of at most *most*, each all blank or not."""
    start = 0
    while start < len(rows):
        blank = _blank_run(rows, start)
        if blank >= _WORTH_FEEDING or start + blank == len(rows):
            end = start + min(blank, most)
        else:
            end = _end_of_ink(rows, start, most)
        yield rows[start:end]
        start = end


def _blank_run(rows: list[bytes], start: int) -> int:
    end = start
    while end < len(rows) and not rows[end]:
        end += 1
    return end - start


def _end_of_ink(rows: list[bytes], start: int, most: int) -> int:
    end = start
    limit = min(len(rows), start + most)
    while end < limit:
        blank = _blank_run(rows, end)
        if blank >= _WORTH_FEEDING:
            return end
        end = min(limit, end + max(blank, 1))
    return end


def _gs_v_0(band: list[bytes]) -> bytes:
    """GS v 0: prints as it arrives; every ESC/POS printer and clone has it."""
    width = max(1, *map(len, band))
    return b"\x1dv0\x00" + _low_high(width) + _low_high(len(band)) + _dots(band, width)


def _gs_l(band: list[bytes]) -> bytes:
    """GS ( L functions 112 and 50: store a picture, print it."""
    width = max(1, *map(len, band))
    picture = b"\x30\x70\x30\x01\x01\x31" + _low_high(width * 8) + _low_high(len(band))
    picture += _dots(band, width)
    return b"\x1d(L" + _low_high(len(picture)) + picture + b"\x1d(L\x02\x00\x30\x32"


def _dots(band: list[bytes], width: int) -> bytes:
    return b"".join(row.ljust(width, b"\0") for row in band)


def _low_high(number: int) -> bytes:
    return number.to_bytes(2, "little")
