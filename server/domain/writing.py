"""What people type: folding that is safe for names, kana, and text that must not be stored.

Names are never Unicode-normalised: NFC and NFKC turn 塚 (U+FA10) into another
character. Folding is for digits, kana and codes only.
"""

import re
import unicodedata

#: Longer than any field: such text is refused before anything reads it.
MOST_CHARACTERS = 4000

_HALF = "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ･"
_FULL = (
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテト"
    "ナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン・"
)
_VOICELESS = "ウカキクケコサシスセソタチツテトハヒフヘホ"
_VOICED = "ヴガギグゲゴザジズゼゾダヂヅデドバビブベボ"
_HALF_VOICED = {"ハ": "パ", "ヒ": "ピ", "フ": "プ", "ヘ": "ペ", "ホ": "ポ"}
_VOICE_MARKS = "゛ﾞ\u3099"
_HALF_VOICE_MARKS = "゜ﾟ\u309a"
#: ぁ…ゖ lie exactly 0x60 below ァ…ヶ.
_TO_KATAKANA = (
    str.maketrans(_HALF, _FULL)
    | {code: code + 0x60 for code in range(0x3041, 0x3097)}
    | {ord(space): "\u3000" for space in " \u00a0\t"}
)
#: ！…～ lie exactly 0xFEE0 above !…~.
_TO_HALF_LETTERS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKED = {
    **{plain + mark: voiced for plain, voiced in zip(_VOICELESS, _VOICED, strict=True)
       for mark in _VOICE_MARKS},
    **{plain + mark: pa for plain, pa in _HALF_VOICED.items() for mark in _HALF_VOICE_MARKS},
}  # fmt: skip
_BEFORE_MARK = re.compile(f".[{_VOICE_MARKS}{_HALF_VOICE_MARKS}]")

_SPACES = re.compile(r"[ \u3000\u00a0\t]+")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－ー", "-"))
#: Control, private use (外字) and lone surrogates: no font, no file and no wire has them.
_UNPRINTABLE = {"Cc", "Co", "Cs"}
_BIDI = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}

_MY_NUMBER = re.compile(r"(?<!\d)\d{4}[- ]?\d{4}[- ]?\d{4}(?!\d)")


def katakana(text: str) -> str:
    """Return *text* with every kana as full-width katakana; small kana stay small.

    >>> katakana("ｳﾒﾀﾞ ﾀﾛｳ"), katakana("うめだ たろう"), katakana("キヨウコ"), katakana("きょうこ")
    ('ウメダ　タロウ', 'ウメダ　タロウ', 'キヨウコ', 'キョウコ')
    """
    plain = text.translate(_TO_KATAKANA)
    return _BEFORE_MARK.sub(lambda pair: _MARKED.get(pair[0], pair[0]), plain)


def account_letters(text: str) -> str:
    """Return *text* in the letters of a bank account: full-width kana, half-width capitals.

    >>> account_letters("ｳﾒﾀﾞ ﾀﾛｳ"), account_letters("ＡＢＣ株")
    ('ウメダ　タロウ', 'ABC株')
    """
    return katakana(text).translate(_TO_HALF_LETTERS).upper()


def one_space(text: str) -> str:
    """Return *text* without outer spaces, each run of spaces as one; nothing else changes.

    >>> one_space(" 髙橋 　花子 "), one_space("NGUYEN  VAN AN")
    ('髙橋\u3000花子', 'NGUYEN VAN AN')
    """

    def fold(run: re.Match[str]) -> str:
        return "\u3000" if "\u3000" in run[0] else " "

    return _SPACES.sub(fold, text).strip(" \u3000")


def half_width(text: str) -> str:
    """Return digits, letters and signs half-width, every hyphen as ``-``, outer spaces gone.

    For numbers and codes only, never for names.

    >>> half_width(" ０９０ー１２３４−５６７８")
    '090-1234-5678'
    """
    return unicodedata.normalize("NFKC", text.translate(_HYPHENS)).translate(_HYPHENS).strip()


def letters(text: str) -> int:
    """Return how many characters a reader counts: marks and variation selectors add none.

    >>> letters("辻󠄁 陽子"), letters("Nguyễn"), letters("か\u3099")
    (4, 6, 1)
    """
    return sum(
        not (unicodedata.category(sign) in {"Mn", "Me"} or sign == "\u200d") for sign in text
    )


def unprintable(text: str, *, lines: bool = False) -> str:
    """Return the first character no paper can show, or an empty text; *lines* allows breaks."""
    for sign in text:
        if lines and sign == "\n":
            continue
        if unicodedata.category(sign) in _UNPRINTABLE or sign in _BIDI:
            return sign
    return ""


def has_my_number(text: str) -> bool:
    """Tell whether *text* holds 12 digits with the check digit of an individual number.

    Source: 地方公共団体情報システム機構法 省令; 11 - (Σ Pn·Qn mod 11), remainders 0 and 1 give 0.

    >>> has_my_number("番号は １２３４ ５６７８ ９０１８ です"), has_my_number("123456789012")
    (True, False)
    """
    for found in _MY_NUMBER.finditer(half_width(text)):
        digits = [int(sign) for sign in found[0] if sign.isdecimal()]
        weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if digits[-1] == (0 if rest <= 1 else 11 - rest):
            return True
    return False
