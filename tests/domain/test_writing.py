import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.writing import half_width, has_my_number, katakana, letters, one_space

HALF_WIDTH_KANA = "".join(chr(code) for code in range(0xFF65, 0xFFA0))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ｳﾒﾀﾞ ﾀﾛｳ", "ウメダ　タロウ"),
        ("うめだ たろう", "ウメダ　タロウ"),
        ("キヨウコ", "キヨウコ"),
        ("キョウコ", "キョウコ"),
        ("ヴィクトリア", "ヴィクトリア"),
        ("ゔぃくとりあ", "ヴィクトリア"),
        ("ｳﾞｨｸﾄﾘｱ", "ヴィクトリア"),
        ("ジョン・スミス", "ジョン・スミス"),
        ("ｼﾞｮﾝ･ｽﾐｽ", "ジョン・スミス"),
        ("か\u3099い", "ガイ"),
        ("ﾊﾟｰｶｰ", "パーカー"),
    ],
)
def test_every_kana_becomes_full_width_katakana_and_small_ones_stay_small(typed, kept):
    assert katakana(typed) == kept


@given(st.text(alphabet=HALF_WIDTH_KANA.replace("ﾞ", "").replace("ﾟ", ""), max_size=30))
def test_half_width_kana_agree_with_unicode(text):
    assert katakana(text) == unicodedata.normalize("NFKC", text)


@given(st.text(max_size=60))
def test_converting_twice_changes_nothing_more(text):
    assert katakana(katakana(text)) == katakana(text)
    assert one_space(one_space(text)) == one_space(text)


@pytest.mark.parametrize("hyphen", "‐‑‒–—―−－ー")
def test_every_kind_of_hyphen_in_a_number_is_the_same_hyphen(hyphen):
    assert half_width(f"０６{hyphen}６２０８") == "06-6208"


def test_variation_selectors_and_accents_are_not_counted_as_letters():
    assert letters("葛󠄀城 由美") == 5
    assert letters(unicodedata.normalize("NFD", "Nguyễn")) == 6


def _with_check_digit(first: str) -> str:
    total = sum(int(d) * w for d, w in zip(first, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], strict=True))
    return first + str(0 if total % 11 <= 1 else 11 - total % 11)


eleven_digits = st.text(alphabet="0123456789", min_size=11, max_size=11)


@given(eleven_digits, st.sampled_from(["{}", "番号 {} です", "マイナンバー:{}", "a{}b"]))
def test_an_individual_number_is_found_wherever_it_hides(first, around):
    number = _with_check_digit(first)
    spaced = " ".join([number[:4], number[4:8], number[8:]])
    wide = number.translate({ord(str(n)): ord("０") + n for n in range(10)})
    assert all(has_my_number(around.format(form)) for form in (number, spaced, wide))


@given(eleven_digits, st.integers(1, 9))
def test_twelve_digits_with_another_last_digit_are_only_digits(first, off):
    number = _with_check_digit(first)
    assert not has_my_number(first + str((int(number[-1]) + off) % 10))


@pytest.mark.parametrize("text", ["090-1234-5678", "1234567890123", "3丁目1-17", "27125-001", ""])
def test_phones_codes_and_addresses_are_no_individual_numbers(text):
    assert not has_my_number(text)
