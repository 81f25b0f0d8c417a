"""Words of the office explained to residents, in the language of their page.

This is the one place that looks for them, and it looks in the catalogue's Japanese alone:
nothing that a person typed comes by here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from config.schema import shown
from config.schema.procedures import Procedure
from config.schema.questionnaire import Question
from config.schema.shapes import Language, Words
from config.schema.wording import Explanation
from server.domain.explaining import words_in
from server.services import catalogue
from server.services.tongues import Tongue


@dataclass(frozen=True)
class Explained:
    """A word as it stands on Japanese papers, and what it means."""

    word: str
    kana: str
    #: What the word is called in the language of the page; None where that is Japanese.
    name: str | None
    meaning: str
    #: The language that name and meaning are written in.
    language: Language


@dataclass(frozen=True)
class Explainer:
    """Explains words in one language."""

    tongue: Tongue
    known: Mapping[str, Explanation]

    @classmethod
    def speaking(cls, session: Session, tongue: Tongue) -> Self:
        """Return who explains the words that the city has published."""
        return cls(tongue, {one.word.ja: one for one in catalogue.explanations(session)})

    def explain(self, texts: Iterable[Words]) -> Sequence[Explained]:
        """Return every word of *texts* that has an explanation, in the order of the texts."""
        found = words_in("\n".join(one.ja for one in texts), self.known)
        return [self._explained(self.known[word]) for word in found]

    def of(self, entry: Procedure | Question) -> Sequence[Explained]:
        """Return the words of everything that an entry shows."""
        return self.explain(words for _, words in shown.of(entry))

    def _explained(self, one: Explanation) -> Explained:
        meaning = self.tongue.said(one.meaning)
        name = None if self.tongue.is_japanese else self.tongue.say(one.word)
        return Explained(one.word.ja, one.kana, name, meaning.text, meaning.language)
