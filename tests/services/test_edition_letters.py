"""An office words its letters itself: drafted, checked, approved, and mailed so."""

import copy
from email import message_from_bytes
from email.policy import default

import pytest

from config.schema.letters import CONTENTS, LetterEntry
from config.schema.shapes import LANGUAGES
from server.db.models import Role
from server.db.published import CITY
from server.domain.refusals import Misfit
from server.services import (
    catalogue,
    edition_documents,
    edition_letters,
    edition_list,
    edition_new,
    edition_steps,
    editions,
    letter_samples,
    outbox,
)
from server.services.callers import Caller, Kind
from server.services.edition_checks import findings
from server.services.edition_differences import between
from tests.parts.office import HERE, NEIGHBOUR
from tests.services.test_editions import as_, begin, change, published, refusal
from tests.services.test_outbox import book, mailer, postman

__all__ = ["mailer", "postman"]
pytestmark = pytest.mark.db

WRITER = "staff:3"
ASKS = "駐車場は15台です。{day}{time} にお待ちしています。\n{link}\n"


def letter(hall, office=HERE, name="booked", language="ja"):
    with hall.look() as look:
        return catalogue.letter(look.session, office, name, language)


def reworded(hall, body=ASKS, layer=HERE, name="booked"):
    _, document = begin(hall, "letter", name, layer)
    document["ja"]["body"] = body
    return published(hall, document, "letter", name, layer)


def found(hall, document):
    with hall.look() as look:
        entry = edition_documents.parsed("letter", document["id"], document)
        return findings(look.session, HERE, look.floor_of(HERE), entry)


def misfit(document):
    with pytest.raises(Misfit) as told:
        edition_documents.parsed("letter", document["id"], document)
    return {one.field: one.message for one in told.value.errors}


def test_mails_say_what_the_ward_published_until_it_goes_back(hall, mailer, postman):
    begin(hall, "letter", "booked")
    assert "駐車場" not in letter(hall).body
    reworded(hall)
    token = book(hall)
    with as_(hall, WRITER) as work:
        editions.bring_back(work, "letter", "booked", HERE, 0)
    assert "駐車場" not in letter(hall).body
    with as_(hall, WRITER) as work:
        editions.bring_back(work, "letter", "booked", HERE, 1)

    assert outbox.deliver(hall.city, mailer) == 1
    body = message_from_bytes(postman.letters[0], policy=default).get_content()
    assert "駐車場は15台です。11月24日" in body
    assert f"/booking#{token}" in body


def test_a_ward_speaks_over_the_city_and_no_other_ward_hears_it(hall):
    shipped = letter(hall).body
    reworded(hall, "市の文 {day}{time} {link}\n", CITY)
    assert letter(hall, NEIGHBOUR).body == letter(hall).body != shipped
    reworded(hall)
    assert letter(hall).body == ASKS
    assert letter(hall, NEIGHBOUR).body.startswith("市の文")
    assert letter(hall, name="moved").body == letter(hall, NEIGHBOUR, "moved").body
    with hall.look() as look:
        listed = edition_list.listed(look, HERE)
    assert {one.code: one.layer for one in listed if one.kind == "letter"} == dict.fromkeys(
        CONTENTS, "pack"
    ) | {"booked": "office"}


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        (
            "body",
            "こんにちは\n{nmae} {day}{time} {link}",
            "2行目: {nmae} という項目はありません",
        ),
        ("body", "{day}{time}\n\n{link", "3行目: "),
        ("body", "{day:>999999999}{time} {link}", "1行目: "),
        ("body", "{day.__class__}{time} {link}", "1行目: {day.__class__} という項目はありません"),
        ("subject", "{day}{time}\nBcc: x", "件名は1行で"),
        ("subject", " ", ""),
    ],
)
def test_what_no_letter_can_say_is_refused_at_its_place(hall, part, text, told):
    draft, document = begin(hall, "letter", "booked")
    wrong = copy.deepcopy(document)
    wrong["en"][part] = text
    wrong["ja"]["body"] = "{who}"
    errors = misfit(wrong)
    assert set(errors) == {f"en.{part}", "ja.body"}
    assert errors[f"en.{part}"].startswith(told)
    assert refusal(change, hall, draft, 1, wrong).code == "misfit"
    with hall.look() as look:
        assert editions.of(look, HERE, draft).document == document


def test_what_this_letter_lacks_or_cannot_know_keeps_it_from_approval(hall):
    draft, document = begin(hall, "letter", "booked")
    document["ja"]["body"] = "{day}{time} に\n{until} まで"
    revision = change(hall, draft, 1, document)
    blocks = [(one.field, one.message) for one in found(hall, document) if one.blocks]
    assert blocks == [
        ("ja.body", "2行目: {until} は、このお知らせでは使えません"),
        ("ja.body", "{link} を必ず入れてください"),
    ]
    with as_(hall, WRITER) as work:
        refused = refusal(editions.ask, work, draft, revision)
    assert refused.code == "not_ready"
    assert [one["field"] for one in refused.details["findings"]] == ["ja.body", "ja.body"]


def test_languages_that_still_say_the_standard_are_pointed_at(hall):
    _, document = begin(hall, "letter", "not_drawn")
    assert found(hall, document) == []
    document["ja"]["body"] = "{day} {link} です。\n"
    document["en"]["body"] = "{day} {link}\n"
    looked = {one.field for one in found(hall, document) if not one.blocks}
    assert looked == {f"{one}.body" for one in ("easy_ja", "zh_hans", "zh_hant", "ko", "vi")}


def test_the_difference_is_told_line_by_line_and_by_language(hall):
    _, document = begin(hall, "letter", "booked")
    own = copy.deepcopy(document)
    own["ja"]["body"] = own["ja"]["body"].replace("当日は、", "当日は10分前に、")
    own["ko"] = {"subject": "{day} {time}", "body": "{day} {time} {link}\n"}
    assert [(one.field, one.name) for one in between(document, own)] == [
        ("ja", "本文 5行目"), ("ko", "件名（韓国語）"), ("ko", "本文（韓国語） 1行目"),
    ]  # fmt: skip


def test_one_language_is_written_emptied_and_put_back(hall):
    _, document = begin(hall, "letter", "booked")
    standard = LetterEntry.model_validate(document)
    typed = {"subject": " {day}{time} ", "body": "{day}{time}\r\n{link}\r\n"}
    new = edition_letters.with_letter(document, "en", typed)
    assert new["en"] == {"subject": "{day}{time}", "body": "{day}{time}\n{link}\n"}
    assert edition_letters.with_letter(new, "en", {"subject": "", "body": " "})["en"] is None
    assert edition_letters.with_standard(new, "en", standard) == document
    assert "ja.body" in misfit(edition_letters.with_letter(document, "ja", {}))


@pytest.mark.parametrize("name", CONTENTS)
def test_a_sample_has_a_value_for_whatever_the_letter_may_speak_of(hall, name):
    for language in LANGUAGES:
        with hall.look() as look:
            entry = catalogue.letter_of(look.session, HERE, name)
            shown = letter_samples.sample(look, HERE, "https://w.example", entry, language)
            facts = letter_samples.facts(look, HERE, "https://w.example", name, language)
        assert set(facts) == CONTENTS[name].known
        assert all(facts.values())
        assert "{" not in shown.subject + shown.body
        assert (shown.instead is None) == (entry.own(language) is not None)


def test_letters_are_neither_added_nor_taken_out(hall):
    draft, _ = begin(hall, "letter", "near")
    who = Caller(Kind.STAFF, {HERE: frozenset({Role.MANAGER})}, staff_id=3)
    with as_(hall, WRITER) as work:
        out = refusal(edition_steps.take, work, who, draft, 1, "take_out")
        made = refusal(edition_new.create, work, "letter", HERE, {"name_ja": "誕生日"})
    assert (out.code, made.code) == ("always_sent", "no_more_of_these")


def test_a_letter_goes_to_another_office_as_a_file(hall):
    with hall.look() as look:
        own = catalogue.letter_of(look.session, HERE, "near")
    text = edition_documents.to_file("letter", own)
    assert edition_documents.from_file("letter", "near", text) == own
    with pytest.raises(Misfit) as told:
        edition_documents.from_file("letter", "near", text.replace("{where}", "{wehre}", 1))
    [one] = told.value.errors
    assert one.field == "entry.ja.body"
    assert "{wehre}" in one.message
