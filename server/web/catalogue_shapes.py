"""Shapes of the catalogue as an office changes it: entries, drafts, versions."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from server.web.shapes import Given, Taken

Revision = Annotated[int, Field(ge=1, lt=2**31)]
Note = Annotated[str, Field(max_length=500)]
EntryName = Literal["procedure", "form", "question", "letter"]
#: For which offices something is published.
Scope = Literal["office", "city"]


class Entries(Given):
    """Every entry of an office's catalogue, with the layer that speaks."""

    entries: list[dict[str, Any]]


class NewDraft(Taken):
    """An entry to be changed."""

    kind: EntryName
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
    scope: Scope = "office"


class DraftShape(Given):
    """A draft: what it says, how far it is, what the self-check finds."""

    draft: int
    kind: str
    code: str
    scope: Scope
    state: str
    revision: int
    document: dict[str, Any]
    #: Nobody shall be offered it any more.
    takes_out: bool
    findings: list[dict[str, Any]]
    overtaken: bool
    #: It publishes itself on the morning of that day.
    publish_on: date | None


class ChangedDraft(Taken):
    """All of a draft, in place of that of a revision."""

    revision: Revision
    document: dict[str, Any]


class DraftStep(Taken):
    """What is done with a draft."""

    revision: Revision
    step: Literal[
        "undo", "rebase", "take_out", "keep", "ask", "send_back", "approve", "publish", "discard"
    ]
    note: Note = ""
    #: With ``publish``: the day from which it is in force; without: now.
    on: date | None = None


class Versions(Given):
    """What a layer has published, newest first."""

    versions: list[dict[str, Any]]


class VersionsQuery(Taken):
    """Whose versions."""

    scope: Scope = "office"


class BringBack(Taken):
    """A version to be published once more; 0 withdraws the layer."""

    version: Annotated[int, Field(ge=0, lt=2**31)]
    scope: Scope = "office"


class PublishedVersion(Given):
    """It is in force."""

    version: int
