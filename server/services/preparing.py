"""What is filled in before a visit: the forms of one or several procedures, page by page."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from config.schema.attachments import Attachment
from config.schema.forms import Column, Form, FormField
from config.schema.procedures import Procedure
from config.schema.shapes import Words
from server.db.city import Look
from server.db.floor import Floor, ServicePlan
from server.domain import headings, once_only
from server.domain.fields import BLANK
from server.domain.refusals import FieldError, Misfit, NotFound
from server.services import catalogue
from server.services.paper_values import shown_by_path
from server.services.paperwork import checked, names_of
from server.services.portal import PLAIN_BOOKING
from server.services.takers import service_for

MOST_PROCEDURES = 40


@dataclass(frozen=True)
class Page:
    """One page: a heading and its questions, with labels that fit a phone."""

    #: In other languages it says whom the page is about where the form has no title for it.
    title: Words
    questions: Sequence[FormField]
    #: Short labels in Japanese, by the key of the question.
    labels: Mapping[str, str]
    #: Where each answer is given, by the key of its question.
    paths: Mapping[str, str]
    #: The form that begins with this page.
    begins: Form | None = None

    @property
    def headings(self) -> Sequence[Words]:
        """What stands over the questions: the form's title where it begins, the page's own."""
        return [self.begins.title, self.title] if self.begins else [self.title]

    def label(self, column: Column) -> Words:
        """Return the label, without the owner that the heading names."""
        full = column.label
        short = self.labels.get(column.key, full.ja)
        if full.ja.startswith(short):
            return full.model_copy(update={"ja": short})
        what = (full.en or "").rpartition(": ")[2]
        return Words(ja=short, en=what[:1].upper() + what[1:] or None)


@dataclass(frozen=True)
class Application:
    """Procedures with their forms, for one office: filled together, sent together."""

    procedures: Sequence[Procedure]
    forms: Mapping[str, Form]
    #: None: nobody comes for it.
    service: ServicePlan | None
    floor: Floor

    @cached_property
    def places(self) -> once_only.Places:
        """Where the answer of each field of each form is given."""
        return once_only.places(self._fields)

    @cached_property
    def pages(self) -> Sequence[Page]:
        """The forms one after the other, one heading a page; what was asked is not asked again."""
        needed = once_only.needed(self._fields, self.places)
        return [page for form in self.forms.values() for page in self._pages(form, needed)]

    @property
    def attachments(self) -> Sequence[tuple[str, Attachment]]:
        """The files that may be sent along, each with the code of its form."""
        return [(code, one) for code, form in self.forms.items() for one in form.attachments]

    @property
    def given(self) -> Mapping[str, Mapping[str, object]]:
        """What nobody is asked for: the chosen procedures, the ward."""
        known = {
            "procedure_list": [one.id for one in self.procedures],
            "ward": self.floor.setup.code,
            "ward_code": self.floor.setup.code,
        }
        return {
            code: {one.key: known[one.type] for one in form.fields if one.type in known}
            for code, form in self.forms.items()
        }

    @property
    def by_hand(self) -> Sequence[FormField]:
        """What is left to write on the papers: signature, my number, seal; each kind once."""
        found = {
            one.label.ja: one
            for form in self.forms.values()
            for one in form.fields
            if one.type in BLANK and one.type != "notice"
        }
        return list(found.values())

    @property
    def _fields(self) -> Mapping[str, Sequence[FormField]]:
        return {code: form.fields for code, form in self.forms.items()}

    def _pages(self, form: Form, needed: Collection[str]) -> list[Page]:
        paths = self.places[form.id]
        first = form.id == next(iter(self.forms))
        own = {key for key, path in paths.items() if path == (key if first else f"{form.id}.{key}")}
        found: list[Page] = []
        parts = ((g, part) for g in form.groups for part in headings.parts(g.title_ja, g.fields))
        for group, part in parts:
            asked = [self._asked(one, paths, needed) for one in part.fields if one.key in own]
            if asked:
                begins = None if found else form
                english = group.title_en if part.title == group.title_ja else None
                title = Words(ja=part.title, en=english or _owner_en(part.fields))
                found.append(Page(title, asked, _labels(part.fields), paths, begins))
        return found

    @staticmethod
    def _asked(one: FormField, paths: Mapping[str, str], needed: Collection[str]) -> FormField:
        """Return the question as it is asked here: its conditions look at places, not keys."""
        show_if = one.show_if and {paths.get(key, key): when for key, when in one.show_if.items()}
        required = paths[one.key] in needed
        return one.model_copy(update={"show_if": show_if, "required": required})


@dataclass(frozen=True)
class LookedOver:
    """Every misfit, and what whole forms will look like on paper; at ``FORM.FIELD``."""

    errors: Sequence[FieldError]
    shown: Mapping[str, str]


def looked_over(look: Look, office: str, forms: Mapping[str, Mapping[str, Any]]) -> LookedOver:
    """Check *forms* as they will be checked when they are sent, and keep nothing."""
    floor = look.floor_of(office)
    errors: list[FieldError] = []
    shown: dict[str, str] = {}
    for code, given in forms.items():
        form = catalogue.form(look.session, office, code)
        try:
            values = checked(form, given, floor, look.now)
        except Misfit as wrong:
            errors += [replace(one, field=f"{code}.{one.field}") for one in wrong.errors]
        else:
            words = shown_by_path(form, values, names_of(floor))
            shown |= {f"{code}.{path}": text for path, text in words.items()}
    return LookedOver(errors, shown)


def paper(look: Look, office: str, procedure: str) -> Application:
    """Return the paper of one procedure.

    Raises:
        NotFound: ``unknown_procedure``, or ``no_form`` where nothing is filled in.

    """
    entry = catalogue.offered(look.session, office, procedure)
    return _application(look, office, [entry], [entry.form])


def everything(
    look: Look, office: str, procedures: Sequence[str], *, by_proxy: bool = False
) -> Application:
    """Return all that *procedures* ask for, the details of the booking too.

    Args:
        by_proxy: whether somebody else comes, who needs a letter of attorney.

    Raises:
        NotFound: as `paper`.

    """
    entries = [
        catalogue.offered(look.session, office, code)
        for code in dict.fromkeys(procedures[:MOST_PROCEDURES])
    ]
    papers = [one.form for one in entries]
    bookings = [one.booking_form for one in entries if one.booking_form != PLAIN_BOOKING]
    proxies = [one.proxy_form for one in entries if by_proxy]
    return _application(look, office, entries, [*papers, *bookings, *proxies])


def _application(
    look: Look, office: str, entries: Sequence[Procedure], codes: Sequence[str | None]
) -> Application:
    floor = look.floor_of(office)
    service = booked_service(floor, entries)
    forms = {code: catalogue.form(look.session, office, code) for code in codes if code}
    if not forms or (service is None and not nobody_comes(entries)):
        raise NotFound("no_form", "この手続きには、家で書ける申請書がありません。")
    return Application(entries, forms, service, floor)


def nobody_comes(procedures: Sequence[Procedure]) -> bool:
    """Tell whether all of *procedures* are sent and accepted online."""
    return bool(procedures) and all(one.no_visit for one in procedures)


def booked_service(floor: Floor, procedures: Sequence[Procedure]) -> ServicePlan | None:
    """Return the service to book for *procedures* together: where the visit begins.

    おくやみ is one desk for all sections; else it is the first that can be booked.
    """
    coming = (one for one in procedures if not one.no_visit)
    found = [plan for one in coming if (plan := service_for(floor, one)) is not None]
    bookable = [plan for plan in found if plan.setup.booking is not None]
    return min(bookable or found, key=lambda plan: not plan.setup.gathers, default=None)


def _owner_en(fields: Sequence[FormField]) -> str | None:
    """Return what most labels name before a colon (``Guardian: name``)."""
    labels = (one.label.in_language("en") for one in fields)
    owners = Counter(label.partition(": ")[0] for label in labels if ": " in label)
    return next((owner for owner, times in owners.most_common(1) if times > 1), None)


def _labels(fields: Sequence[FormField]) -> dict[str, str]:
    labels = headings.short_labels(fields)
    for one in fields:
        for column in one.columns:
            labels.setdefault(column.key, column.label.ja)
    return labels
