"""Forms that are not finished yet: saved, and gone on with on another device."""

from typing import Annotated, Any

from pydantic import Field

from server.db.city import Look, Work
from server.domain.business_day import iso
from server.services import drafts
from server.services.access import ALL
from server.services.pre_applications import token_in
from server.web import qr
from server.web.endpoint import post
from server.web.shapes import Done, Given, Scanned, Taken, Token

Controls = dict[Annotated[str, Field(max_length=200)], Any]


class DraftContent(Taken):
    """A page below the office and what was typed on it."""

    page: Annotated[str, Field(pattern=r"^(apply/[a-z0-9_]+|prepare\?for=[a-z0-9_,]+(&proxy=1)?)$")]
    controls: Annotated[Controls, Field(max_length=2000)]
    rows: Annotated[dict[str, int], Field(max_length=100)] = {}


class DraftIn(Taken):
    """A draft: a new one, or a newer version of the one of a link."""

    content: DraftContent
    token: Scanned | None = None
    version: int = 0
    #: Somebody wants to see the link, and to go on with another device.
    shown: bool = False


class DraftSaved(Given):
    """The secret of the link, to be carried in its fragment."""

    token: str
    version: int
    until: str
    #: The whole link as a picture for another device; None where nobody looks at it.
    qr_svg: str | None


class DraftOpened(Given):
    """A draft as it was saved."""

    office: str
    content: DraftContent
    version: int
    saved_at: str


@post("/offices/{office}/drafts", who=ALL, takes=DraftIn, answers={201: DraftSaved})
def save_draft(work: Work, body: DraftIn) -> DraftSaved:
    """Keep a half-filled form sealed for whoever has its link."""
    token = token_in(body.token) if body.token else None
    saved = drafts.save(work, body.content.model_dump(), token, body.version)
    until = saved.draft.purge_after.isoformat()
    link = f"{work.public_url}/resume#{saved.token}"
    return DraftSaved(
        token=saved.token,
        version=saved.draft.version,
        until=until,
        qr_svg=qr.link_svg(link) if body.shown else None,
    )


@post("/drafts/open", who=ALL, takes=Token, answers={200: DraftOpened}, writes=False)
def open_draft(look: Look, body: Token) -> DraftOpened:
    """What was typed so far."""
    row, content = drafts.opened(look, token_in(body.token))
    return DraftOpened(
        office=row.office,
        content=DraftContent.model_validate(content),
        version=row.version,
        saved_at=iso(row.saved_at),
    )


def office_of_draft(look: Look, body: Token) -> str:
    """Return the office whose form a draft is."""
    return drafts.require(look.session, token_in(body.token)).office


@post("/drafts/delete", who=ALL, takes=Token, answers={200: Done}, office_of=office_of_draft)
def delete_draft(work: Work, body: Token) -> Done:
    """Delete a draft."""
    drafts.delete(work, token_in(body.token))
    return Done()
