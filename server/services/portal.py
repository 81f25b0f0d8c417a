"""What a resident's phone is offered: wards, what can be done there, and a form page by page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from config.schema.forms import Column, Form, FormField
from config.schema.procedures import Procedure
from config.schema.services import Service
from config.schema.shapes import Language, Words
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.db.models import OfficeRow
from server.domain import headings
from server.domain.fields import BLANK
from server.domain.refusals import NotFound
from server.services import catalogue

#: Channels for which preparing at home and coming by appointment makes sense.
PREPARED_AT_HOME = frozenset({"pre_apply", "pre_apply_and_interview", "draft_only"})


@dataclass(frozen=True)
class Ward:
    """A ward as residents look for it."""

    code: str
    names: Words
    kana: str
    romaji: str


@dataclass(frozen=True)
class Task:
    """A purpose with the procedures whose form can be filled at home."""

    service: Service
    procedures: Sequence[Procedure]


@dataclass(frozen=True)
class Page:
    """One page of a form: a heading and its questions, with labels that fit a phone."""

    title: str
    questions: Sequence[FormField]
    labels: Mapping[str, str]

    @property
    def only_by_hand(self) -> bool:
        """Tell whether everything here is written on the paper itself."""
        return all(one.type in BLANK for one in self.questions)

    def label(self, column: Column, language: Language) -> str:
        """Return the label, without the owner that the heading names."""
        if language in ("ja", "easy_ja"):
            return self.labels.get(column.key, column.label.ja)
        full = column.label.in_language(language).removeprefix(f"{self._owner(language)}: ")
        return full[:1].upper() + full[1:]

    def heading(self, language: Language) -> str:
        """Return the title; languages without one take the owner from the labels."""
        return self.title if language in ("ja", "easy_ja") else self._owner(language) or self.title

    def _owner(self, language: Language) -> str:
        """Return what most labels name before a colon: ``Guardian: name``."""
        labels = (one.label.in_language(language) for one in self.questions)
        owners = Counter(label.partition(": ")[0] for label in labels if ": " in label)
        return next((owner for owner, times in owners.most_common(1) if times > 1), "")


@dataclass(frozen=True)
class Application:
    """A procedure with its form, for one office."""

    procedure: Procedure
    form: Form
    service: ServicePlan
    floor: Floor

    @cached_property
    def pages(self) -> Sequence[Page]:
        """The form, one heading a page."""
        found = [
            Page(part.title, part.fields, _labels(part.fields))
            for group in self.form.groups
            for part in headings.parts(group.title_ja, group.fields)
        ]
        return [page for page in found if not page.only_by_hand]

    @property
    def by_hand(self) -> Sequence[FormField]:
        """What is left to write on the paper: signature, my number, seal."""
        return [one for one in self.form.fields if one.type in BLANK and one.type != "notice"]


def wards(look: Look) -> list[Ward]:
    """Return all wards of the city in their official order."""
    rows = look.session.scalars(select(OfficeRow).order_by(OfficeRow.position))
    return [
        Ward(
            row.code,
            Words.model_validate(row.setting["ward_names"]),
            row.setting["kana"],
            row.setting["romaji"],
        )
        for row in rows
    ]


def tasks(look: Look, office: str) -> list[Task]:
    """Return what can be booked at *office*, with the forms for it."""
    floor = look.floor_of(office)
    return [
        Task(service, [*_procedures(look, office, service)])
        for service in floor.setup.services
        if service.bookable
    ]


def application(look: Look, office: str, procedure: str) -> Application:
    """Return the form of a procedure.

    Raises:
        NotFound: ``unknown_procedure``, or ``no_form`` where nothing is filled in.

    """
    floor = look.floor_of(office)
    entry = catalogue.procedure(look.session, office, procedure)
    service = service_for(floor, procedure)
    if entry.form is None or service is None:
        raise NotFound("no_form", "この手続きには、家で書ける申請書がありません。")
    return Application(entry, catalogue.form(look.session, office, entry.form), service, floor)


def service_for(floor: Floor, procedure: str) -> ServicePlan | None:
    """Return the service that takes *procedure* at this office."""
    takers = (plan for plan in floor.services.values() if procedure in plan.setup.procedures)
    return next(takers, None)


def _procedures(look: Look, office: str, service: Service) -> Sequence[Procedure]:
    entries = (catalogue.procedure(look.session, office, code) for code in service.procedures)
    return [one for one in entries if one.form is not None and one.channel in PREPARED_AT_HOME]


def _labels(fields: Sequence[FormField]) -> dict[str, str]:
    labels = headings.short_labels(fields)
    for one in fields:
        for column in one.columns:
            labels.setdefault(column.key, column.label.ja)
    return labels
