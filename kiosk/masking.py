"""A name as others in the lobby may read it: 「髙橋 ＊＊ 様」."""

import re
from collections.abc import Iterable

from printer_drivers.documents import FieldRow, FormDocument

#: One character with its variation selectors: 辻󠄀 stays 辻󠄀.
_FIRST = re.compile(r".[\uFE00-\uFE0F\U000E0100-\U000E01EF]*")


def masked(name: str) -> str:
    """Return *name* with everything but the family name hidden.

    The stars say nothing about the length of the given name.

    >>> masked("髙橋　美咲")
    '髙橋 ＊＊'
    >>> masked("𠮷野太郎")
    '𠮷 ＊＊'
    """
    family, *given = name.split()
    first = _FIRST.match(family)
    shown = family if given or first is None else first[0]
    return f"{shown} ＊＊"


def applicant(forms: Iterable[FormDocument]) -> str | None:
    """Return the first name that is written on *forms*, or None."""
    names = (
        row.value
        for form in forms
        for section in form.sections
        for row in section.rows
        if isinstance(row, FieldRow) and row.is_name and row.value.strip()
    )
    return next(names, None)
