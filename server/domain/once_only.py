"""Several forms filled as one: a value that more than one of them binds is asked once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from server.domain.fields import BLANK
from server.domain.questions import Field

#: Nobody is asked for these: the office knows them from the booking, the choice, the finder.
GIVEN = frozenset({"slot", "answers", "procedure_list", "ward", "ward_code"})


class Bound(Field, Protocol):
    """A question whose answer may belong to other forms too."""

    @property
    def bind(self) -> str | None: ...
    @property
    def show_if(self) -> Mapping[str, Sequence[str]] | None: ...


#: form -> field -> where its answer is given: ``field`` in the first form, else ``form.field``.
Places = Mapping[str, Mapping[str, str]]


def places(forms: Mapping[str, Sequence[Bound]]) -> Places:
    """Return where the answer of every asked field is given.

    A field is answered by an earlier form's field of the same binding, type and options,
    if that one is always shown. Tables are asked by each form, for their columns differ.
    """
    asked: dict[tuple[object, ...], str] = {}
    found: dict[str, dict[str, str]] = {}
    for form, fields in forms.items():
        own = {one.key: one.key if not found else f"{form}.{one.key}" for one in _asked(fields)}
        found[form] = {
            one.key: asked.get(_meaning(one), own[one.key]) if one.bind else own[one.key]
            for one in _asked(fields)
        }
        for one in _asked(fields):
            if one.bind and one.type != "table" and not one.show_if:
                asked.setdefault(_meaning(one), own[one.key])
    return found


def needed(forms: Mapping[str, Sequence[Bound]], where: Places) -> Collection[str]:
    """Return the places whose answer at least one form cannot do without."""
    return {
        where[form][one.key] for form, fields in forms.items() for one in _asked(fields)
        if one.required
    }  # fmt: skip


def _asked(fields: Sequence[Bound]) -> Iterator[Bound]:
    return (one for one in fields if one.type not in BLANK | GIVEN)


def _meaning(one: Bound) -> tuple[object, ...]:
    return one.bind, one.type, tuple(option.value for option in one.options)
