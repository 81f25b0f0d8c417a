"""Who says the calls of an area: one page at a time, named by the server.

A page holds the word for some seconds and asks again before they are over. Whoever does
not hold it is silent, so two never speak at once, whatever is switched on where.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

#: How long a page may speak without asking again; pages ask every five seconds.
HOLDS = timedelta(seconds=12)

#: A display that a manager chose for its area, and a page that somebody opened.
CHOSEN, OPENED = 1, 0


@dataclass(frozen=True)
class Word:
    """Who has the word, until when, and who waits for it with more right."""

    holder: str
    rank: int
    until: datetime
    next_holder: str | None = None


def claim(word: Word | None, page: str, rank: int, now: datetime) -> Word:
    """Return who has the word after *page* has asked for it.

    The holder keeps it as long as it asks in time, unless somebody of a higher rank has
    asked meanwhile: then its time runs out, and that one follows.
    """
    mine = Word(page, rank, now + HOLDS)
    if word is None:
        return mine
    if word.until <= now:
        awaited = word.next_holder not in {None, page} and now < word.until + HOLDS
        return word if awaited and rank < CHOSEN else mine
    if word.holder == page:
        return word if word.next_holder else mine
    return replace(word, next_holder=page) if rank > word.rank else word
