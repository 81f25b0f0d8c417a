"""Previous answers: what the device of whoever writes a form may keep for the next one."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Bound(Protocol):
    """A question whose answer may belong to other forms too."""

    @property
    def type(self) -> str: ...
    @property
    def bind(self) -> str | None: ...
    @property
    def store(self) -> bool: ...


class Fact(NamedTuple):
    """An answer that may be kept."""

    #: The only type of question that gives it: the same binding on free text is not kept.
    type: str
    #: What it belongs to. Only together are both still true: neither is put beside an address or
    #: a name that was typed anew.
    of: str


#: What may be kept, by binding: facts about the writer that are as true next year.
#:
#: Left out is what often changes (occupation, how somebody lives or is insured), what says more
#: than who and where one is (sex, registered domicile, numbers of accounts, pensions and
#: insurances), what belongs to the single application (relation to somebody, capacity), and
#: whatever is about others: the deceased, children, a household, whoever is represented, a company.
KEPT: Mapping[str, Fact] = {
    "applicant.name": Fact("name", "name"),
    "applicant.kana": Fact("kana", "name"),
    "applicant.birth_date": Fact("birth_date", "birth_date"),
    "applicant.postal_code": Fact("postal_code", "address"),
    "applicant.address": Fact("address", "address"),
    "applicant.phone": Fact("phone", "phone"),
    "applicant.email": Fact("email", "email"),
}


def fact(one: Bound) -> Fact | None:
    """Return what the answer to *one* tells about the writer; None: no device keeps it."""
    known = KEPT.get(one.bind or "")
    return known if known and known.type == one.type and one.store else None
