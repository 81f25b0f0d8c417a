"""What the pages of the displays ask the office for."""

from typing import Any

from pydantic import ValidationError

from config.schema.displays import Display
from display.office import Phrases
from display.voice.vocabulary import Vocabulary
from server.db.city import City
from server.services import boards, catalogue, pictures
from server.web.errors import misfit_of


class OfficesForDisplays:
    """The city as its displays see it: everything here hangs in a public room."""

    def __init__(self, city: City) -> None:
        self._city = city
        with city.reading() as look:
            self.calls: Phrases = catalogue.phrases(look.session)
            self.words: Phrases = catalogue.display_words(look.session)

    def area(self, office: str, area: str | None) -> dict[str, Any]:
        """Return the public board of one area, or of all of them for None."""
        with self._city.reading() as look:
            return boards.board(look, office, area)

    def display(self, office: str, code: str) -> dict[str, Any]:
        """Return what a display shows, with its own setting."""
        with self._city.reading() as look:
            return boards.display(look, office, code)

    def draft(self, office: str, setting: str) -> dict[str, Any]:
        """Return what a display would show if it were set so.

        Raises:
            Misfit: *setting* is no display of this office.

        """
        try:
            display = Display.model_validate_json(setting)
        except ValidationError as error:
            raise misfit_of(error) from None
        with self._city.reading() as look:
            return boards.shown_on(look, office, display)

    def vocabulary(self, office: str) -> Vocabulary:
        """Return what may be said there."""
        with self._city.reading() as look:
            floor = look.floor_of(office)
        return Vocabulary(
            prefixes=frozenset(queue.prefix for queue in floor.queues.values()),
            counters=frozenset(floor.counters),
            last_number=max(queue.last_number for queue in floor.queues.values()),
        )

    def picture(self, office: str, picture: str) -> bytes:
        """Return the JPEG of a picture."""
        with self._city.reading() as look:
            return pictures.jpeg_of(look, office, picture)
