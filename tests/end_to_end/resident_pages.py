"""What a resident does on a phone: fill a form, book a time, carry a QR code."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from tests.parts.demo_office import OFFICE
from tests.parts.pictures import codes_in, picture_of


def apply_online(page: Page, server: str, procedure: str, values: dict[str, Any]) -> None:
    """Choose the ward and the procedure, fill every field, send the form."""
    page.goto(f"{server}/o/")
    page.locator(f'a[href="/o/{OFFICE}"]').click()
    task = page.locator("details.task", has=page.locator(f'a[href$="/apply/{procedure}"]'))
    task.locator("summary").click()
    task.locator(f'a[href$="/apply/{procedure}"]').click()
    last = page.locator('.page[data-page="review"]')
    while not last.is_visible():
        shown = page.locator(".page:not([hidden])")
        number = shown.get_attribute("data-page")
        fill_page(shown, values)
        page.locator("#go").click()
        page.locator(f'.page:not([hidden]):not([data-page="{number}"])').wait_for()
    page.locator("#go").click()


def fill_page(shown: Locator, values: dict[str, Any]) -> None:
    """Answer the questions of one page that *values* know."""
    for path, value in values.items():
        field = shown.locator(f'.field[data-path="{path}"]')
        if field.count():
            answer(field, path, value)


def answer(field: Locator, path: str, value: Any) -> None:
    """Give one answer, by the kind of its question."""
    ANSWERS.get(field.get_attribute("data-type") or "", _type)(field, path, value)


def _type(field: Locator, _path: str, value: Any) -> None:
    field.locator("input, textarea").first.fill(str(value))


def _choose(field: Locator, _path: str, value: str) -> None:
    field.locator("select").select_option(value)


def _hours(field: Locator, path: str, value: dict[str, str]) -> None:
    for end in ("from", "to"):
        field.locator(f'[name="{path}.{end}"]').fill(value[end])


def _check(field: Locator, _path: str, value: bool) -> None:
    if value:
        field.locator("label.option").click()


def _pick_one(field: Locator, path: str, value: str) -> None:
    _pick(field, path, [value])


def _pick(field: Locator, _path: str, values: list[str]) -> None:
    for value in values:
        field.locator("label.option", has=field.page.locator(f'[value="{value}"]')).click()


def _rows(field: Locator, path: str, rows: list[dict[str, Any]]) -> None:
    for index, row in enumerate(rows):
        if field.locator(".rows > .row").count() <= index:
            field.locator("[data-add]").click()
        for key, value in row.items():
            inner = f"{path}.{index}.{key}"
            answer(field.locator(f'.field[data-path="{inner}"]'), inner, value)


def _day(field: Locator, path: str, iso: str) -> None:
    """Pick a date as people do who count in eras."""
    year, month, *day = iso.split("-")
    option = field.locator(f'[name="{path}.year"] option', has_text=f"({year})").last
    field.locator(f'[name="{path}.year"]').select_option(option.get_attribute("value"))
    field.locator(f'[name="{path}.month"]').select_option(str(int(month)))
    if day:
        field.locator(f'[name="{path}.day"]').select_option(str(int(day[0])))


ANSWERS: dict[str, Callable[[Locator, str, Any], None]] = {
    "birth_date": _day,
    "checkbox": _check,
    "choice": _pick_one,
    "date": _day,
    "facility_code": _choose,
    "multi_choice": _pick,
    "relation": _choose,
    "table": _rows,
    "time_range": _hours,
    "year_month": _day,
}


def book_first_time(page: Page) -> str:
    """Take the first free time of the first free day and return it as the button says it."""
    page.locator(".slot:not([disabled])").first.click()
    button = page.locator("#go")
    words = button.inner_text()
    button.click()
    page.wait_for_url("**/booking*")
    return words


def qr_code(page: Page) -> str:
    """Return what a reader reads from the picture on the phone."""
    page.locator("#qr svg").wait_for()
    [code] = codes_in(picture_of(page.locator("#qr")))
    return code
