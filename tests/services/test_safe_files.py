"""What is kept of a resident's file: what is seen on it, upright, and nothing else."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from server.domain.attachments import FileKind
from server.domain.refusals import Misfit
from server.services.safe_files import LONGEST_SIDE, MOST_BYTES, MOST_PAGES, MOST_PARTS, made_safe
from tests.parts.files import bomb, pdf, photo

RUNS = b"<< /S /JavaScript /JS (app.alert(1)) >>"
CARRIES = b"<< /EmbeddedFiles << /Names [] >> >>"


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Misfit) as refused:
        made_safe(data)
    (error,) = refused.value.errors
    return error.field, error.code


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_written_anew_upright_and_says_not_where_it_was_taken(form):
    kept = made_safe(photo(form=form))
    assert kept.kind is FileKind.PICTURE
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (900, 1200)
        red, green, _ = picture.getpixel((450, 100))
        assert (red > 200, green < 60) == (True, True)
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for told in (b"a camera", b"who and where", b"Exif"):
        assert told not in kept.data


def test_what_shines_through_is_white_and_a_large_picture_comes_out_as_fine_as_paper_needs():
    with io.BytesIO() as file:
        Image.new("RGBA", (6000, 200), (0, 0, 0, 0)).save(file, "PNG")
        kept = made_safe(file.getvalue())
    with Image.open(io.BytesIO(kept.data)) as picture:
        assert picture.width == LONGEST_SIDE
        assert min(picture.getpixel((10, 10))) > 250


def test_a_pdf_is_kept_byte_for_byte():
    data = pdf(2)
    assert made_safe(data) == made_safe(data)
    assert (made_safe(data).kind, made_safe(data).data) == (FileKind.PDF, data)


def with_chunk(name: bytes, said: bytes) -> bytes:
    """Return a PNG with one more chunk, before its last."""
    with io.BytesIO() as file:
        Image.new("RGB", (40, 30), "white").save(file, "PNG")
        data = file.getvalue()
    crc = struct.pack(">I", zlib.crc32(name + said))
    return data[:-12] + struct.pack(">I", len(said)) + name + said + crc + data[-12:]


def damaged(at: int, by: bytes) -> bytes:
    data = photo(form="PNG")
    return data[:at] + by + data[at + len(by) :]


@pytest.mark.parametrize("at", range(8, 240, 5))
def test_a_picture_that_is_damaged_anywhere_is_taken_or_refused(at):
    data = damaged(at, b"\x00\xfe\xff")
    with suppress(Misfit):
        assert made_safe(data).kind is FileKind.PICTURE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_kind"),
        (b"<html><script>alert(1)</script>", "file_kind"),
        (b"GIF89a" + bytes(200), "file_kind"),
        (b"\xff\xd8\xff\xe0 no picture", "file_kind"),
        (photo()[:2000], "file_kind"),
        (with_chunk(b"eXIf", b"no directory of facts"), "file_kind"),
        (b"%PDF-1.7\nnothing that follows", "file_kind"),
        (b" " + pdf(), "file_kind"),
        (bomb(), "file_size"),
        (bytes(MOST_BYTES + 1), "file_size"),
        (pdf(MOST_PAGES + 1), "file_size"),
        (pdf(0), "file_size"),
        (pdf(opened_by="secret"), "file_locked"),
        (pdf(opened_by=""), "file_locked"),
        (pdf(OpenAction=RUNS), "file_locked"),
        (pdf(Names=CARRIES), "file_locked"),
        (pdf(AA=b"<< /WC %b >>" % RUNS), "file_locked"),
        (pdf(AcroForm=b"<< /Fields [ << /T (a) /A %b >> ] >>" % RUNS), "file_locked"),
        (pdf(Annots=b"[ << /A << /S /Launch /F (run) >> >> ]"), "file_locked"),
        (pdf(Fields=b"[ [ << /FS << /EF << /F null >> >> >> ] ]"), "file_locked"),
        (pdf(Many=b"[" + b"[]" * MOST_PARTS + b"]"), "file_size"),
    ],
)
def test_anything_else_is_refused_and_says_why(data, code):
    assert refusal(data) == ("data", code)
