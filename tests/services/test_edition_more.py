"""English, steps, fees, legal grounds and search words, as a manager writes them."""

import pytest

from config import load_pack
from config.schema.procedures import Procedure
from server.services.edition_more import with_more

PACK = load_pack("osaka-demo")
ENTRIES = {one.id: one.model_dump(mode="json", by_alias=True) for one in PACK.procedures}
MOVING = ENTRIES["tennyu_todoke"]
FAMILY_REGISTER = next(one for one in ENTRIES.values() if one["fees"]["kinds"])
BY_MAIL = next(one for one in ENTRIES.values() if one["steps"])


def _blank(number):
    return "" if number is None else str(number)


def page(entry, **changed):
    """Return the inputs as the page shows them, but for what somebody changed."""
    values = {
        "more": "yes", "summary_en": entry["summary_en"] or "",
        "who_can_apply_en": entry["who_can_apply_en"] or "", "notes_en": entry["notes_en"] or "",
        "deadline_en": entry["deadline"]["text_en"] or "", "fee": _blank(entry["fees"]["yen"]),
        "fees": "\n".join(f"{one['name_ja']} | {one['yen']}" for one in entry["fees"]["kinds"]),
        "legal_basis": "\n".join(entry["legal_basis"]), "search_words": "",
    }  # fmt: skip
    for at, step in enumerate(entry["steps"]):
        values[f"step_{at}_ja"] = step["names"]["ja"]
        values[f"step_{at}_en"] = step["names"]["en"] or ""
        values[f"step_{at}_channel"] = step["channel"]
        values[f"step_{at}_enclosures"] = "\n".join(
            f"{one['ja']} | {one['en']}" for one in step["enclosures"]
        )
    return values | changed


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_a_page_that_nobody_changed_says_what_it_said(code):
    entry = ENTRIES[code]
    same = with_more(entry, entry, page(entry))
    assert Procedure.model_validate(same) == Procedure.model_validate(entry)


def test_a_page_without_these_inputs_changes_nothing():
    assert with_more(MOVING, MOVING, {"summary_en": "Other"}) == MOVING


def test_english_is_written_and_old_english_of_new_japanese_is_not_taken_over():
    told = with_more(MOVING, MOVING, page(MOVING, summary_en="Moving in."))
    assert told["summary_en"] == "Moving in."
    anew = {**MOVING, "summary_ja": "ほかの説明", "summary_en": None}
    assert with_more(anew, MOVING, page(MOVING))["summary_en"] is None
    both = page(MOVING, summary_en="Another text")
    assert with_more(anew, MOVING, both)["summary_en"] == "Another text"


def test_several_fees_have_their_names():
    values = page(FAMILY_REGISTER, fees="戸籍 | 500\n写しの郵送 | 110")
    fees = with_more(FAMILY_REGISTER, FAMILY_REGISTER, values)["fees"]
    assert [(one["name_ja"], one["yen"]) for one in fees["kinds"]] == [
        ("戸籍", 500), ("写しの郵送", 110),
    ]  # fmt: skip
    assert fees["kinds"][0]["kind"] == "koseki"
    assert fees["yen"] is None
    assert with_more(MOVING, MOVING, page(MOVING, fee="300"))["fees"]["yen"] == 300


def test_steps_are_added_and_left_out_and_keep_their_other_languages():
    count = len(BY_MAIL["steps"])
    values = page(
        BY_MAIL, step_0_ja="", **{f"step_{count}_ja": "電話で確かめる",
        f"step_{count}_channel": "phone"},
    )  # fmt: skip
    steps = with_more(BY_MAIL, BY_MAIL, values)["steps"]
    assert [one["names"]["ja"] for one in steps] == [
        *(one["names"]["ja"] for one in BY_MAIL["steps"][1:]), "電話で確かめる",
    ]  # fmt: skip
    assert steps[:-1] == BY_MAIL["steps"][1:]


def test_grounds_and_search_words_are_one_a_line():
    told = with_more(
        MOVING, MOVING, page(MOVING, legal_basis="A法\n\n B条例 ", search_words="引越")
    )
    assert told["legal_basis"] == ["A法", "B条例"]
    assert told["search_words"] == ["引越"]
