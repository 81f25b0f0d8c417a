"""Short headings and labels: 「保護者2の氏名」 is 「氏名」 under the heading 「保護者2」."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.domain.questions import Field

AnyField = TypeVar("AnyField", bound=Field)

_OWNER = re.compile(r"^(?P<owner>[^の]+)の(?P<what>.+)$")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]$")


@dataclass(frozen=True)
class Part(Generic[AnyField]):
    """Fields that stand together under one heading, at home on one page of a phone."""

    title: str
    fields: Sequence[AnyField]


def parts(title: str, fields: Sequence[AnyField]) -> list[Part[AnyField]]:
    """Return a group of a form, divided where several people are asked about in turn."""
    owners = [_owner(one) for one in fields]
    people = {owner for owner in owners if owner and owners.count(owner) > 1}
    found: list[tuple[str, list[AnyField]]] = []
    for one, owner in zip(fields, owners, strict=True):
        heading = owner if owner in people and len(people) > 1 else None
        if not found or (heading is not None and heading != found[-1][0]):
            found.append((heading or title, []))
        found[-1][1].append(one)
    return [Part(heading, tuple(together)) for heading, together in found]


def short_labels(fields: Sequence[Field]) -> dict[str, str]:
    """Return labels without the owner and the aside, as long as they stay different.

    An amount keeps its aside: 「(税込・円)」 is part of what it says.
    """
    owners = [_owner(one) for one in fields]
    short: dict[str, str] = {}
    for one, owner in zip(fields, owners, strict=True):
        match = _OWNER.match(one.label.ja) if owners.count(owner) > 1 else None
        short[one.key] = match["what"] if match else one.label.ja
    amounts = {one.key for one in fields if one.display == "yen"}
    bare = {
        key: text if key in amounts else _ASIDE.sub("", text) or text for key, text in short.items()
    }
    return {
        key: text if list(bare.values()).count(text) == 1 else short[key]
        for key, text in bare.items()
    }


def _owner(one: Field) -> str | None:
    match = _OWNER.match(one.label.ja)
    return match["owner"] if match else None
