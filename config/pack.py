"""A pack: everything a city's installation is set up from, checked and resolved."""

from dataclasses import dataclass
from functools import cached_property

from config.schema.files import City, Demo
from config.schema.forms import Form
from config.schema.letters import Letters
from config.schema.offices import Office
from config.schema.own import Own
from config.schema.procedures import Procedure, SearchWords
from config.schema.questionnaire import Questionnaire
from config.schema.services import ExternalSection, Section
from config.schema.shapes import Language, Words
from config.schema.wording import Explanations, Facility, Phrases, Term, Translations, Validation


@dataclass(frozen=True)
class Pack:
    """Settings and data of one city. Offices stand in the city's official order."""

    id: str
    name_ja: str
    name_en: str
    city: City
    demo: Demo | None
    offices: tuple[Office, ...]
    sections: tuple[Section, ...]
    external_sections: tuple[ExternalSection, ...]
    venues: dict[str, Words]
    procedures: tuple[Procedure, ...]
    forms: tuple[Form, ...]
    search_words: SearchWords
    letters: Letters
    questionnaire: Questionnaire
    phrases: Phrases
    validation: Validation
    facilities: tuple[Facility, ...]
    glossary: tuple[Term, ...]
    explanations: Explanations
    translations: dict[Language, Translations]
    own: tuple[Own, ...]

    @cached_property
    def _offices(self) -> dict[str, Office]:
        return {office.code: office for office in self.offices}

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        return {procedure.id: procedure for procedure in self.procedures}

    def office(self, code: str) -> Office:
        """Return the office *code* (``27125``); KeyError if the city has none."""
        return self._offices[code]

    def form(self, code: str) -> Form:
        """Return the form *code*; KeyError if there is none."""
        return self._forms[code]

    def procedure(self, code: str) -> Procedure:
        """Return the procedure *code*; KeyError if there is none."""
        return self._procedures[code]
