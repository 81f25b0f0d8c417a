"""An office's own mark: set in its pack, printed on its tickets with and without the server."""

import base64
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pydantic import TypeAdapter, ValidationError

from config.schema.offices import Logo
from server.db.city import City
from server.db.secrets import Secrets
from server.services import offline_plan, setup
from tests.parts.office import HERE, OFFICE_KEY, Hall, two_wards


def a_mark(form: str = "PNG") -> str:
    file = BytesIO()
    Image.new("1", (60, 40), 0).save(file, form)
    return base64.b64encode(file.getvalue()).decode()


#: A picture of a few dots, and much after it.
TOO_LARGE = base64.b64encode(base64.b64decode(a_mark()) + bytes(20_000)).decode()


def test_it_is_on_every_ticket_and_goes_ahead_to_the_kiosks(sqlite_hall: Hall):
    pack = two_wards()
    marked = tuple(one.model_copy(update={"logo": a_mark()}) for one in pack.offices)
    with sqlite_hall.city.writing() as session:
        setup.load_pack(session, replace(pack, offices=marked))
    hall = replace(
        sqlite_hall, city=City(sqlite_hall.city.engine, sqlite_hall.clock, Secrets(OFFICE_KEY))
    )
    [ticket] = hall.walk_in().documents
    with hall.look() as look:
        plan = offline_plan.plan(look, HERE)

    assert ticket.logo == plan["logo"] == a_mark()


def test_without_one_the_tickets_have_none(sqlite_hall: Hall):
    [ticket] = sqlite_hall.walk_in().documents

    assert ticket.logo is None


@pytest.mark.parametrize(
    ("logo", "why"),
    [("logo.png", "base64"), (a_mark("GIF"), "not a PNG"), (TOO_LARGE, "larger than")],
)
def test_what_is_no_small_picture_is_refused_when_the_pack_is_read(logo: str, why: str):
    with pytest.raises(ValidationError, match=why):
        TypeAdapter(Logo).validate_python(logo)
