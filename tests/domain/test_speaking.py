"""Who says the calls of an area: one page at a time."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain.business_day import JST
from server.domain.speaking import CHOSEN, HOLDS, OPENED, claim

START = datetime(2026, 11, 24, 10, 0, tzinfo=JST)
PAGES = {"lobby": CHOSEN, "laptop": OPENED, "phone": OPENED}


def test_who_asks_first_has_the_word_and_keeps_it_while_asking_in_time():
    word = claim(None, "laptop", OPENED, START)
    word = claim(word, "phone", OPENED, START + HOLDS / 2)
    assert word.holder == "laptop"
    word = claim(word, "laptop", OPENED, START + HOLDS / 2)
    assert word.until == START + HOLDS * 1.5


def test_a_page_that_falls_silent_loses_the_word_to_the_next():
    word = claim(None, "laptop", OPENED, START)
    assert claim(word, "phone", OPENED, START + HOLDS).holder == "phone"


def test_the_managers_display_follows_a_page_that_somebody_opened():
    word = claim(None, "laptop", OPENED, START)
    word = claim(word, "lobby", CHOSEN, START + HOLDS / 4)
    assert word.holder == "laptop"
    word = claim(word, "laptop", OPENED, START + HOLDS / 2)
    assert word.until == START + HOLDS  # not renewed
    assert claim(word, "phone", OPENED, START + HOLDS).holder != "phone"
    assert claim(word, "lobby", CHOSEN, START + HOLDS).holder == "lobby"


@given(st.lists(st.tuples(st.sampled_from(sorted(PAGES)), st.integers(0, 9)), max_size=60))
def test_two_never_have_the_word_at_once(asked):
    """Each page believes what it was told last, until its own time is over."""
    word, now, believes = None, START, {}
    for page, later_s in asked:
        now += timedelta(seconds=later_s)
        word = claim(word, page, PAGES[page], now)
        believes[page] = word.until if word.holder == page else now
        assert sum(until > now for until in believes.values()) <= 1
