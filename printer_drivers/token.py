"""The token in a resident's QR: 20 characters that say nothing and open everything.

``WQ1`` + 16 characters of Crockford base32 (80 random bits) + one check character.
The check is Damm's method over GF(32): it catches every single wrong character and
every swap of two neighbours. Stdlib only: rules may use it.
"""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "WQ1"
LENGTH = 20

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
#: How people misread the alphabet; applied after folding.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = str.maketrans("", "", " -\t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\u30fc")
#: Longer input is no token with a few separators in it; it is refused unread.
_MAX_INPUT = 64


class NotAToken(ValueError):
    """The text is no token: wrong letters, wrong length, or the check character is off."""


def check_character(body: str) -> str:
    """Return the check character of the 16 characters after ``WQ1``.

    >>> check_character("7A3F9K2Z8M4PR6T0")
    'J'
    """
    check = 0
    for letter in body:
        check = _double(check ^ _VALUES[letter])
    return ALPHABET[check]


def new_token() -> str:
    """Return a fresh token with 80 random bits."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return PREFIX + body + check_character(body)


def parse_token(text: str) -> str:
    """Return the token that *text* means, in its one spelling.

    Lower case, full-width characters, spaces and hyphens are accepted, and ``O``
    for ``0``, ``I`` and ``L`` for ``1``.

    Raises:
        NotAToken: anything else.

    >>> parse_token("ｗｑ17 a3f9-k2z8-m4pr-6toj")
    'WQ17A3F9K2Z8M4PR6T0J'
    """
    if len(text) > _MAX_INPUT:
        raise NotAToken("longer than any token")
    folded = unicodedata.normalize("NFKC", text).upper().translate(_SEPARATORS).strip()
    token = folded[:2] + folded[2:].translate(_LOOKALIKES)
    body = token[len(PREFIX) : -1]
    if len(token) != LENGTH or not token.startswith(PREFIX) or not set(body) <= _VALUES.keys():
        raise NotAToken("not in the form of a token")
    if check_character(body) != token[-1]:
        raise NotAToken("the check character does not fit")
    return token


def in_fours(token: str) -> str:
    """Return *token* as people read it aloud: groups of four.

    >>> in_fours("WQ17A3F9K2Z8M4PR6T0J")
    'WQ17 A3F9 K2Z8 M4PR 6T0J'
    """
    return " ".join(token[start : start + 4] for start in range(0, len(token), 4))


def _double(value: int) -> int:
    """Return 2·value in GF(32) modulo x⁵+x²+1."""
    return (value << 1) ^ (0x25 if value >= 16 else 0)
