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
    assert "ヒャクジューバン" in synthesis.heard_kana(readings.ticket_text("A110"))


SAMPLED = sorted({*range(1, 10_000, 83), *NUMBERS} - {0})


@pytest.mark.parametrize("letter", readings.LETTERS)
def test_the_synthesiser_says_each_letter_by_its_name(letter):
    heard = synthesis.heard_kana(readings.ticket_text(f"{letter}012"))

    assert heard.replace("シイ", "シー") == as_heard(
        f"ばんごうふだ{label_reading(f'{letter}012')}ばんのおきゃくさま"
    )


@pytest.mark.parametrize("number", SAMPLED)
def test_the_synthesiser_says_a_number_as_it_is_written_in_the_table(number):
    assert_said_right(number)


@pytest.mark.slow
def test_the_synthesiser_says_every_number_as_it_is_written_in_the_table():
    for number in range(1, 10_000):
        assert_said_right(number)


def assert_said_right(number: int) -> None:
    said = readings.ticket_text(f"A{number}") + readings.counter_text(str(number))

    heard = synthesis.heard_kana(said)

    assert heard == as_heard("ばんごうふだ" + call_reading(f"A{number}", str(number)))


@pytest.mark.parametrize("number", SAMPLED)
def test_the_short_call_says_the_same_number(number):
    said = readings.short_ticket_text(f"F{number}") + readings.short_counter_text(str(number))

    heard = synthesis.heard_kana(said)

    reading = number_reading(number)
    assert heard == as_heard(f"エフの{reading}ばん{reading}ばんまどぐち")
