"""Notes from desk to desk: they stand on the visit's rows, are purged, and are never logged."""

from server.domain.refusals import FieldError, Misfit
from server.domain.writing import has_my_number

LONGEST = 500


def checked_note(text: str | None) -> str | None:
    """Return a note without surrounding blanks, or None where nothing is written.

    Raises:
        Misfit: ``my_number``, for a note with twelve digits like those of マイナンバー.

    """
    note = (text or "").strip()
    if has_my_number(note):
        message = "マイナンバーは書かないでください。書類で確かめてください。"
        raise Misfit([FieldError("note", "my_number", message)])
    return note or None
