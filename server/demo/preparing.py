"""The demo's data: the city, its people, its kiosk, its open counters."""

from config import load_pack
from config.schema.files import Demo
from server.app import Options, open_city
from server.db.city import City
from server.db.engine import open_engine
from server.db.migrations import upgrade
from server.db.models import DeviceKind, Role
from server.db.secrets import new_office_key
from server.demo.place import Place
from server.services import daily, devices, duty, setup, staff

PACK = "osaka-demo"
#: Of the demo's kiosk alone; a kiosk in an office has the one that is set for it.
STAFF_PIN = "2580"
#: Closed at the start, so that opening a counter can be tried too; others serve its line.
CLOSED_AT_FIRST = frozenset({"4"})


def prepare(place: Place, shown: Demo) -> None:
    """Load the city, its people and its kiosk; a demo that was there goes on."""
    new_office_key(place.office_key)
    upgrade(open_engine(place.database_url))
    city = open_city(Options(place.database_url, place.office_key, shown.clock))
    with city.writing() as session:
        setup.load_pack(session, load_pack(PACK))
    daily.tick(city)
    _add_staff(city, shown)
    _add_kiosk(city, place, shown)
    _open_counters(city, shown)
    city.engine.dispose()


def _add_staff(city: City, shown: Demo) -> None:
    for account in shown.accounts:
        password_hash = staff.hashed(account.password)
        with city.writing() as session:
            roles = dict.fromkeys((account.office, *account.also), Role(account.role))
            staff.create(session, account.login, password_hash, account.name, roles)


def _add_kiosk(city: City, place: Place, shown: Demo) -> None:
    if place.kiosk_key.exists():
        return
    with city.writing() as session:
        key = devices.replace_key(session, DeviceKind.KIOSK, shown.office, "発券機1", city.clock())
    place.kiosk_key.touch(mode=0o600)
    place.kiosk_key.write_text(key + "\n")
    place.staff_pin.touch(mode=0o600)
    place.staff_pin.write_text(STAFF_PIN + "\n")


def _open_counters(city: City, shown: Demo) -> None:
    with city.transaction(shown.office) as work:
        for number in work.floor.counters:
            if number not in CLOSED_AT_FIRST:
                duty.open_counter(work, number)
