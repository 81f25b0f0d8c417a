"""The sheet for what goes by mail: whom it goes to, and nobody's name."""

import pytest

from printer_drivers.layout import pdf
from server.domain.refusals import NotFound, Refused
from server.services import covers, keepsakes
from tests.parts.family import PROCEDURE

pytestmark = pytest.mark.db

BY_MAIL = "jidoteate_birth"


def test_the_label_names_the_office_and_its_section_and_the_list_what_is_enclosed(hall):
    token = hall.apply([BY_MAIL])
    with hall.look() as look:
        cover = covers.cover(look, token, "ja")
        assert keepsakes.applied(look, token, "ja").by_mail
    assert (cover.postal_code, cover.address) == ("559-8601", "大阪市住之江区御崎3丁目1番17号")
    assert cover.office == "住之江区役所"
    assert cover.section
    assert len(cover.enclosures) == 2
    assert cover.token == token


@pytest.mark.parametrize("language", ["ja", "easy_ja", "en", "ko", "vi", "zh_hans", "zh_hant"])
def test_it_is_one_a4_page_in_every_language(sqlite_hall, language):
    token = sqlite_hall.apply([BY_MAIL])
    with sqlite_hall.look() as look:
        paper = pdf(covers.cover(look, token, language))
    assert paper.startswith(b"%PDF")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type/Page\n") <= 1


def test_without_a_step_by_mail_there_is_no_sheet(hall):
    token = hall.apply([PROCEDURE])
    with hall.look() as look:
        with pytest.raises(Refused) as refusal:
            covers.cover(look, token, "ja")
        assert refusal.value.code == "nothing_by_mail"
        assert not keepsakes.applied(look, token, "ja").by_mail


def test_a_code_of_nobody_opens_nothing(hall):
    with hall.look() as look, pytest.raises(NotFound):
        covers.cover(look, "WQ100000000000000000", "ja")
