"""A letter's draft on its page: one language beside what a resident would get."""

from collections.abc import Mapping
from typing import Any

from config.schema.letters import CONTENTS, LetterEntry
from config.schema.shapes import LANGUAGES, Language, language_of
from server.db.city import Look, Work
from server.db.published import CITY
from server.services import catalogue, edition_letters, letter_samples
from server.services.edition_edits import Document

#: What staff call the languages.
LANGUAGE_NAMES: Mapping[Language, str] = {
    "ja": "日本語", "easy_ja": "やさしい日本語", "en": "English", "zh_hans": "简体中文",
    "zh_hant": "繁體中文", "ko": "한국어", "vi": "Tiếng Việt",
}  # fmt: skip

_HTML_LANG = {"easy_ja": "ja", "zh_hans": "zh-Hans", "zh_hant": "zh-Hant"}


def letter_facts(
    look: Look, office: str, layer: str, public_url: str, entry: LetterEntry, field: str
) -> dict[str, Any]:
    """Return what the page of a letter's draft shows beside what every draft's does.

    Args:
        layer: for whom the draft is; its standard is what lies below.
        field: the language that is looked at.

    """
    language = language_of(field)
    standard = standard_of(look, layer, entry)
    contents = CONTENTS[entry.id]
    needed = contents.in_subject | contents.in_body
    return {
        "language": language,
        "language_names": LANGUAGE_NAMES,
        "html_lang": _HTML_LANG.get(language, language),
        "has_standard": standard.own(language) is not None,
        "said": {
            one: "none" if own is None else "same" if own == standard.own(one) else "changed"
            for one in LANGUAGES
            for own in (entry.own(one),)
        },
        "when": edition_letters.NAMES[entry.id].when,
        "placeholders": [
            (name, edition_letters.MEANINGS[name], told, name in needed)
            for name, told in letter_samples.facts(
                look, office, public_url, entry.id, language
            ).items()
        ],
        "needed": contents,
        "sample": letter_samples.sample(look, office, public_url, entry, language),
        "sms_most": letter_samples.SMS_CHARACTERS,
    }


def written_letter(
    work: Work, layer: str, document: Document, do: str, field: str, form: Mapping[str, str]
) -> Document:
    """Return a letter with what its page says in one language, or with what the standard says."""
    language = language_of(field)
    if do == "standard":
        standard = standard_of(work, layer, LetterEntry.model_validate(document))
        return edition_letters.with_standard(document, language, standard)
    return edition_letters.with_letter(document, language, form)


def standard_of(look: Look | Work, layer: str, entry: LetterEntry) -> LetterEntry:
    """Return what would go out without *layer*: the city's letter, or that of the pack."""
    if layer == CITY:
        return catalogue.letter_of_pack(look.session, entry.id)
    return catalogue.letter_of(look.session, "", entry.id)
