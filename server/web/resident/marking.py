"""Texts of the catalogue on a page: what is not in the page's language says which it is in."""

from dataclasses import dataclass

from markupsafe import Markup

from config.schema.shapes import Words
from server.services.tongues import Tongue
from server.web.resident.languages import HTML_LANG


@dataclass(frozen=True)
class Marked:
    """Says texts in the language of a page: ``{{ said(form.title) }}``."""

    tongue: Tongue
    #: What tells a reader that a text exists in Japanese alone.
    only_japanese: str

    def __call__(self, words: Words) -> Markup:
        """Return *words* as HTML, read aloud in the language that they are written in."""
        said = self.tongue.said(words)
        if said.language == self.tongue.language or self.tongue.is_japanese:
            return Markup("{}").format(said.text)
        text = Markup('<span lang="{}">{}</span>').format(HTML_LANG[said.language], said.text)
        if said.language != "ja":
            return text
        return text + Markup(' <small class="only-ja">{}</small>').format(self.only_japanese)

    def plain(self, words: Words) -> str:
        """Return *words* for places that hold no HTML: a title, an attribute, a list to pick."""
        said = self.tongue.said(words)
        if said.language == "ja" and not self.tongue.is_japanese:
            return f"{said.text} {self.only_japanese}"
        return said.text
