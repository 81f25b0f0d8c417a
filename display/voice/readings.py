"""How ticket labels and calls are read aloud in Japanese.

Every sentence exists twice: as a *reading* in kana, which is what people hear and what tests
compare, and as a *text* for the synthesiser. The text keeps its figures, because the
synthesiser knows the melody of 「316番」 and not that of 「さんびゃくじゅうろくばん」. It spells
番号札, お客様 and 窓口 in kana, because in kanji they come out as バンゴーサツ and the like.
"""

import re

LETTERS = {
    "A": "エー", "B": "ビー", "C": "シー", "D": "ディー", "E": "イー", "F": "エフ", "G": "ジー",
    "H": "エイチ", "I": "アイ", "J": "ジェー", "K": "ケー", "L": "エル", "M": "エム", "N": "エヌ",
    "O": "オー", "P": "ピー", "Q": "キュー", "R": "アール", "S": "エス", "T": "ティー", "U": "ユー",
    "V": "ブイ", "W": "ダブリュー", "X": "エックス", "Y": "ワイ", "Z": "ゼット",
}  # fmt: skip

#: Where the synthesiser would say something else: スィー, and ヒャクトーバン, the police.
_SPELLED_LETTERS = LETTERS | {"C": "シイ"}
_SPELLED_NUMBERS = {110: "百10"}

_LEADS = {"wait": "おまたせいたしました。", "long": "たいへんおまたせいたしました。"}

_DIGITS = ("ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_SOUND_CHANGES = {
    (3, 100): "さんびゃく",
    (6, 100): "ろっぴゃく",
    (8, 100): "はっぴゃく",
    (3, 1000): "さんぜん",
    (8, 1000): "はっせん",
}
_UNITS = ((1000, "せん"), (100, "ひゃく"), (10, "じゅう"))
_LAST_NUMBER = 9999
_LABEL = re.compile(r"([A-Z]{0,2})([0-9]{1,4})")


class NoReading(ValueError):
    """A label or counter that cannot be read aloud."""


def number_reading(number: int) -> str:
    """Return how *number* (0 to 9999) is said so that 1/7 and 4/7 differ.

    >>> number_reading(316), number_reading(4), number_reading(8000)
    ('さんびゃくじゅうろく', 'よん', 'はっせん')
    """
    if not 0 <= number <= _LAST_NUMBER:
        raise NoReading(f"{number} is outside 0 to {_LAST_NUMBER}")
    if number == 0:
        return _DIGITS[0]
    parts, rest = [], number
    for unit, name in _UNITS:
        digit, rest = divmod(rest, unit)
        parts.append(_unit_reading(digit, unit, name))
    return "".join(parts) + (_DIGITS[rest] if rest else "")


def _unit_reading(digit: int, unit: int, name: str) -> str:
    if digit == 0:
        return ""
    if (digit, unit) in _SOUND_CHANGES:
        return _SOUND_CHANGES[digit, unit]
    return ("" if digit == 1 else _DIGITS[digit]) + name


def split_label(label: str) -> tuple[str, int]:
    """Return prefix and number of a ticket label, or raise NoReading.

    >>> split_label("A012"), split_label("608")
    (('A', 12), ('', 608))
    """
    match = _LABEL.fullmatch(label)
    if not match:
        raise NoReading(f"{label!r} is no ticket label")
    return match[1], int(match[2])


def label_reading(label: str) -> str:
    """Return the kana of a label.

    >>> label_reading("B316")
    'ビーのさんびゃくじゅうろく'
    """
    prefix, number = split_label(label)
    letters = "".join(LETTERS[letter] for letter in prefix)
    return (letters and f"{letters}の") + number_reading(number)


def call_reading(label: str, counter: str) -> str:
    """Return the kana of the whole call, the words residents know from other offices.

    >>> call_reading("A001", "1")
    'エーのいちばんのおきゃくさま、いちばんまどぐちへおこしください'
    """
    at = number_reading(_small_number(counter))
    return f"{label_reading(label)}ばんのおきゃくさま、{at}ばんまどぐちへおこしください"


def prefix_text(prefix: str) -> str:
    """Return the words before the number, as the synthesiser wants them."""
    return f"ばんごうふだ、{_spelled(prefix)}"


def number_text(number: str) -> str:
    return f"{_figures(_small_number(number))}番のおきゃくさま、"


def counter_text(counter: str) -> str:
    return f"{_figures(_small_number(counter))}番まどぐちへおこしください。"


def short_prefix_text(prefix: str) -> str:
    """Return the words before the number for when several calls are waiting to be said."""
    return _spelled(prefix)


def short_number_text(number: str) -> str:
    return f"{_figures(_small_number(number))}番、"


def short_counter_text(counter: str) -> str:
    return f"{_figures(_small_number(counter))}番まどぐち。"


def lead_text(wait: str) -> str:
    """Return what is said first: *wait* is ``wait``, or ``long`` beyond a set time."""
    try:
        return _LEADS[wait]
    except KeyError:
        raise NoReading(f"{wait!r} is neither wait nor long") from None


def _spelled(prefix: str) -> str:
    if not re.fullmatch(r"[A-Z]{0,2}", prefix):
        raise NoReading(f"{prefix!r} is no prefix")
    letters = "".join(_SPELLED_LETTERS[letter] for letter in prefix)
    return letters and f"{letters}の、"


def _figures(number: int) -> str:
    return _SPELLED_NUMBERS.get(number, str(number))


def _small_number(figures: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", figures):
        raise NoReading(f"{figures!r} is no number of a ticket or counter")
    return int(figures)
