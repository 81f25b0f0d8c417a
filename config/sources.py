"""The files of a pack, read one by one so that every mistake in all of them is told at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config.binding import AnyModel
from config.loading import Loaded, load
from config.problems import BadConfig, Problem
from config.schema import files
from config.schema.calendar import Calendar
from config.schema.forms import Form
from config.schema.letters import Letters
from config.schema.own import Own
from config.schema.procedures import Procedures, SearchWords
from config.schema.questionnaire import Questionnaire
from config.schema.reasons import Reasons
from config.schema.wording import (
    Explanations,
    Facilities,
    Glossary,
    Phrases,
    Translations,
    Validation,
)

FORMS = "forms"
TRANSLATIONS = "translations"
OWN = "own"


@dataclass(frozen=True)
class Sources:
    """What the files of a pack say, each file by itself."""

    pack: Loaded[files.Manifest]
    calendar: Loaded[Calendar]
    sections: Loaded[files.Sections]
    queues: Loaded[files.Queues]
    services: Loaded[files.Services]
    slot_plans: Loaded[files.SlotPlans]
    layouts: Loaded[files.Layouts]
    wards: Loaded[files.Wards]
    procedures: Loaded[Procedures]
    search_words: Loaded[SearchWords]
    letters: Loaded[Letters]
    questionnaire: Loaded[Questionnaire]
    phrases: Loaded[Phrases]
    validation: Loaded[Validation]
    facilities: Loaded[Facilities]
    glossary: Loaded[Glossary]
    explanations: Loaded[Explanations]
    reasons: Loaded[Reasons]
    forms: tuple[Loaded[Form], ...]
    translations: tuple[Loaded[Translations], ...]
    own: tuple[Loaded[Own], ...]


class _Reader:
    """Loads files and keeps the problems of those that cannot be loaded."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = folder
        self.known: set[Path] = set()

    def get(self, model: type[AnyModel], name: str) -> Loaded[AnyModel] | None:
        path = self._folder / name
        self.known.add(path)
        try:
            return load(model, path)
        except BadConfig as error:
            self.problems += error.problems
            return None

    def all_of(self, model: type[AnyModel], folder: str) -> tuple[Loaded[AnyModel], ...]:
        """Return every file of a folder that can be loaded, in the order of their names."""
        names = sorted(path.name for path in (self._folder / folder).glob("*.yaml"))
        return tuple(filter(None, (self.get(model, f"{folder}/{name}") for name in names)))

    def strangers(self) -> Iterable[Problem]:
        """Yield a problem for every YAML file that nothing reads: a typing error, most likely."""
        for path in sorted(self._folder.rglob("*.y*ml")):
            if path not in self.known:
                message = "このファイルは使われません。名前を確かめてください (unknown file)"
                yield Problem(str(path), 1, "", message)


def read_sources(folder: Path) -> Sources:
    """Return the files of the pack in *folder*.

    Raises:
        BadConfig: every problem of every file.

    """
    reader = _Reader(folder)
    forms = reader.all_of(Form, FORMS)
    translations = reader.all_of(Translations, TRANSLATIONS)
    own = reader.all_of(Own, OWN)
    read = {
        "pack": reader.get(files.Manifest, "pack.yaml"),
        "calendar": reader.get(Calendar, "calendar.yaml"),
        "sections": reader.get(files.Sections, "sections.yaml"),
        "queues": reader.get(files.Queues, "queues.yaml"),
        "services": reader.get(files.Services, "services.yaml"),
        "slot_plans": reader.get(files.SlotPlans, "slot_plans.yaml"),
        "layouts": reader.get(files.Layouts, "layouts.yaml"),
        "wards": reader.get(files.Wards, "wards.yaml"),
        "procedures": reader.get(Procedures, "procedures.yaml"),
        "letters": reader.get(Letters, "letters.yaml"),
        "search_words": reader.get(SearchWords, "search_words.yaml"),
        "questionnaire": reader.get(Questionnaire, "questionnaire.yaml"),
        "phrases": reader.get(Phrases, "phrases.yaml"),
        "validation": reader.get(Validation, "validation.yaml"),
        "facilities": reader.get(Facilities, "facilities.yaml"),
        "glossary": reader.get(Glossary, "glossary.yaml"),
        "explanations": reader.get(Explanations, "explanations.yaml"),
        "reasons": reader.get(Reasons, "reasons.yaml"),
    }
    problems = [*reader.problems, *reader.strangers()]
    if problems:
        raise BadConfig(problems)
    return Sources(**read, forms=forms, translations=translations, own=own)  # type: ignore[arg-type]
