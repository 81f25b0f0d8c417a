"""An office's own PDF forms, and where on them each value belongs.

A folder holds for each form ``FORM.pdf``, the blank as it is, and ``FORM.yaml``::

    fields:
      保護者 / 氏名: {page: 1, x: 42, y: 61, width: 80, size_pt: 12}
      児童 / 生年月日: {page: 1, x: 42, y: 95, width: 60}
      世帯員 / 続柄: {page: 1, x: 20, y: 140, width: 25, step: 8}   # a column, a line each 8 mm
    marks:
      保護者 / 同意します: {page: 1, x: 21, y: 203}                  # ✓ if it is checked
    ticket: {page: 1, x: 170, y: 10, width: 30}
    code: {page: 1, x: 170, y: 20, width: 22}                       # the form's QR
    reissue: {page: 1, x: 12, y: 6, width: 40}    # 再発行 stands there unless said otherwise

Lengths are millimetres from the upper left corner of the page; names are the section's
title and the row's label, as on our own layout. What is not named is left blank.
"""

from functools import cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from printer_drivers.errors import BadBlank


class Place(BaseModel):
    """Where one value stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: int = Field(default=1, ge=1, le=50)
    x: float = Field(ge=0, le=420)
    y: float = Field(ge=0, le=420)
    width: float = Field(default=60, gt=0, le=420)
    size_pt: float = Field(default=11, ge=6, le=36)
    #: From line to line of a table's column.
    step: float = Field(default=0, ge=0, le=100)


class Places(BaseModel):
    """Where the values of one form stand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, Place] = {}
    marks: dict[str, Place] = {}
    ticket: Place | None = None
    code: Place | None = None
    reissue: Place = Place(x=12, y=6, width=40, size_pt=12)


class Blank:
    """One form of the office: the PDF and the places on it."""

    def __init__(self, pdf: Path) -> None:
        self._path = pdf

    @cached_property
    def pdf(self) -> bytes:
        return self._path.read_bytes()

    @cached_property
    def places(self) -> Places:
        """Return where values stand.

        Raises:
            BadBlank: says the exact place in the file.
        """
        source = self._path.with_suffix(".yaml")
        try:
            return Places.model_validate(yaml.safe_load(source.read_text("utf-8")) or {})
        except ValidationError as error:
            first = error.errors()[0]
            place = " → ".join(str(step) for step in first["loc"])
            raise BadBlank(f"{source}: {place}: {first['msg']}") from None
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadBlank(f"{source}: cannot be read: {error}") from None


class Blanks:
    """The folder of an office's own forms."""

    def __init__(self, folder: Path) -> None:
        """Read where values stand on all of them, so that a mistake is told at the start.

        Raises:
            BadBlank: no such folder, or a file in it does not fit.
        """
        if not folder.is_dir():
            raise BadBlank(f"{folder}: there is no such folder")
        self._forms = {path.stem: Blank(path) for path in sorted(folder.glob("*.pdf"))}
        for blank in self._forms.values():
            blank.places  # noqa: B018 - read it now

    def of(self, form: str) -> Blank | None:
        """Return the blank of *form*, or None if the office has none of its own."""
        return self._forms.get(form)
