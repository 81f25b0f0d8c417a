"""The pages on which forms are filled: one alone, and several at once."""

import json
import re
from random import Random

import pytest

from config import load_pack
from tests.parts.demo_city import OFFICE
from tests.parts.filling import answers
from tests.web.test_resident_pages import client, forget_the_language, page

__all__ = ["client", "forget_the_language"]

PACK = load_pack("osaka-demo")
API = f"/api/v1/offices/{OFFICE}"
MOVING = "tennyu_todoke,kokuho_tennyu,jidoteate_tennyu,kodomo_iryo_tennyu"


def preparable() -> list[str]:
    """Every procedure that has a paper or a booking form, and a desk at this office."""
    [office] = [one for one in PACK.offices if one.code == OFFICE]
    taken = {code for service in office.services for code in service.procedures}
    return [
        one.id for one in PACK.procedures
        if one.id in taken and (one.form or one.booking_form not in (None, "madoguchi_yoyaku"))
    ]  # fmt: skip


def places_on(client, address: str) -> dict:
    text = client.get(address).text
    return json.loads(re.search(r'id="places">(.*?)</script>', text, re.DOTALL)[1])


@pytest.mark.parametrize("procedure", preparable())
def test_every_form_has_a_control_for_each_answer(client, procedure):
    address = f"/o/{OFFICE}/prepare?for={procedure}"
    read = page(client, address)
    paths = [tag["data-path"] for _, tag in read.tags if tag.get("data-path")]
    names = {tag["name"] for _, tag in read.tags if tag.get("name")}
    for form in places_on(client, address).values():
        for path in form["fields"].values():
            assert paths.count(path) == 1
            assert any(name == path or name.startswith(f"{path}.") for name in names), path


def test_forms_filled_together_ask_for_nothing_twice(client):
    address = f"/o/{OFFICE}/prepare?for={MOVING}"
    read = page(client, address)
    paths = [tag["data-path"] for _, tag in read.tags if tag.get("data-path")]
    assert len(paths) == len(set(paths))
    labels = [
        tag for name, tag in read.tags if name == "input" and tag.get("autocomplete") == "name"
    ]
    assert len(labels) == 1


def test_what_is_asked_once_fills_every_form_and_is_taken(client):
    """The page's own table of places, filled at random, is a whole application."""
    address = f"/o/{OFFICE}/prepare?for={MOVING}"
    chance = Random(27)  # noqa: S311
    told: dict[str, object] = {}
    forms = {}
    for code, form in places_on(client, address).items():
        mine = answers(PACK.form(code), chance, full=True)
        forms[code] = form["given"] | {
            key: told.setdefault(path, mine[key])
            for key, path in form["fields"].items() if key in mine
        }  # fmt: skip
    body = {"procedures": MOVING.split(","), "answers": {}, "forms": forms, "language": "ja"}
    found = client.post(f"{API}/forms/check", json={"forms": forms})
    assert found.json["fields"] == []
    taken = client.post(f"{API}/pre-applications", json=body)
    assert taken.status_code == 201, taken.json


@pytest.mark.parametrize("wanted", ["", "nothing", "tennyu_todoke,nothing", "a" * 5000, "\0"])
def test_what_is_not_in_the_catalogue_cannot_be_prepared(client, wanted):
    answer = client.get(f"/o/{OFFICE}/prepare", query_string={"for": wanted})
    assert answer.status_code == 404
