"""The 24 offices of the demo city: their names, counters, services and numbers."""

from datetime import date, datetime, timedelta

import pytest

from config import load_pack
from config.national_holidays import is_national_holiday
from config.schema.offices import Office
from config.schema.shapes import LANGUAGES
from server.domain.opening import Opening
from server.domain.slots import is_bookable, planned

PACK = load_pack("osaka-demo")
SUMINOE = PACK.office("27125")
#: The order in which the city names its wards.
OFFICIAL_ORDER = """
    北区 都島区 福島区 此花区 中央区 西区 港区 大正区 天王寺区 浪速区 西淀川区 淀川区
    東淀川区 東成区 生野区 旭区 城東区 鶴見区 阿倍野区 住之江区 住吉区 東住吉区 平野区 西成区
"""
each_office = pytest.mark.parametrize("office", PACK.offices, ids=lambda office: office.romaji)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_wards_stand_in_the_official_order():
    assert [office.ward_names.ja for office in PACK.offices] == OFFICIAL_ORDER.split()
    assert len({office.code for office in PACK.offices}) == 24


def test_ward_codes_are_those_in_use_since_1989():
    retired = {"27101", "27105", "27110", "27112"}
    codes = {office.code for office in PACK.offices}

    assert codes == {f"271{number:02d}" for number in range(2, 29)} - retired


@each_office
def test_every_queue_has_a_counter_and_waits_in_one_area(office: Office):
    for queue in office.queues:
        counters = office.counters_of(queue.code)
        assert counters, queue.code
        assert len({counter.area for counter in counters}) == 1, queue.code
        assert office.area_of(queue.code) in {area.code for area in office.areas}


@each_office
def test_prefixes_and_counter_numbers_are_unique(office: Office):
    prefixes = [queue.prefix for queue in office.queues]
    numbers = [counter.number for counter in office.counters]

    assert len(prefixes) == len(set(prefixes))
    assert len(numbers) == len(set(numbers))
    assert set(prefixes).isdisjoint("IOQ")


@each_office
def test_the_accent_line_can_be_seen_on_white(office: Office):
    assert 1.05 / (luminance(office.accent) + 0.05) >= 4.5


@each_office
def test_every_procedure_of_the_office_has_exactly_one_service(office: Office):
    taken = [code for service in office.services for code in service.procedures]
    own = {section.role for section in office.sections}

    assert sorted(taken) == sorted(p.id for p in PACK.procedures if p.section_role in own)


@each_office
def test_bookable_procedures_belong_to_bookable_services(office: Office):
    bookable = {code for s in office.services if s.bookable for code in s.procedures}

    assert {p.id for p in PACK.procedures if p.bookable} <= bookable


@each_office
def test_every_area_has_one_display_that_speaks(office: Office):
    speaking = [display.area for display in office.displays if display.audio_master]

    assert sorted(speaking) == sorted(area.code for area in office.areas)


def test_an_office_can_be_kept_as_json_and_read_again():
    assert Office.model_validate(SUMINOE.model_dump(mode="json")) == SUMINOE


def test_suminoe_has_the_counters_of_its_floor_plan():
    queues = {counter.number: counter.queues for counter in SUMINOE.counters}
    directions = {counter.number: counter.direction for counter in SUMINOE.counters}

    assert queues["10"] == queues["11"] == ("childcare",)
    assert {queues[number] for number in "1234"} == {("residents",)}
    assert queues["5"] == queues["6"] == ("insurance",)
    assert [queues[number] for number in ("7", "8", "9", "12")] == [
        ("pension",),
        ("welfare",),
        ("child_support",),
        ("okuyami",),
    ]
    assert SUMINOE.area_of("childcare") == "1F"
    assert (directions["3"], directions["6"], directions["10"]) == ("left", "ahead", "right")


def test_suminoe_gives_numbers_from_a001_to_a199_and_then_goes_on():
    queue = SUMINOE.queue("residents")

    assert (queue.prefix, queue.first_number, queue.last_number) == ("A", 1, 199)
    assert queue.on_overflow == "widen"
    assert SUMINOE.queue("childcare").prefix == "F"


def test_care_and_disability_share_a_letter_so_that_it_tells_nobody_the_purpose():
    assert SUMINOE.service("welfare").section_roles == ("elderly_care", "disability")
    assert SUMINOE.service("welfare").queue == "welfare"


@pytest.mark.parametrize(
    ("ward", "number", "queue"),
    [
        ("27108", "31", "maternal_health"),  # 大正区
        ("27117", "11", "residents"),  # 旭区
        ("27120", "22", "insurance"),  # 住吉区
        ("27120", "22", "pension"),
        ("27124", "3", "residents"),  # 鶴見区
    ],
)
def test_wards_keep_their_own_counter_numbers(ward, number, queue):
    assert number in [counter.number for counter in PACK.office(ward).counters_of(queue)]


def test_wards_keep_their_own_section_names():
    names = {
        ward: {section.role: section.names.ja for section in PACK.office(ward).sections}
        for ward in ("27120", "27117", "27125")
    }

    assert names["27120"]["residents"] == "住民情報課"
    assert names["27120"]["insurance"] == names["27120"]["pension"] == "保険年金課"
    assert names["27117"]["residents"] == "窓口サービス課"
    assert names["27125"]["residents"] == "住民情報担当"


def test_the_kiosk_offers_eight_purposes_that_all_take_walk_ins():
    services = {service.code: service for service in SUMINOE.services}

    assert len(SUMINOE.purposes) == 8
    assert all(services[code].walk_in for p in SUMINOE.purposes for code in p.services)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_machine_shows_is_there_in_every_language(language):
    shown = [*SUMINOE.areas, *SUMINOE.queues, *SUMINOE.services, *SUMINOE.purposes]

    assert all(getattr(thing.names, language) for thing in shown)


def test_three_interviews_are_free_within_two_hours_of_the_demo_clock():
    now = PACK.demo.clock
    service = SUMINOE.service("childcare")
    rule = SUMINOE.calendar.rules[service.opening]
    opening = Opening(rule, SUMINOE.calendar, is_national_holiday)
    [plan] = [plan for plan in SUMINOE.slot_plans if plan.service == "childcare"]

    seats = sum(
        slot.capacity
        for slot in planned(plan, [date(2026, 11, 24)], opening)
        if is_bookable(slot.start, now, service.booking, opening)
        and slot.start <= now + timedelta(hours=2)
    )

    assert now == datetime.fromisoformat("2026-11-24T10:00:00+09:00")
    assert seats >= 3


def test_same_day_booking_is_open_until_ten_minutes_before():
    rules = [service.booking for service in SUMINOE.services if service.booking]

    assert {rule.close_min_before for rule in rules} == {10}


def test_the_demo_has_one_account_for_each_role():
    accounts = {account.role: account for account in PACK.demo.accounts}

    assert set(accounts) == {"clerk", "lead", "manager", "admin", "auditor"}
    assert all(a.password == f"madoguchi-{a.login}" for a in PACK.demo.accounts)


def test_one_account_of_the_demo_works_at_several_offices():
    [center] = [account for account in PACK.demo.accounts if account.also]
    places = {center.office, *center.also}

    assert len(places) == 3
    assert places <= {office.code for office in PACK.offices}


def test_a_word_in_an_unknown_language_falls_back_to_one_that_is_there():
    names = SUMINOE.names

    assert names.in_language("vi") == "Suminoe Ward Office"
    assert names.in_language("easy_ja") == "住之江区役所"


@each_office
def test_every_ward_has_nurseries_to_apply_for(office: Office):
    assert len(office.facilities) >= 3
    assert {facility.ward_code for facility in office.facilities} == {office.code}
