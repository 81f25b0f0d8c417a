"""What a refusal says in the language of a page.

In Japanese the rule that refuses says it best, with all its figures; every other language
has one sentence for each code, in one table.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from config.schema.shapes import Language

#: What is said of a code that the table does not hold.
OTHER = "other"


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences by code and language."""
    source = files("server") / "web" / "resident" / "refusals.yaml"
    known: dict[str, dict[str, str]] = yaml.safe_load(source.read_text("utf-8"))
    return known


def texts(language: Language) -> dict[str, str]:
    """Return the sentences of *language* as a page's script finds them: ``refused.CODE``."""
    return {f"refused.{code}": said[language] for code, said in table().items() if language in said}


def sentence(code: str, message: str, language: Language) -> str:
    """Return what a page says of a refusal whose Japanese is *message*."""
    if language == "ja":
        return message
    known = table()
    return known.get(code, known[OTHER])[language]
