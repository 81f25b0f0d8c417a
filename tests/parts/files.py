"""Files as residents send them: photographs with all that a phone writes into them, PDFs."""

import io
import struct
import zlib

import pikepdf
from PIL import Image

#: EXIF's own numbers.
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
LYING_ON_ITS_SIDE = 6


def photo(width: int = 1200, height: int = 900, form: str = "JPEG") -> bytes:
    """Return a photograph taken sideways, red where the top is, with its place and camera."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 3, height))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = LYING_ON_ITS_SIDE, "a camera"
    exif[GPS] = {1: "N", 2: (34.0, 36.0, 30.0)}
    with io.BytesIO() as file:
        picture.save(file, form, exif=exif, comment=b"who and where")
        return file.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """Return a small PNG that would unpack to hundreds of megabytes."""
    size = struct.pack(">II5B", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side + 1) * 4, 9)
    chunks = ((b"IHDR", size), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def pdf(pages: int = 1, *, opened_by: str | None = None, **root: bytes) -> bytes:
    """Return a PDF of empty pages; *root*: more entries of its root, in PDF's own syntax."""
    with pikepdf.new() as made, io.BytesIO() as file:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        for name, value in root.items():
            made.Root[f"/{name}"] = pikepdf.Object.parse(value)
        locked = opened_by is not None
        made.save(
            file,
            encryption=pikepdf.Encryption(user=opened_by or "", owner="o") if locked else False,
        )
        return file.getvalue()
