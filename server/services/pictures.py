"""Pictures of notice screens: checked, made anew, kept under the name of their bytes."""

import hashlib
import io
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db.city import Look, Work
from server.db.models import Picture
from server.domain.business_day import iso
from server.domain.refusals import FieldError, Misfit, NotFound

FORMATS = ("JPEG", "PNG", "WEBP")
#: What a phone's camera gives; a larger one is refused before it is unpacked.
MOST_PIXELS = 50_000_000
SCREEN = (1920, 1080)
QUALITY = 90
MOST_OF_AN_OFFICE = 200


def add(work: Work, name: str, data: bytes) -> Picture:
    """Keep a picture as a JPEG that fits a screen, without anything else the file held.

    Raises:
        Misfit: no picture that can be read, or too many are kept already.

    """
    picture = _made_anew(data)
    jpeg = _as_jpeg(picture)
    known = work.session.get(Picture, (work.office, name_of(jpeg)))
    if known is not None:
        return known
    if len(ids(work.session, work.office)) >= MOST_OF_AN_OFFICE:
        message = f"写真は{MOST_OF_AN_OFFICE}枚までです。使わない写真を消してください。"
        raise Misfit([FieldError("data", "too_many", message)])
    row = Picture(
        office=work.office,
        id=name_of(jpeg),
        name=name,
        width=picture.width,
        height=picture.height,
        jpeg=jpeg,
        added_at=work.now,
        by=work.actor,
    )
    work.session.add(row)
    return row


def remove(work: Work, picture: str) -> None:
    """Forget a picture that no display shows.

    Raises:
        NotFound: ``unknown_picture``.
        Misfit: a display shows it.

    """
    row = work.session.get(Picture, (work.office, picture))
    if row is None:
        raise _unknown()
    for display in work.floor.setup.displays:
        if any(slide.picture == picture for slide in display.slides):
            message = f"「{display.name or display.code}」が使っています。先に外してください。"
            raise Misfit([FieldError("picture", "in_use", message)])
    work.session.delete(row)


def jpeg_of(look: Look, office: str, picture: str) -> bytes:
    """Return a picture, or refuse with ``unknown_picture``."""
    jpeg = look.session.scalar(
        select(Picture.jpeg).where(Picture.office == office, Picture.id == picture)
    )
    if jpeg is None:
        raise _unknown()
    return jpeg


def ids(session: Session, office: str) -> set[str]:
    """Return the pictures that an office keeps."""
    return set(session.scalars(select(Picture.id).where(Picture.office == office)))


def listed(look: Look, office: str) -> list[dict[str, Any]]:
    """Return what is kept, newest first."""
    rows = look.session.scalars(
        select(Picture).where(Picture.office == office).order_by(Picture.added_at.desc())
    )
    return [as_json(row) for row in rows]


def as_json(row: Picture) -> dict[str, Any]:
    """Return a picture in the API's shape, without its bytes."""
    return {
        "id": row.id,
        "name": row.name,
        "width": row.width,
        "height": row.height,
        "added_at": iso(row.added_at),
    }


def name_of(jpeg: bytes) -> str:
    """Return the name of a picture's bytes."""
    return hashlib.sha256(jpeg).hexdigest()


def _made_anew(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _misfit("写真が大きすぎます。5,000万画素までにしてください。")
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise _misfit("写真として読めません。JPEG・PNG・WebP の写真を選んでください。") from error
    on_white = Image.new("RGB", upright.size, "white")
    on_white.paste(upright, mask=upright.getchannel("A"))
    on_white.thumbnail(SCREEN)
    return on_white


def _as_jpeg(picture: Image.Image) -> bytes:
    with io.BytesIO() as file:
        # Full colour resolution: posters are mostly coloured text.
        picture.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        return file.getvalue()


def _misfit(message: str) -> Misfit:
    return Misfit([FieldError("data", "not_a_picture", message)])


def _unknown() -> NotFound:
    return NotFound("unknown_picture", "この写真はありません。")
