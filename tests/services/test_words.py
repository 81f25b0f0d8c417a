"""Where people are sent, in the words of their language."""

import pytest

from server.services.words import where_to_wait
from tests.parts.office import HERE, Hall

#: The letter of a queue, a language, and what is said of its counters.
SAID = [
    ("E", "ja", "9番窓口の前"),
    ("F", "ja", "10・11番窓口の前"),
    ("A", "ja", "1〜4・30番窓口の前"),
    ("E", "en", "in front of counter 9"),
    ("F", "en", "in front of counters 10 and 11"),
    ("B", "en", "in front of counters 5, 6 and 30"),
    ("A", "en", "in front of counters 1–4 and 30"),
    ("E", "vi", "trước quầy 9"),
    ("F", "vi", "trước các quầy 10 và 11"),
    ("F", "ko", "10·11번 창구 앞"),
    ("F", "zh_hans", "10、11号窗口前"),
    ("K", "ja", "の席（係がお席へうかがいます）"),
    ("K", "en", "in a seat (staff come to you)"),
]


@pytest.mark.parametrize(("prefix", "language", "words"), SAID)
def test_counters_are_named_one_by_one_or_as_a_span(sqlite_hall: Hall, prefix, language, words):
    with sqlite_hall.city.reading() as look:
        floor = look.floor_of(HERE)
        [queue] = [queue for queue in floor.queues.values() if queue.prefix == prefix]
        assert where_to_wait(floor, queue, language).endswith(words)
