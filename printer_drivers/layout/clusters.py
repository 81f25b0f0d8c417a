"""Text as a reader sees it: grapheme clusters, and Latin letters that must keep one typeface."""

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_LAST_LATIN = 0x024F
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
#: What may stand between two words of one name.
_BETWEEN_WORDS = " -'’."


def is_selector(char: str) -> bool:
    """Tell whether *char* chooses a variant of the character before it."""
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


def clusters(text: str) -> Iterator[str]:
    r"""Yield what a reader takes for one character each: a base with its marks and selectors.

    >>> [len(cluster) for cluster in clusters("辻\U000e0100か\u3099A")]
    [2, 2, 1]
    """
    cluster = ""
    for char in text:
        if cluster and not (_extends(char) or cluster.endswith(_JOINER)):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def words(text: str) -> Iterator[list[str]]:
    """Yield clusters in groups: words in Latin letters together, all others one by one.

    >>> list(words("山 Văn An"))
    [['山'], [' '], ['V', 'ă', 'n', ' ', 'A', 'n']]
    """
    latin: list[str] = []
    between: list[str] = []
    for cluster in clusters(text):
        if _is_latin(cluster):
            latin += [*between, cluster]
            between = []
        elif latin and cluster in _BETWEEN_WORDS:
            between.append(cluster)
        else:
            yield from filter(None, [latin, *([one] for one in between), [cluster]])
            latin, between = [], []
    yield from filter(None, [latin, *([one] for one in between)])


def _extends(char: str) -> bool:
    if is_selector(char) or char == _JOINER:
        return True
    # Korean vowels and finals that follow their initial
    if 0x1160 <= ord(char) <= 0x11FF:
        return True
    return unicodedata.category(char) in ("Mn", "Me", "Mc")


def _is_latin(cluster: str) -> bool:
    code = ord(cluster[0])
    return cluster[0].isalpha() and (code <= _LAST_LATIN or code in _LATIN_ADDITIONAL)
