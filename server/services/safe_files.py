"""Files of residents: told by their bytes, and kept without anything but what is seen on them.

A picture is unpacked and written anew, upright and no finer than paper needs: where and with
what it was taken stays with the resident. A PDF is kept as it is, so that a signature in it
holds; one that needs a password, runs a program or carries other files is refused.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from server.domain.attachments import FileKind
from server.domain.refusals import FieldError, Misfit

MOST_BYTES = 5 * 1024 * 1024
#: What a phone's camera gives; a larger one is refused before it is unpacked.
MOST_PIXELS = 50_000_000
#: A4 at 300 dots an inch.
LONGEST_SIDE = 3508
QUALITY = 85
MOST_PAGES = 50

#: How the files begin that are taken.
_BEGINNINGS = {
    b"\xff\xd8\xff": FileKind.PICTURE,
    b"\x89PNG\r\n\x1a\n": FileKind.PICTURE,
    b"%PDF-": FileKind.PDF,
}
#: What acts, or hides, in a PDF, in whatever dictionary it stands (ISO 32000-2, 7.11, 12.6, 13).
_ACTS = frozenset(
    {"/AA", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/RichMediaContent", "/XFA"}
)
_ACTIONS = frozenset(
    {"/GoToE", "/ImportData", "/JavaScript", "/Launch", "/Rendition", "/SubmitForm"}
)
#: More than fifty pages of text have; a file of nothing but small parts is not looked through.
MOST_PARTS = 100_000


@dataclass(frozen=True)
class SafeFile:
    """A file as it is kept."""

    kind: FileKind
    data: bytes


def made_safe(data: bytes) -> SafeFile:
    """Return what is kept of a file.

    Raises:
        Misfit: ``file_kind``, ``file_size`` or ``file_locked``, at ``data``.

    """
    if len(data) > MOST_BYTES:
        raise _too_large(f"{MOST_BYTES // 1024 // 1024}MB")
    kind = next((kind for begin, kind in _BEGINNINGS.items() if data.startswith(begin)), None)
    if kind is None:
        raise _unreadable()
    if kind is FileKind.PDF:
        _check_pdf(data)
        return SafeFile(kind, data)
    return SafeFile(kind, _as_jpeg(_upright(data)))


def _upright(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_fine()
            # A JPEG is unpacked no finer than it will be kept.
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _on_white(upright)
    except Image.DecompressionBombError as error:
        raise _too_fine() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        raise _unreadable() from error


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _as_jpeg(picture: Image.Image) -> bytes:
    # Pillow writes along what a file had beside its picture; a plain copy has nothing.
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    with io.BytesIO() as file:
        plain.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        return file.getvalue()


def _check_pdf(data: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            if pdf.is_encrypted or _acts(pdf):
                raise _locked()
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise _too_large(f"{MOST_PAGES}ページ")
    except pikepdf.PasswordError as error:
        raise _locked() from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable() from error


def _acts(pdf: pikepdf.Pdf) -> bool:
    return any(_ACTS & one.keys() or str(one.get("/S")) in _ACTIONS for one in _dictionaries(pdf))


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a file, each once: of pages, of fields, within one another."""
    parts = 0
    for whole in pdf.objects:
        inside = [whole]
        while inside:
            one = inside.pop()
            if (parts := parts + 1) > MOST_PARTS:
                raise _too_large(f"中の部品{MOST_PARTS // 10_000}万個")
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                inside += [within for _, within in one.items() if _stands_here(within)]
            elif isinstance(one, pikepdf.Array):
                inside += [within for within in one if _stands_here(within)]


def _stands_here(part: Any) -> bool:
    """Tell whether a part stands within another, and not on its own elsewhere in the file."""
    return isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect


def _unreadable() -> Misfit:
    message = "このファイルは読めません。JPEG・PNG の写真か、PDF を選んでください。"
    return Misfit([FieldError("data", "file_kind", message)])


def _too_fine() -> Misfit:
    return _too_large("5,000万画素")


def _too_large(most: str) -> Misfit:
    message = f"ファイルが大きすぎます。{most}までです。写真をとりなおすか、分けて送ってください。"
    return Misfit([FieldError("data", "file_size", message)])


def _locked() -> Misfit:
    message = (
        "パスワードのあるPDFや、ほかのファイル・プログラムの入ったPDFは送れません。"
        "印刷して写真をとるか、ふつうのPDFに保存しなおしてください。"
    )
    return Misfit([FieldError("data", "file_locked", message)])
