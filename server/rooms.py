"""The rooms of the live news: who may join one, and the whole that is answered on joining."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import Namespace, join_room

from server.db.city import City, Look
from server.domain.refusals import NotAllowed, Refused
from server.services import boards, consoles, page_signs, speakers, visits
from server.services.access import DESK, kinds_of
from server.services.callers import ANYBODY, Caller
from server.services.known_callers import COOKIE, Callers
from server.services.page_asks import PageAsks

BOARD, COUNTER, VISIT = "/board", "/counter", "/visit"


def board_room(office: str, area: str | None) -> str:
    """Return the room of an area's boards; of all areas with None."""
    return f"{office}/{area or '*'}"


class Room(Namespace):  # type: ignore[misc]  # Flask-SocketIO has no types
    """A namespace whose ``watch`` joins a room and answers the whole of what it shows."""

    def __init__(self, name: str, city: City, callers: Callers) -> None:
        super().__init__(name)
        self.city = city
        self.callers = callers

    def caller(self, auth: dict[str, Any] | None) -> Caller:
        """Return who connects: by key, by the session's cookie, or anybody."""
        key = (auth or {}).get("key")
        if key:
            return self.callers.with_key(str(key))
        cookie = request.cookies.get(COOKIE)
        return self.callers.with_cookie(cookie) if cookie else ANYBODY

    def answer(self, look: Callable[[Look], Any]) -> Any:
        """Return what *look* finds, or the refusal in the API's shape."""
        try:
            with self.city.reading() as reading:
                return look(reading)
        except Refused as error:
            return {"error": {"code": error.code, "message": error.message}}


class BoardRoom(Room):
    """``/board``: hangs on the wall, so anybody may watch."""

    def __init__(self, name: str, city: City, callers: Callers, signs: page_signs.Signs) -> None:
        super().__init__(name, city, callers)
        self._signs = signs

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the room of an area or a display; answer its board, and who may speak."""
        asked = PageAsks.of(wanted)
        # Joined before the answer is read, so that no news falls between the two.
        refused = self.answer(lambda look: self._join(look, asked))
        return refused or self.answer(lambda look: self._shown(look, asked))

    def on_said(self, told: dict[str, Any]) -> None:
        """Note that a page has begun to say a call, so that no other says it again."""
        asked = PageAsks.of(told)
        if asked.page and isinstance(told.get("seq"), int):
            speakers.note_said(self.city, asked.office, asked.page, told["seq"])

    def on_health(self, told: dict[str, Any]) -> None:
        """Note how a page is, for the displays' manager and for who looks after machines."""
        asked = PageAsks.of(told)
        if not asked.page:
            return
        try:
            with self.city.reading() as look:
                speakers.place_of(look.floor_of(asked.office), asked.display, asked.area)
        except Refused:
            return
        place = asked.display or asked.area or page_signs.EVERYWHERE
        self._signs.note(asked.office, asked.page, place, page_signs.health_of(told))

    def on_bye(self, told: dict[str, Any]) -> None:
        """Let another page speak: this one is being closed."""
        asked = PageAsks.of(told)
        if asked.page:
            speakers.give_up_the_word(self.city, asked.office, asked.page)

    def _join(self, look: Look, asked: PageAsks) -> None:
        floor = look.floor_of(asked.office)
        if asked.display is not None:
            areas = floor.display(asked.display).areas
            join_room(board_room(asked.office, areas[0] if len(areas) == 1 else None))
        else:
            join_room(board_room(asked.office, asked.area))

    def _shown(self, look: Look, asked: PageAsks) -> dict[str, Any]:
        if asked.display is not None:
            shown = boards.display(look, asked.office, asked.display)
        else:
            shown = boards.board(look, asked.office, asked.area)
        place = speakers.place_of(look.floor_of(asked.office), asked.display, asked.area)
        if not (asked.wants_word and asked.page and place and place.speaks):
            return shown
        word = speakers.ask_for_the_word(self.city, asked.office, place, asked.page, asked.said)
        return shown | {"word": word}


class CounterRoom(Room):
    """``/counter``: for those who serve."""

    def __init__(self, name: str, city: City, callers: Callers) -> None:
        super().__init__(name, city, callers)
        self._known: dict[str, Caller] = {}

    def on_connect(self, auth: dict[str, Any] | None = None) -> None:
        """Let in whoever is known; `on_watch` asks for the office's roles."""
        try:
            self._known[request.sid] = self.caller(auth)  # type: ignore[attr-defined]
        except NotAllowed:
            raise Refusal("unauthorized") from None

    def on_disconnect(self, reason: str | None = None) -> None:
        """Forget who it was."""
        self._known.pop(request.sid, None)  # type: ignore[attr-defined]

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the office's room and answer the counter's console."""
        office, counter = str(wanted.get("office", "")), str(wanted.get("counter", ""))
        caller = self._known.get(request.sid, ANYBODY)  # type: ignore[attr-defined]
        if not kinds_of(caller, office) & DESK:
            return {"error": {"code": "forbidden", "message": "この窓口を見る権限がありません。"}}
        join_room(office)
        return self.answer(lambda look: consoles.snapshot(look, office, counter))


class VisitRoom(Room):
    """``/visit``: for who holds a visit's code."""

    def __init__(
        self, name: str, city: City, callers: Callers, watch: Callable[[int], None]
    ) -> None:
        super().__init__(name, city, callers)
        self._watch = watch

    def on_watch(self, wanted: dict[str, Any]) -> Any:
        """Join the room of one visit and answer its turn."""
        code = str(wanted.get("visit_code", ""))

        def join(look: Look) -> None:
            visit, _ = visits.turn_by_code(look, code)
            join_room(str(visit))
            self._watch(visit)

        # Joined before the answer is read, so that no change falls between the two.
        refused = self.answer(join)
        return refused or self.answer(lambda look: visits.my_turn(look, code))
