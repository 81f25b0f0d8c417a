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

    A field is answered by an earlier form's field of the same binding, type and options, if
    that one is always shown, or shown for the same answers. Tables are asked by each form,
    for their columns differ.
    """
    asked: dict[tuple[object, ...], str] = {}
    found: dict[str, dict[str, str]] = {}
    for form, fields in forms.items():
        own = {one.key: one.key if not found else f"{form}.{one.key}" for one in _asked(fields)}
        here = found[form] = dict(own)
        # First those that others look at, so that both forms' conditions name one place.
        for one in sorted(_asked(fields), key=lambda one: bool(one.show_if)):
            if not one.bind or one.type == "table":
                continue
            when = _when(one, here)
            known = asked.get((*_meaning(one), ())) or asked.get((*_meaning(one), when))
            here[one.key] = known or own[one.key]
            asked.setdefault((*_meaning(one), when), here[one.key])
    return found


def _when(one: Bound, here: Mapping[str, str]) -> tuple[object, ...]:
    """Return when a field is shown, by the places of the answers it looks at."""
    looked_at = one.show_if or {}
    return tuple(sorted((here.get(key, key), *wanted) for key, wanted in looked_at.items()))


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
