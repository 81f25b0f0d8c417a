"""What people meet: phrases with their placeholders, the city itself, demo accounts."""

import re
from collections.abc import Iterator

from config.checks.floor import check_digit
from config.checks.names import each, known, unique
from config.problems import Problem
from config.schema.shapes import LANGUAGES
from config.sources import Sources

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def check(sources: Sources) -> Iterator[Problem]:
    """Yield what does not fit in phrases, in the city and in the demo."""
    yield from _phrases(sources)
    yield from _city(sources)
    yield from _demo(sources)


def _phrases(sources: Sources) -> Iterator[Problem]:
    file = sources.phrases
    phrases = file.value
    for place in ("call", "ticket", "kiosk", "display"):
        for code, texts in getattr(phrases, place).items():
            wanted = set(PLACEHOLDER.findall(texts.ja))
            for name in sorted(wanted - set(phrases.placeholders)):
                yield file.problem(f"知らない置きかえです: {{{name}}}", place, code, "ja")
            for language in LANGUAGES:
                if set(PLACEHOLDER.findall(getattr(texts, language))) != wanted:
                    message = f"日本語と同じ置きかえを使ってください: {sorted(wanted)}"
                    yield file.problem(message, place, code, language)
    if {language.code for language in phrases.languages} != set(LANGUAGES):
        yield file.problem(f"languages には7言語が必要です: {'、'.join(LANGUAGES)}", "languages")


def _city(sources: Sources) -> Iterator[Problem]:
    city = sources.pack.value.city
    if city.code6 != city.code5 + check_digit(city.code5):
        yield sources.pack.problem("検査数字が合いません", "city", "code6")


def _demo(sources: Sources) -> Iterator[Problem]:
    file = sources.pack
    if file.value.demo is None:
        return
    wards = {ward.code5 for ward in sources.wards.value.wards}
    accounts = file.value.demo.accounts
    yield from known(file, "区", wards, [(file.value.demo.office, ("demo", "office"))])
    yield from known(file, "区", wards, each(accounts, "office", "demo", "accounts"))
    for at, account in enumerate(accounts):
        place = ("demo", "accounts", at, "also")
        yield from known(file, "区", wards, [(code, place) for code in account.also])
    yield from unique(file, each(accounts, "login", "demo", "accounts"))
