"""Shapes of a text on the displays."""

from typing import Annotated, Any, Literal

from pydantic import Field

from server.web.shapes import Given, Taken

DisplayCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Preset = Literal["room_full", "evacuate", "system_trouble", "closing_soon"]


class NewBroadcast(Taken):
    """A text for the displays of an area, or of all of them, and for how many minutes.

    A preset is a text that is ready in all languages; it goes in place of *text*.
    """

    text: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")] = ""
    minutes: Annotated[int, Field(ge=1, le=600)]
    area: str | None = None
    preset: Preset | None = None
    displays: Annotated[tuple[DisplayCode, ...], Field(max_length=60)] = ()


class Broadcasts(Given):
    """The texts that are shown now, newest first, and those that are ready to be put up."""

    broadcasts: list[dict[str, Any]]
    presets: list[dict[str, Any]]


class Begun(Given):
    """The text that is shown now."""

    broadcast: int
    until: str
