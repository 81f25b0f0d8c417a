"""The catalogue as an office changes it: drafts, approval, versions."""

from server.db.city import Look, Work
from server.services import edition_list, edition_steps, editions
from server.services.access import MANAGERS
from server.services.edition_documents import kind_of
from server.web.catalogue_shapes import (
    BringBack,
    ChangedDraft,
    DraftShape,
    DraftStep,
    Entries,
    NewDraft,
    PublishedVersion,
    Versions,
    VersionsQuery,
)
from server.web.current import caller
from server.web.endpoint import Nothing, get, post


@get("/offices/{office}/catalogue", who=MANAGERS, answers={200: Entries})
def list_catalogue(look: Look, query: Nothing, office: str) -> Entries:
    """Every procedure, form and question, with the layer in force and the drafts of each."""
    return Entries(entries=[vars(one) for one in edition_list.listed(look, office)])


@post("/offices/{office}/catalogue/drafts", who=MANAGERS, takes=NewDraft, answers={201: DraftShape})
def begin_edition(work: Work, body: NewDraft) -> DraftShape:
    """Open the draft of an entry, for this ward or (an admin) for the whole city."""
    row = edition_steps.begin(work, caller(), body.kind, body.code, body.scope)
    return DraftShape.model_validate(edition_steps.as_json(work, work.office, row))


@get("/offices/{office}/catalogue/drafts/{draft}", who=MANAGERS, answers={200: DraftShape})
def show_edition(look: Look, query: Nothing, office: str, draft: str) -> DraftShape:
    """A draft, how far it is, and what the self-check finds in it."""
    row = editions.of(look, office, draft)
    return DraftShape.model_validate(edition_steps.as_json(look, office, row))


@post(
    "/offices/{office}/catalogue/drafts/{draft}",
    who=MANAGERS,
    takes=ChangedDraft,
    answers={200: DraftShape},
)
def change_edition(work: Work, body: ChangedDraft, draft: str) -> DraftShape:
    """Put a new document in place of a draft's; refused as a whole if anything misfits."""
    row = edition_steps.change(work, caller(), draft, body.revision, body.document)
    return DraftShape.model_validate(edition_steps.as_json(work, work.office, row))


@post(
    "/offices/{office}/catalogue/drafts/{draft}/steps",
    who=MANAGERS,
    takes=DraftStep,
    answers={200: DraftShape},
)
def step_edition(work: Work, body: DraftStep, draft: str) -> DraftShape:
    """Undo, ask for approval, approve as a second person, publish now or ``on`` a day, discard."""
    row = edition_steps.take(work, caller(), draft, body.revision, body.step, body.note, body.on)
    return DraftShape.model_validate(edition_steps.as_json(work, work.office, row))


@get(
    "/offices/{office}/catalogue/{kind}/{code}/versions",
    who=MANAGERS,
    takes=VersionsQuery,
    answers={200: Versions},
)
def list_versions(look: Look, query: VersionsQuery, office: str, kind: str, code: str) -> Versions:
    """What this ward (or the city) has published of an entry, newest first."""
    found = edition_steps.versions_as_json(look, office, kind_of(kind), code, query.scope)
    return Versions(versions=found)


@post(
    "/offices/{office}/catalogue/{kind}/{code}/bring-back",
    who=MANAGERS,
    takes=BringBack,
    answers={200: PublishedVersion},
)
def bring_entry_back(work: Work, body: BringBack, kind: str, code: str) -> PublishedVersion:
    """Publish an earlier version once more; 0 withdraws the layer."""
    number = edition_steps.bring_back(work, caller(), kind_of(kind), code, body.scope, body.version)
    return PublishedVersion(version=number)
