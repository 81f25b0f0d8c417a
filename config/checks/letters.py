"""Whether each letter says what it must, and only what is known when it is written."""

from collections.abc import Iterator

from config.loading import Loaded
from config.problems import Problem
from config.schema.letters import CONTENTS, LetterEntry, LetterName, LetterWords, placeholders_of
from config.schema.shapes import LANGUAGES
from config.sources import Sources

#: Of a letter: the language, ``subject`` or ``body``, and what is wrong there.
Misfit = tuple[str, str, str]


def check(sources: Sources) -> Iterator[Problem]:
    """Yield what the pack's letters lack, and what they cannot know."""
    file = sources.letters
    for name in CONTENTS:
        words: LetterWords = getattr(file.value, name)
        for language, part, text in misfits(name, words):
            yield file.problem(text, name, language, part)


def misfits(name: LetterName, words: LetterWords) -> Iterator[Misfit]:
    """Yield what is wrong in a letter, language by language."""
    contents = CONTENTS[name]
    for language in LANGUAGES:
        letter = words.own(language)
        if letter is None:
            continue
        for part, text, needed in (
            ("subject", letter.subject, contents.in_subject),
            ("body", letter.body, contents.in_body),
        ):
            used = placeholders_of(text)
            for line, one in used:
                if one not in contents.known:
                    told = f"{line}行目: {{{one}}} は、このお知らせでは使えません (not_known_here)"
                    yield language, part, told
            for one in sorted(needed - {name for _, name in used}):
                yield language, part, f"{{{one}}} を必ず入れてください (needed)"


def left_behind(file: Loaded[LetterEntry], standard: LetterEntry) -> Iterator[Problem]:
    """Yield the languages that still say the standard while the Japanese says something else."""
    entry = file.value
    if entry.ja == standard.ja:
        return
    for language in LANGUAGES[1:]:
        letter = entry.own(language)
        if letter is not None and letter == standard.own(language):
            text = "日本語を変えましたが、この言葉は標準の文のままです (left_behind)"
            yield file.problem(text, language, "body")
