"""What kinds of printers there are: how wide, how dense, and how each says that it is done."""

from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from printer_drivers.errors import BadProfile

#: Feed to the cutter and cut, leaving one point (GS V 66 0).
FEED_AND_CUT = "1d 56 42 00"


class Raster(StrEnum):
    """The command that carries a picture."""

    GS_V_0 = "gs_v_0"
    GS_L = "gs_l"


class Completion(StrEnum):
    """How a printer says that everything sent before is on paper."""

    #: GS ( H function 48: answered "when the printing is completed". The only proof.
    PROCESS_ID = "process_id"
    #: GS r 1: answered in order with the data; not answered once the paper has ended.
    STATUS_REPLY = "status_reply"
    #: SII's execution response, DC2 q.
    DC2_Q = "dc2_q"
    NONE = "none"


Hex = Annotated[bytes, BeforeValidator(bytes.fromhex)]


class Profile(BaseModel):
    """One kind of printer, as in ``profiles.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    width_dots: int = Field(ge=256, le=1024, multiple_of=8)
    dpi: int = Field(ge=150, le=360)
    raster: Raster = Raster.GS_V_0
    band_rows: int = Field(default=128, ge=16, le=400)
    #: Whether feeds (ESC J) and margins (GS L) can be told in dots, by GS P.
    in_dots: bool = False
    cut: Hex = bytes.fromhex(FEED_AND_CUT)
    completion: Completion
    questions: tuple[Annotated[int, Field(ge=1, le=4)], ...] = (1, 2, 3, 4)
    asb: bool = True

    @property
    def width_mm(self) -> float:
        return self.width_dots / self.dpi * 25.4


_profiles: TypeAdapter[dict[str, Profile]] = TypeAdapter(dict[str, Profile])


def read_profiles(text: str, source: str) -> dict[str, Profile]:
    """Return the profiles written in *text*, by name.

    Raises:
        BadProfile: says the exact place in *source*.
    """
    try:
        raw = yaml.safe_load(text)
        named = {name: {"name": name} | dict(entry) for name, entry in raw.items()}
        return _profiles.validate_python(named)
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(step) for step in first["loc"])
        raise BadProfile(f"{source}: {place}: {first['msg']}") from None
    except (yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        raise BadProfile(f"{source}: not a list of printer profiles: {error}") from None


def read_profile_file(path: Path) -> dict[str, Profile]:
    """Return the profiles of a file of an office's own, by name."""
    return read_profiles(path.read_text("utf-8"), str(path))


@cache
def profiles() -> dict[str, Profile]:
    """Return the profiles that come with the product, by name."""
    source = files("printer_drivers") / "profiles.yaml"
    return read_profiles(source.read_text("utf-8"), "profiles.yaml")


def profile(name: str) -> Profile:
    """Return the profile called *name*.

    Raises:
        BadProfile: there is none; names the closest one.

    >>> profile("epson-tm-t88").width_dots
    512
    """
    known = profiles()
    if name in known:
        return known[name]
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else "there are " + ", ".join(known)
    raise BadProfile(f"no printer profile is called {name!r}; {hint}")
