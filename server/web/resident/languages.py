"""In which language a page speaks, and the table of its texts.

A text that a language lacks is said in English, やさしい日本語 falls back to Japanese.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from flask import request

from config.schema.shapes import LANGUAGES, Language, language_of

COOKIE = "madoguchi_language"
#: Languages whose table is complete enough to be offered, in their own script.
OFFERED: Mapping[Language, str] = {
    "ja": "日本語",
    "easy_ja": "やさしい日本語",
    "en": "English",
    "zh_hans": "简体中文",
    "zh_hant": "繁體中文",
    "ko": "한국어",
    "vi": "Tiếng Việt",
}
HTML_LANG: Mapping[Language, str] = {
    "ja": "ja", "easy_ja": "ja", "en": "en",
    "zh_hans": "zh-Hans", "zh_hant": "zh-Hant", "ko": "ko", "vi": "vi",
}  # fmt: skip


def chosen() -> Language:
    """Return the language of this request: asked for now, chosen before, or the browser's own."""
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES and wanted in OFFERED:
            return wanted
    return of_browser()


def of_browser() -> Language:
    """Return the language that the browser likes best of ours; Japanese where it likes none."""
    for wanted, _ in request.accept_languages:
        tag = wanted.lower()
        main, _, rest = tag.partition("-")
        if main == "zh":
            return "zh_hant" if {"hant", "tw", "hk", "mo"} & set(rest.split("-")) else "zh_hans"
        found = next((one for one in ("ja", "en", "ko", "vi") if one == main), None)
        if found:
            return language_of(found)
    return "ja"


def is_chosen() -> bool:
    """Tell whether somebody chose the language, now or before."""
    wanted = (request.args.get("lang"), request.cookies.get(COOKIE))
    return any(one in OFFERED for one in wanted)


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Return every text in *language*, or what comes nearest."""
    fallbacks: Mapping[str, tuple[Language, ...]] = {"ja": (), "easy_ja": ("ja",), "en": ("ja",)}
    table: dict[str, str] = {}
    for one in (*fallbacks.get(language, ("ja", "en")), language):
        table |= _table(one)
    return table


def _table(language: Language) -> dict[str, str]:
    source = files("server") / "web" / "resident" / "texts" / f"{language}.yaml"
    table: dict[str, str] = yaml.safe_load(source.read_text("utf-8"))
    return table
