"""What stands in the files of a pack that have no module of their own."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from config.schema.offices import Layout, Ward
from config.schema.services import ExternalSection, Purpose, Queue, Section, Service
from config.schema.shapes import Code, OfficeCode, Shape, Text, Words
from config.schema.slot_plans import SlotPlan

Role = Literal["clerk", "lead", "manager", "admin", "auditor"]


def _moment(value: object) -> object:
    """Read ``2026-11-24T10:00:00+09:00``; a moment without offset is refused."""
    if not isinstance(value, str):
        return value
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"時差(+09:00)も書いてください: {value}")
    return moment


class City(Shape):
    """The municipality that runs the installation."""

    code5: OfficeCode
    code6: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name_ja: Text
    name_en: Text
    kana: Text
    romaji: Text
    prefecture_ja: Text


class Account(Shape):
    """A staff account of a demo. The password stands here in the open: never in a real pack."""

    login: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{1,40}$")]
    role: Role
    office: OfficeCode
    also: tuple[OfficeCode, ...] = Field(default=(), description="further offices, same role")
    name: Text
    title_ja: Text
    password: Annotated[str, Field(min_length=8)]


class Demo(Shape):
    """Only in packs that show the product: open passwords and a clock to start from."""

    clock: Annotated[datetime, BeforeValidator(_moment)]
    office: OfficeCode = Field(description="the office that the start page leads to")
    accounts: tuple[Account, ...]


class Manifest(Shape):
    """The file ``pack.yaml``."""

    name_ja: Text
    name_en: Text
    city: City
    demo: Demo | None = None


class Sections(Shape):
    """The file ``sections.yaml``."""

    internal: tuple[Section, ...]
    external: tuple[ExternalSection, ...]


class Queues(Shape):
    """The file ``queues.yaml``."""

    queues: Annotated[tuple[Queue, ...], Field(min_length=1)]


class Services(Shape):
    """The file ``services.yaml``."""

    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1, max_length=12)]


class SlotPlans(Shape):
    """The file ``slot_plans.yaml``."""

    venues: dict[Code, Words]
    slot_plans: tuple[SlotPlan, ...]


class Layouts(Shape):
    """The file ``layouts.yaml``."""

    layouts: Annotated[tuple[Layout, ...], Field(min_length=1)]


class Wards(Shape):
    """The file ``wards.yaml``, in the city's official order."""

    wards: Annotated[tuple[Ward, ...], Field(min_length=1)]
