"""What staff write anew in the catalogue, beside what stays as it was."""

from config import load_pack
from server.services.edition_texts import with_procedure

PACK = load_pack("osaka-demo")
MOVING = next(one for one in PACK.procedures if one.id == "tennyu_todoke").model_dump(mode="json")
PAGE = {
    f"bring_{at}_{name}": thing[field] or ""
    for at, thing in enumerate(MOVING["bring"])
    for name, field in (("ja", "item_ja"), ("en", "item_en"), ("when", "when_ja"))
}


def test_the_english_of_a_deadline_stays_as_long_as_the_deadline():
    assert with_procedure(MOVING, PAGE)["deadline"] == MOVING["deadline"]

    changed = with_procedure(MOVING, {**PAGE, "deadline": "30日以内"})["deadline"]
    assert (changed["text_ja"], changed["text_en"]) == ("30日以内", None)
    assert changed["days"] == MOVING["deadline"]["days"]


def test_the_english_of_a_condition_stays_as_long_as_the_condition():
    at = next(n for n, thing in enumerate(MOVING["bring"]) if thing["when_ja"])
    kept = with_procedure(MOVING, PAGE)["bring"][at]
    assert kept["when_en"] == MOVING["bring"][at]["when_en"] is not None

    written = with_procedure(MOVING, {**PAGE, f"bring_{at}_when": "別の場合"})["bring"][at]
    assert (written["when_ja"], written["when_en"]) == ("別の場合", None)
