"""The sheet that goes along by mail, 送付状, for procedures with a step by mail."""

from collections.abc import Iterator

from config.schema.offices import PostalAddress
from config.schema.procedures import Procedure
from config.schema.shapes import Language
from printer_drivers.documents import CoverDocument
from printer_drivers.sealing import lookup_id
from server.db import queries
from server.db.city import Look
from server.db.floor import Floor
from server.domain.business_day import JST
from server.domain.refusals import Refused
from server.services import catalogue
from server.services.pre_applications import unknown_token
from server.services.tongues import Tongue, speaking


def by_mail(look: Look, floor: Floor, procedures: list[str]) -> list[Procedure]:
    """Return those of the procedures that have a step by mail; none where no address is known."""
    if floor.setup.address is None:
        return []
    known = (catalogue.procedure(look.session, floor.setup.code, code) for code in procedures)
    return [one for one in known if any(step.channel == "mail" for step in one.steps)]


def cover(look: Look, token: str, language: Language) -> CoverDocument:
    """Return the sheet for what is sent by mail to a pre-application; nobody's name is on it.

    Raises:
        NotFound: ``unknown_token``.
        Refused: ``nothing_by_mail``.

    """
    row = queries.pre_application_by_lookup(look.session, lookup_id(token))
    if row is None:
        raise unknown_token()
    floor = look.floor_of(row.office)
    mailed = by_mail(look, floor, row.procedures)
    address = floor.setup.address
    if not mailed or address is None:
        raise Refused("nothing_by_mail", "この手続きに、郵送するものはありません。")
    return _document(look, floor, token, mailed, address, language)


def _document(
    look: Look, floor: Floor, token: str, mailed: list[Procedure], address: PostalAddress,
    language: Language,
) -> CoverDocument:  # fmt: skip
    tongue = speaking(look.session, language)
    role = mailed[0].section_role
    section = next((one.names.ja for one in floor.setup.sections if one.role == role), "")
    return CoverDocument(
        language=language,
        office=floor.setup.names.ja,
        section=section,
        postal_code=address.postal_code,
        address=address.ja,
        procedure="\n".join(tongue.say(one.name.words) for one in mailed),
        token=token,
        at=look.now.astimezone(JST),
        enclosures=tuple(dict.fromkeys(_enclosures(mailed, tongue))),
    )


def _enclosures(mailed: list[Procedure], tongue: Tongue) -> Iterator[str]:
    for procedure in mailed:
        for step in procedure.steps:
            if step.channel == "mail":
                yield from map(tongue.say, step.enclosures)
