"""添付書類: which files are taken, and where they stand among the answers."""

from enum import StrEnum

from server.domain.refusals import NotFound


class FileKind(StrEnum):
    """What a file is, told from its bytes."""

    PICTURE = "picture"
    PDF = "pdf"


#: How a browser is told what it gets; nothing else is ever sent.
MEDIA_TYPE = {FileKind.PICTURE: "image/jpeg", FileKind.PDF: "application/pdf"}


def place_of(code: str) -> str:
    """Return where an attachment stands among the answers of its form."""
    return f"attachments.{code}"


def code_at(path: str) -> str | None:
    """Return the code of the attachment at *path*; None: an answer stands there.

    >>> code_at("attachments.receipt"), code_at("applicant_name")
    ('receipt', None)
    """
    before, _, code = path.partition(place_of(""))
    return code if code and not before else None


def unknown() -> NotFound:
    """Return the one answer to every file that is not there."""
    return NotFound("unknown_attachment", "この書類はありません。画面を開きなおしてください。")
