"""Which words a reader gets, and in which language they are."""

from config.schema.shapes import Words
from server.services.tongues import JAPANESE, Said, Tongue, speaking
from tests.parts.office import Hall

KOREAN = Tongue("ko", {"氏名": "성명"})
EASY = Tongue("easy_ja", {"氏名": "名前(なまえ)"})
NAME = Words(ja="氏名", en="Name")


def test_the_own_words_come_before_a_translation_and_that_before_english():
    assert KOREAN.said(NAME.model_copy(update={"ko": "이름"})) == Said("이름", "ko")
    assert KOREAN.said(NAME) == Said("성명", "ko")
    assert KOREAN.said(Words(ja="本籍", en="Domicile")) == Said("Domicile", "en")


def test_what_exists_in_japanese_alone_says_so():
    assert KOREAN.said(Words(ja="本籍")) == Said("本籍", "ja")


def test_easy_japanese_falls_back_to_japanese_and_never_to_english():
    assert EASY.said(NAME) == Said("名前(なまえ)", "easy_ja")
    assert EASY.said(Words(ja="本籍", en="Domicile")) == Said("本籍", "ja")
    assert JAPANESE.said(NAME) == Said("氏名", "ja")


def test_an_office_speaks_as_its_pack_was_translated(sqlite_hall: Hall):
    with sqlite_hall.city.reading() as look:
        said = {one: speaking(look.session, one).say(NAME) for one in ("ja", "en", "ko", "vi")}
    assert said == {"ja": "氏名", "en": "Name", "ko": "성명", "vi": "Họ tên"}
