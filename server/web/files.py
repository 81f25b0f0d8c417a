"""Files of residents on their way to a browser: shown, never run, never kept."""

from flask import Response, make_response

from server.domain.attachments import MEDIA_TYPE, FileKind

#: A picture is sealed off whole. Browsers open no PDF in a sandbox: it may load nothing instead.
_POLICY = {
    FileKind.PICTURE: "sandbox; default-src 'none'; frame-ancestors 'none'",
    FileKind.PDF: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_NAME = {FileKind.PICTURE: "attachment.jpg", FileKind.PDF: "attachment.pdf"}


def file_response(kind: str, data: bytes) -> Response:
    """Return a file as what it was found to be, and as nothing else."""
    known = FileKind(kind)
    response = make_response(data)
    response.mimetype = MEDIA_TYPE[known]
    response.headers["Content-Disposition"] = f'inline; filename="{_NAME[known]}"'
    response.headers["Content-Security-Policy"] = _POLICY[known]
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
