"""A phone held before the reader for a while is one scan."""

from kiosk.scanner.debounce import REPEAT_S, Debounce


def test_the_same_code_held_for_ten_seconds_is_one_scan() -> None:
    debounce = Debounce()
    debounce.take("A", 0.0)

    assert all(debounce.repeats("A", half / 2) for half in range(20))


def test_the_same_code_counts_again_once_it_was_away() -> None:
    debounce = Debounce()
    debounce.take("A", 1.0)

    assert not debounce.repeats("A", 1.0 + REPEAT_S)


def test_another_code_is_new_at_once() -> None:
    debounce = Debounce()
    debounce.take("A", 1.0)

    assert not debounce.repeats("B", 1.1)
    assert debounce.repeats("A", 1.2)
