"""What each button does: one table from its name to the flow."""

from collections.abc import Callable, Mapping

from kiosk.flow import Flow
from kiosk.opinions import Opinions
from kiosk.scanner.framing import MAX_BYTES, Frame
from kiosk.screen.speech import NEXT_VOICE
from kiosk.screen.words import word_list
from kiosk.staff_desk import StaffDesk
from kiosk.visitor import SIZES, Visitor
from printer_drivers.token import ALPHABET, PREFIX

_LETTERS = 17


def present(flow: Flow, text: str) -> None:
    """Hand over a code that came as text: from a keyboard, or typed on the screen."""
    data = text.encode("utf-8", errors="replace")
    flow.heard(Frame(data[:MAX_BYTES], overlong=len(data) > MAX_BYTES))


class Touches:
    """Turns touches into steps of the flow; an unknown name does nothing."""

    def __init__(self, flow: Flow, opinions: Opinions, staff: StaffDesk | None = None) -> None:
        self._flow = flow
        self._by_name: Mapping[str, Callable[[str], None]] = {
            **(_staff_touches(staff) if staff else {}),
            **_opinion_touches(opinions),
            "touched": lambda _: None,
            "open": flow.open_purpose,
            "choose": flow.choose,
            "ask": flow.ask_priority,
            "priority": lambda answer: flow.answer_priority(needed=answer == "yes"),
            "confirm": lambda _: flow.confirm(),
            "print_again": lambda _: flow.print_again(),
            "close": lambda _: flow.close(),
            "go_on": lambda _: flow.go_on(),
            "help": lambda _: flow.call_staff(),
            "type": lambda _: flow.type_code(),
            "unfinished": flow.print_unfinished,
            "language": lambda code: self._change(lambda who: _understand(who, code)),
            "bigger": lambda _: self._change(_enlarge),
            "low": lambda _: self._change(_lower),
            "speak": lambda _: self._change(_next_voice),
            "headphones": lambda _: self._change(lambda who: _hear(who, "headphones")),
            "quiet": lambda _: self._change(lambda who: _hear(who, "")),
            "contrast": lambda _: self._change(_contrast),
            "assist": lambda _: self._change(_assist),
            "letter": lambda sign: self._change(lambda who: _type(who, sign)),
            "erase": lambda _: self._change(_erase),
            "enter": lambda _: self._enter(),
        }

    def touch(self, name: str, value: str) -> None:
        """Do what the button called *name* promises."""
        stage = self._flow.stage
        with stage.changed:
            stage.touch()
        action = self._by_name.get(name)
        if action:
            action(value)

    def _change(self, alter: Callable[[Visitor], None]) -> None:
        stage = self._flow.stage
        with stage.changed:
            alter(stage.visitor)
            stage.bump()

    def _enter(self) -> None:
        present(self._flow, PREFIX + self._flow.stage.visitor.typed)


def _opinion_touches(opinions: Opinions) -> Mapping[str, Callable[[str], None]]:
    return {
        "opinion": lambda _: opinions.ask(),
        "score": opinions.rate,
        "comment": lambda _: opinions.write(),
        "sign": lambda sign: opinions.type(sign, word_list().signs),
        "sign_erase": lambda _: opinions.erase(),
        "sign_keys": opinions.change_keys,
        "say": lambda _: opinions.say(),
    }


def _staff_touches(desk: StaffDesk) -> Mapping[str, Callable[[str], None]]:
    return {
        "staff": lambda _: desk.enter(),
        "staff_key": desk.press_key,
        "staff_erase": lambda _: desk.erase(),
        "staff_unlock": lambda _: desk.unlock(),
        "staff_find": lambda _: desk.find(),
        "staff_back": lambda _: desk.back(),
        "staff_reissue": lambda _: desk.reissue(),
        "staff_take_back": lambda _: desk.take_back(),
        "staff_test": lambda _: desk.test_print(),
        "staff_paper": lambda _: desk.paper_changed(),
    }


def _understand(visitor: Visitor, code: str) -> None:
    if code in word_list().complete():
        visitor.language = code


def _enlarge(visitor: Visitor) -> None:
    visitor.size = (visitor.size + 1) % SIZES


def _lower(visitor: Visitor) -> None:
    visitor.low = not visitor.low


def _next_voice(visitor: Visitor) -> None:
    visitor.voice = NEXT_VOICE[visitor.voice]


def _hear(visitor: Visitor, voice: str) -> None:
    visitor.voice = voice


def _contrast(visitor: Visitor) -> None:
    visitor.contrast = not visitor.contrast


def _assist(visitor: Visitor) -> None:
    visitor.assisted = not visitor.assisted


def _type(visitor: Visitor, sign: str) -> None:
    if len(sign) == 1 and sign in ALPHABET and len(visitor.typed) < _LETTERS:
        visitor.typed += sign


def _erase(visitor: Visitor) -> None:
    visitor.typed = visitor.typed[:-1]
