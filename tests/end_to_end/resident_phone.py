"""A resident with a phone in one language, who looks at every page closely."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from config.schema.shapes import Language
from tests.end_to_end.resident_pages import fill_page
from tests.parts import axe
from tests.parts.demo_city import OFFICE

WITHIN_MS = 60_000
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass
class Resident:
    """Who goes through the pages; each page that is met is held to the same measure."""

    page: Page
    server: str
    language: Language

    def look(self) -> None:
        """Expect the page, as it stands, to be usable by everybody and in one language."""
        self.page.wait_for_load_state("networkidle")
        assert axe.findings(self.page) == [], self.page.url
        if self.language == "en":
            assert self.japanese() == [], self.page.url

    def japanese(self) -> list[str]:
        """Return the visible headings and buttons that carry Japanese."""
        marks = self.page.locator("h1, h2, h3, legend, button").filter(visible=True)
        return [text for text in marks.all_inner_texts() if JAPANESE.search(text)]

    def open_ward(self) -> None:
        self.page.goto(f"{self.server}/o/?lang={self.language}")
        self.look()
        self.page.locator(f'a[href="/o/{OFFICE}"]').click()
        self.page.locator("a.find").wait_for()
        self.look()

    def find(self, answers: Mapping[str, Any]) -> None:
        """Answer the finder's questions until it knows what is needed."""
        self.page.locator("a.find").click()
        while True:
            self.page.locator("[data-question]:visible, #result:visible").first.wait_for()
            self.look()
            if self.page.locator("#result").is_visible():
                return
            question = str(self.page.locator("[data-question]").get_attribute("data-question"))
            self._reply(answers[question])
            self.page.locator("#go").click()
            expect(self.page.locator(f'[data-question="{question}"]:visible')).to_have_count(0)

    def _reply(self, answer: Any) -> None:
        day = self.page.locator('#question [name="year"]')
        if day.count():
            for name, part in zip(("year", "month", "day"), answer.split("-"), strict=True):
                self.page.locator(f'#question [name="{name}"]').select_option(str(int(part)))
        elif self.page.locator("#question select").count():
            self.page.locator("#question select").select_option(answer)
        else:
            for value in [answer] if isinstance(answer, str) else answer:
                self.page.locator(f'[name="answer"][value="{value}"]').check()

    def fill(self, values: Mapping[str, Any]) -> list[str]:
        """Fill page after page, send the form, and return where each answer was asked for."""
        paths: list[str] = []
        while (number := self.shown()) != "review":
            fields = self.page.locator(f'[data-page="{number}"] > .field')
            paths += fields.evaluate_all("all => all.map((one) => one.dataset.path)")
            self.fill_shown(values)
            self.turn()
        self.look()
        self.page.locator("#go").click()
        return paths

    def shown(self) -> str:
        """Return which page of the form is open."""
        return str(self.page.locator(".page:not([hidden])").get_attribute("data-page"))

    def fill_shown(self, values: Mapping[str, Any]) -> None:
        fill_page(self.page.locator(".page:not([hidden])"), dict(values))
        self.look()

    def turn(self) -> None:
        """Go on to the next page, or fail with what the page calls wrong."""
        number = self.shown()
        self.page.locator("#go").click()
        expect(self.page.locator("#go")).to_be_enabled(timeout=WITHIN_MS)
        assert self.shown() != number, self.page.locator("#summary").inner_text()

    def speak(self, language: Language) -> None:
        """Choose *language* on the page that is open."""
        self.language = language
        self.page.locator(".languages summary").click()
        self.page.locator(f'.languages a[href*="lang={language}"]').click()
        self.page.wait_for_url(f"**lang={language}*")
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def open_entry(self, procedure: str) -> Any:
        """Open *procedure* in the finder's result and return it."""
        entry = self.page.locator(f"details.found#{procedure}")
        entry.locator(":scope > summary").click()
        expect(entry).to_have_attribute("open", "")
        return entry
