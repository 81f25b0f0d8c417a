"""Files that are sent along with a form: added, seen and removed by whoever holds the code."""

from flask import Response

from server.db.city import Look, Work
from server.services import attaching
from server.services.access import ALL
from server.services.pre_applications import token_in
from server.web.attachment_shapes import (
    Attachments,
    AttachmentShape,
    NewAttachment,
    OneAttachment,
)
from server.web.endpoint import post
from server.web.files import file_response
from server.web.shapes import Done, Token


def office_of_files(look: Look, body: Token) -> str:
    """Return the office of the draft or the application that holds the files."""
    return attaching.holder_of(look.session, token_in(body.token)).office


@post("/attachments", who=ALL, takes=NewAttachment, answers={201: AttachmentShape},
      office_of=office_of_files)  # fmt: skip
def add_attachment(work: Work, body: NewAttachment) -> AttachmentShape:
    """Send a file along with a form: JPEG, PNG or PDF, at most 5 MB, in base64."""
    row = attaching.add(work, token_in(body.token), body.form, body.attachment, body.data)
    return AttachmentShape.model_validate(attaching.as_json(row))


@post("/attachments/list", who=ALL, takes=Token, answers={200: Attachments}, writes=False)
def list_attachments(look: Look, body: Token) -> Attachments:
    """The files of a draft or an application, without what is in them."""
    found = attaching.listed(look, token_in(body.token))
    return Attachments.model_validate({"attachments": [attaching.as_json(one) for one in found]})


@post("/attachments/open", who=ALL, takes=OneAttachment, answers={200: None}, writes=False)
def open_attachment(look: Look, body: OneAttachment) -> Response:
    """One of them: a picture as a JPEG, or a PDF."""
    row, data = attaching.opened(look, token_in(body.token), body.id)
    return file_response(row.kind, data)


@post("/attachments/remove", who=ALL, takes=OneAttachment, answers={200: Done},
      office_of=office_of_files)  # fmt: skip
def remove_attachment(work: Work, body: OneAttachment) -> Done:
    """Delete one of them at once."""
    attaching.remove(work, token_in(body.token), body.id)
    return Done()
