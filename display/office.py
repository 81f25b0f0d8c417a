"""What a display asks its office for. The server answers it, and a tiny office in the tests."""

from collections.abc import Mapping
from typing import Any, Protocol

from display.voice.vocabulary import Vocabulary

#: Sentences by kind and language.
Phrases = Mapping[str, Mapping[str, str]]


class Office(Protocol):
    """The offices of one installation, as public places may see them."""

    #: The calls: ``calls["call"]["ja"]``.
    calls: Phrases
    #: What displays say else: ``words["room_full"]["en"]``.
    words: Phrases

    def area(self, office: str, area: str | None) -> Mapping[str, Any]:
        """Return the public board of one area, or of all of them for None."""
        ...

    def display(self, office: str, code: str) -> Mapping[str, Any]:
        """Return what a display shows, with its own setting under ``display``."""
        ...

    def draft(self, office: str, setting: str) -> Mapping[str, Any]:
        """Return what a display would show that is set as the JSON *setting* says."""
        ...

    def vocabulary(self, office: str) -> Vocabulary:
        """Return what may be said there."""
        ...

    def picture(self, office: str, picture: str) -> bytes:
        """Return the JPEG of a picture."""
        ...
