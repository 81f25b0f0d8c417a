"""Shapes of the files that are sent along with a form."""

from base64 import b64decode
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from server.services.safe_files import SafeFile, made_safe
from server.web.shapes import Given, Id, Token


def _file(given: object) -> SafeFile:
    """Return the file that *given* holds; read here, before anybody waits for the office."""
    if not isinstance(given, str):
        raise ValueError("not a text")  # noqa: TRY004 - what pydantic makes a misfit of
    return made_safe(b64decode(given, validate=True))


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
File = Annotated[
    SafeFile, BeforeValidator(_file), WithJsonSchema({"type": "string", "format": "base64"})
]


class NewAttachment(Token):
    """A file for an attachment of a form; the token is a draft's or an application's."""

    form: Code
    attachment: Code
    data: File


class OneAttachment(Token):
    """One file of a draft or an application."""

    id: Id


class AttachmentShape(Given):
    """A file that is kept, as it is kept."""

    id: int
    form: str
    attachment: str
    kind: Literal["picture", "pdf"]
    bytes: int
    added_at: str


class Attachments(Given):
    """The files of a draft or an application, in the order in which they came."""

    attachments: list[AttachmentShape]
