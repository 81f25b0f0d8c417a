"""A keyboard-wedge scanner and a person type into the same page."""

from collections.abc import Sequence

from kiosk.scanner.keys import Key, typed

CODE = "WQ17A3F9K2Z8M4PR6T0J"


def keys_of(text: str, start: float = 0.0, gap: float = 0.01) -> Sequence[Key]:
    named = {"-": "Minus", "/": "Slash", ".": "Period", " ": "Space"}
    return [
        Key(
            named.get(sign) or (f"Digit{sign}" if sign.isdigit() else f"Key{sign.upper()}"),
            start + number * gap,
        )
        for number, sign in enumerate(text)
    ]


def test_a_scanner_is_read_whatever_the_input_method_makes_of_its_letters() -> None:
    assert typed(keys_of(CODE)) == CODE


def test_a_person_may_type_slowly() -> None:
    assert typed(keys_of(CODE, gap=0.8)) == CODE


def test_what_a_hand_typed_before_the_scanner_is_dropped() -> None:
    assert typed([*keys_of("99", gap=0.5), *keys_of(CODE, start=5.0)]) == CODE


def test_a_scan_that_broke_off_is_dropped() -> None:
    assert typed([*keys_of(CODE[:9]), *keys_of(CODE, start=3.0)]) == CODE


def test_a_slow_machine_may_stretch_a_gap_of_the_scanner() -> None:
    late = [*keys_of(CODE[:9]), *keys_of(CODE[9:], start=0.4)]

    assert typed(late) == CODE
    assert typed([*keys_of(CODE[:5], start=-9.0), *late]) == CODE


def test_keys_that_stand_elsewhere_on_a_japanese_keyboard_say_nothing() -> None:
    odd = [Key("Quote", 0.0), Key("IntlRo", 0.01), Key("ShiftLeft", 0.02), Key("F5", 0.03)]

    assert typed(odd) == ""


def test_the_number_block_and_signs_are_read() -> None:
    block = [Key("Numpad7", 0.0), Key("NumpadSubtract", 0.3), Key("Minus", 0.6), Key("KeyA", 0.9)]

    assert typed(block) == "7--A"
