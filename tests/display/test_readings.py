"""What the voice says, compared with the table of readings of our office."""

import pytest

from display.voice import readings, synthesis
from display.voice.readings import NoReading, call_reading, label_reading, number_reading

NUMBERS = {
    0: "ゼロ", 1: "いち", 4: "よん", 7: "なな", 9: "きゅう", 10: "じゅう", 14: "じゅうよん",
    17: "じゅうなな", 19: "じゅうきゅう", 100: "ひゃく", 200: "にひゃく", 300: "さんびゃく",
    400: "よんひゃく", 500: "ごひゃく", 600: "ろっぴゃく", 700: "ななひゃく", 800: "はっぴゃく",
    900: "きゅうひゃく", 1000: "せん", 1100: "せんひゃく", 3000: "さんぜん", 8000: "はっせん",
    9999: "きゅうせんきゅうひゃくきゅうじゅうきゅう",
}  # fmt: skip
VOWELS = {
    "ア": "アカガサザタダナハバパマヤラワャァ", "イ": "イキギシジチニヒビピミリィ",
    "ウ": "ウクグスズツヌフブプムユルュゥ", "エ": "エケゲセゼテデネヘベペメレェ",
    "オ": "オコゴソゾトドノホボポモヨロヲョォ",
}  # fmt: skip


def as_heard(reading: str) -> str:
    """Return *reading* in katakana as the synthesiser writes sounds: ジュウ is ジュー."""
    kana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in reading)
    heard = ""
    for letter in kana.replace("、", ""):
        before = heard[-1:]
        if letter == "ウ" and before and before in VOWELS["ウ"] + VOWELS["オ"]:
            heard += "ー"
        else:
            heard += letter
    return heard.replace("マドグチヘ", "マドグチエ")


@pytest.mark.parametrize(("number", "reading"), NUMBERS.items())
def test_numbers_are_read_as_people_at_a_ward_office_say_them(number, reading):
    assert number_reading(number) == reading


@pytest.mark.parametrize(
    ("label", "counter", "reading"),
    [
        ("A001", "1", "エーのいちばんのおきゃくさま、いちばんまどぐちへおこしください"),
        (
            "B316",
            "12",
            "ビーのさんびゃくじゅうろくばんのおきゃくさま、じゅうにばんまどぐちへおこしください",
        ),
        ("608", "3", "ろっぴゃくはちばんのおきゃくさま、さんばんまどぐちへおこしください"),
        ("810", "4", "はっぴゃくじゅうばんのおきゃくさま、よんばんまどぐちへおこしください"),
    ],
)
def test_calls_are_read_like_the_agreed_examples(label, counter, reading):
    assert call_reading(label, counter) == reading


def test_every_letter_of_the_alphabet_has_its_name():
    assert "".join(readings.LETTERS) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert [label_reading(f"{letter}1")[:-3] for letter in "ABDHKN"] == [
        "エー", "ビー", "ディー", "エイチ", "ケー", "エヌ",
    ]  # fmt: skip


def test_no_two_numbers_sound_the_same():
    assert len({number_reading(number) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize("label", ["", "A", "a012", "A12345", "ABC1", "A012;", "Ａ０１２", "A-1"])
def test_what_is_no_label_is_not_read(label):
    with pytest.raises(NoReading):
        label_reading(label)


@pytest.mark.parametrize("counter", ["", "3a", "３", "-1", "12345"])
def test_what_is_no_counter_is_not_read(counter):
    with pytest.raises(NoReading):
        readings.counter_text(counter)


def test_number_110_is_not_said_like_the_number_of_the_police():
    assert "ヒャクジューバン" in synthesis.heard_kana(readings.number_text("110"))


SAMPLED = sorted({*range(1, 10_000, 83), *NUMBERS} - {0})

#: How numbers are said, written down a second time and in katakana as they sound, so that a
#: mistake in the product's own table cannot hide behind itself.
ONES = ["", *["イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー"]]
TENS = ["", "ジュー", *(f"{one}ジュー" for one in ONES[2:])]
HUNDREDS = ["", *["ヒャク", "ニヒャク", "サンビャク", "ヨンヒャク", "ゴヒャク"],
            *["ロッピャク", "ナナヒャク", "ハッピャク", "キューヒャク"]]  # fmt: skip
THOUSANDS = [
    "",
    *[
        "セン",
        "ニセン",
        "サンゼン",
        "ヨンセン",
        "ゴセン",
        "ロクセン",
        "ナナセン",
        "ハッセン",
        "キューセン",
    ],
]
NAMES = """エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム
    エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット"""
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", NAMES.split(), strict=True))


def sound_of(number: int) -> str:
    thousands, hundreds, tens, ones = (int(figure) for figure in f"{number:04}")
    return THOUSANDS[thousands] + HUNDREDS[hundreds] + TENS[tens] + ONES[ones]


def heard(text: str) -> str:
    return synthesis.heard_kana(text).replace("シイ", "シー")


@pytest.mark.parametrize("letter", LETTERS)
def test_the_synthesiser_says_each_letter_by_its_name(letter):
    assert heard(readings.prefix_text(letter)) == f"バンゴーフダ{LETTERS[letter]}ノ"
    assert heard(readings.short_prefix_text(letter)) == f"{LETTERS[letter]}ノ"


@pytest.mark.parametrize("number", SAMPLED)
def test_the_synthesiser_says_a_number_as_it_is_written_in_the_table(number):
    assert_said_right(number)


@pytest.mark.slow
def test_the_synthesiser_says_every_number_as_it_is_written_in_the_table():
    for number in range(1, 10_000):
        assert_said_right(number)


def assert_said_right(number: int) -> None:
    sound = sound_of(number)
    assert heard(readings.number_text(str(number))) == f"{sound}バンノオキャクサマ"
    assert heard(readings.short_number_text(str(number))) == f"{sound}バン"
    assert as_heard(number_reading(number)) == sound


@pytest.mark.parametrize("number", range(1, 100))
def test_the_synthesiser_says_every_counter(number):
    sound = sound_of(number)
    assert heard(readings.counter_text(str(number))) == f"{sound}バンマドグチエオコシクダサイ"
    assert heard(readings.short_counter_text(str(number))) == f"{sound}バンマドグチ"


def test_the_lead_grows_with_the_wait():
    assert heard(readings.lead_text("wait")) == "オマタセイタシマシタ"
    assert heard(readings.lead_text("long")) == "タイヘンオマタセイタシマシタ"
