"""Every form of the city: filled at random by its own rules, sent and read back, or refused."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import load_pack
from config.schema.forms import BLANK_TYPES, Column, Form, Validation
from server.app import Options, build
from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import read_office_key
from server.domain.forms import check_form
from server.domain.questions import Surroundings
from server.services import pre_applications
from tests.parts.breaking import BETWEEN_ANSWERS, breaches
from tests.parts.clock import Clock
from tests.parts.demo_city import OFFICE
from tests.parts.demo_office import Installed, sqlite_copy
from tests.parts.filling import answers, told

PACK = load_pack("osaka-demo")
OWN = next(one for one in PACK.own if one.office == OFFICE)
FORMS = {form.id: form for form in (*PACK.forms, *OWN.forms)}
PROCEDURES = (*PACK.procedures, *OWN.procedures)
API = f"/api/v1/offices/{OFFICE}"
FACILITIES = {one.code for one in PACK.office(OFFICE).facilities}
#: What is kept letter for letter.
AS_TYPED = {"name", "choice", "checkbox", "time_range"}
MY_NUMBER = "123456789018"


@pytest.fixture(scope="module")
def city(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    engine = open_engine(sqlite_copy(installed, tmp_path_factory.mktemp("forms")))
    yield City(engine, Clock(), read_office_key(installed.office_key), "http://localhost")
    engine.dispose()


@pytest.fixture(scope="module")
def client(installed: Installed, city: City) -> FlaskClient:
    client = build(Options("unused", installed.office_key), city).app.test_client()
    # Whoever has a key is not counted: an address may not ask so often.
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {installed.keys('sqlite')['integrator']}"
    return client


def procedure_of(form: Form) -> str:
    return next(one.id for one in PROCEDURES if form.id in one.forms)


def misfits(client: FlaskClient, form: Form, values: dict[str, Any]) -> set[str]:
    answer = client.post(f"{API}/forms/check", json={"forms": {form.id: values}})
    return {one["field"].removeprefix(f"{form.id}.") for one in answer.json["fields"]}


def test_every_form_belongs_to_a_procedure():
    assert set(FORMS) - {code for one in PROCEDURES for code in one.forms} == set()


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_form_filled_at_random_is_taken_and_read_back(client, city, code, full_rounds):
    form = FORMS[code]

    @settings(
        max_examples=200 if full_rounds else 3, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(st.integers(0, 2**32), st.booleans())
    def sent_and_read_back(seed: int, full: bool) -> None:
        values = answers(form, Random(seed), full=full)  # noqa: S311
        body = {"procedures": [procedure_of(form)], "answers": {}, "forms": {code: values}}
        taken = client.post(f"{API}/pre-applications", json=body)
        assert taken.status_code == 201, taken.json
        with city.reading() as look:
            row = pre_applications.find(look.session, taken.json["token"])
            kept = pre_applications.opened(row, taken.json["token"])["forms"][code]
            today = look.day
        assert kept == check_form(form, values, Surroundings(today, facilities=FACILITIES or None))
        for one in form.fields:
            if one.key in kept and one.type in AS_TYPED:
                assert kept[one.key] == values[one.key]
            if one.key in kept and one.type == "multi_choice":  # in the order of the form
                assert sorted(kept[one.key]) == sorted(values[one.key])

    sent_and_read_back()


def wrong_values(one: Column) -> Iterator[Any]:
    """Yield what the rules of a question refuse."""
    by_type: dict[str, tuple[Any, ...]] = {
        "choice": ("no such answer",), "multi_choice": (["no such answer"], "text"),
        "facility_code": ("00000-000",), "kana": ("漢字",),
        "birth_date": ("2026-13-40", "2999-01-01"),
        "date": ("2026-02-30", "きのう"), "year_month": ("2026-13",), "phone": ("12",),
        "postal_code": ("12",), "email": ("hanako",), "number": ("たくさん",),
        "time_range": ({"from": "25:00", "to": "26:00"},), "date_time": ("きのう",),
        "name": (MY_NUMBER, "a\x07b"), "text": (MY_NUMBER,), "textarea": (MY_NUMBER,),
        "address": (MY_NUMBER,), "digits": ("12a",), "pension_number": ("12",),
        "residence_card_no": ("12",), "corporate_number": ("12", "7000012050003"),
        "invoice_number": ("T12", "7000012050002"), "checkbox": ("maybe",),
    }  # fmt: skip
    yield from by_type.get(one.type, ())
    if one.max_length and one.type in {"name", "text", "textarea", "address"}:
        yield "あ" * (one.max_length + 1)
    if one.type == "number" and one.min is not None:
        yield one.min - 1
    if one.type == "number" and one.max is not None:
        yield one.max + 1
    if one.length and one.type == "digits":
        yield "1" * (one.length + 1)
    if one.pattern:
        yield "?"


def shown(form: Form, key: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return *values* with the answers that bring a question up."""
    show_if = form.field(key).show_if or {}
    return values | {other: told(form, other, when[0]) for other, when in show_if.items()}


@pytest.mark.parametrize("code", sorted(FORMS))
def test_whatever_breaks_a_rule_is_refused_at_its_own_field(client, code):
    form = FORMS[code]
    whole = answers(form, Random(3), full=True)  # noqa: S311
    for one in form.fields:
        if one.type in BLANK_TYPES:
            continue
        base = shown(form, one.key, whole)
        for wrong in wrong_values(one):
            assert one.key in misfits(client, form, base | {one.key: wrong}), (one.key, wrong)
        if one.required and one.type != "slot" and not one.required_unless:
            assert one.key in misfits(client, form, {k: v for k, v in base.items() if k != one.key})
        for column in one.columns:
            for wrong in wrong_values(column):
                row = base[one.key][0] | {column.key: wrong}
                found = misfits(client, form, base | {one.key: [row, *base[one.key][1:]]})
                assert f"{one.key}.0.{column.key}" in found, (one.key, column.key, wrong)
        if one.type == "table":
            many = base[one.key][:1] * ((one.max_rows or 20) + 1)
            assert one.key in misfits(client, form, base | {one.key: many})


@pytest.mark.parametrize("code", sorted(FORMS))
def test_whatever_contradicts_another_answer_or_today_is_refused_at_the_one_to_mend(client, code):
    form = FORMS[code]
    whole = answers(form, Random(3), full=True)  # noqa: S311
    for rule, (path, values) in breaches(form, whole, Clock()().date()):
        assert path in misfits(client, form, values), (rule, path)


def test_every_rule_that_a_form_may_have_is_broken_somewhere():
    broken = {
        rule
        for form in FORMS.values()
        for rule, _ in breaches(form, answers(form, Random(3), full=True), Clock()().date())  # noqa: S311
    }
    assert broken == {*Validation.model_fields, *BETWEEN_ANSWERS, "unique"}


@pytest.mark.parametrize("code", sorted(FORMS))
def test_what_a_form_does_not_ask_is_refused(client, code):
    values = answers(FORMS[code], Random(5))  # noqa: S311
    assert "my_number" in misfits(client, FORMS[code], values | {"my_number": "1"})
