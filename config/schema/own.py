"""What one office alone offers: procedures and forms beside those of the city."""

from typing import Annotated

from pydantic import Field

from config.schema.forms import Form
from config.schema.procedures import Procedure
from config.schema.shapes import OfficeCode, Shape


class Own(Shape):
    """The file ``own/CODE.yaml``; where it has begun, the office goes on in its catalogue."""

    office: OfficeCode
    procedures: Annotated[tuple[Procedure, ...], Field(min_length=1)]
    forms: tuple[Form, ...] = ()
