"""Words of the office on the pages of a form: each is explained where it comes first."""

from collections.abc import Iterator, Sequence

from config.schema.forms import Column, FormField
from config.schema.shapes import Words
from server.services.explaining import Explained, Explainer


class FirstTimes:
    """Remembers what a page has explained."""

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer
        self._said: set[str] = set()

    def on_a_new_page(self, *headings: Words) -> Sequence[Explained]:
        """Forget the page before; return the words of the new one's headings."""
        self._said = set()
        return self._new(headings)

    def of(self, column: Column, label: Words) -> Sequence[Explained]:
        """Return the words of a question that the page has not explained yet.

        What is asked on a condition may stay hidden, so whoever comes after explains anew.
        """
        before = set(self._said)
        found = self._new(_texts(column, label))
        if isinstance(column, FormField) and column.show_if:
            self._said = before
        return found

    def _new(self, texts: Sequence[Words]) -> Sequence[Explained]:
        found = [one for one in self._explainer.explain(texts) if one.word not in self._said]
        self._said |= {one.word for one in found}
        return found


def _texts(column: Column, label: Words) -> Sequence[Words]:
    """Return what the question shows, in this order; a table shows all of its columns."""
    inside = column.columns if isinstance(column, FormField) else ()
    return [label, *_about(column), *(text for one in inside for text in (one.label, *_about(one)))]


def _about(column: Column) -> Iterator[Words]:
    if column.note:
        yield column.note
    yield from (option.label for option in column.options)
