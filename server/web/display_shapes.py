"""Shapes of the displays: what a manager publishes, pictures."""

from typing import Annotated, Any

from pydantic import Base64Bytes, Field

from config.schema.displays import Display
from server.web.shapes import Given, Taken

#: Base64 of a picture of 8 MB.
PICTURE_CHARACTERS = 11_200_000


class NewDisplays(Taken):
    """All displays, in place of those of a version."""

    version: Annotated[int, Field(ge=0, lt=2**31)]
    displays: Annotated[tuple[Display, ...], Field(max_length=60)]


class Version(Taken):
    """A version that was published."""

    version: Annotated[int, Field(ge=0, lt=2**31)]


class Published(Given):
    """It is on the screens."""

    version: int


class Displays(Given):
    """The displays of an office, and what they are chosen from."""

    version: int
    displays: list[dict[str, Any]]
    history: list[dict[str, Any]]
    pictures: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    voice: dict[str, Any]


class NewPicture(Taken):
    """A picture file."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
    data: Annotated[Base64Bytes, Field(max_length=PICTURE_CHARACTERS)]


class PictureShape(Given):
    """A picture that notice screens can show."""

    id: str
    name: str
    width: int
    height: int
