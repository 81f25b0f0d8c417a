"""The floor: what of an office changes only when a manager publishes a setting.

It is read once per version of the setting and kept, for every command needs it.
Whether a counter is open is not part of it: that changes all day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.schema import offices as schema
from config.schema import services as purposes
from config.schema.displays import Display, Wall
from config.schema.slot_plans import PublishedPlans
from server.db.models import Catalogue, Counter, OfficeRow, Queue, Service
from server.domain.numbers import OnOverflow
from server.domain.refusals import NotFound

Plan = TypeVar("Plan")


@dataclass(frozen=True)
class QueuePlan:
    """A line, its numbers and where its people wait."""

    id: int
    setup: purposes.Queue
    area: schema.Area

    @property
    def code(self) -> str:
        """The queue's code."""
        return self.setup.code

    @property
    def prefix(self) -> str:
        """The letter before its numbers."""
        return self.setup.prefix

    @property
    def first_number(self) -> int:
        """The first number of a day."""
        return self.setup.first_number

    @property
    def last_number(self) -> int:
        """The last number of a day."""
        return self.setup.last_number

    @property
    def on_overflow(self) -> OnOverflow:
        """What happens past the last number."""
        return OnOverflow(self.setup.on_overflow)


@dataclass(frozen=True)
class ServicePlan:
    """What a resident chooses; the parameters of its rules stand in `setup`."""

    id: int
    setup: purposes.Service
    queue: QueuePlan

    @property
    def code(self) -> str:
        """The service's code."""
        return self.setup.code


@dataclass(frozen=True)
class CounterPlan:
    """A numbered place and the queues it may call."""

    id: int
    setup: schema.Counter
    area: schema.Area
    queues: tuple[QueuePlan, ...]
    #: When it calls from others' queues: each rule with the id of its queue.
    helps: tuple[tuple[schema.Help, int], ...] = ()

    @property
    def number(self) -> str:
        """The number over the counter."""
        return self.setup.number

    @cached_property
    def queue_ids(self) -> tuple[int, ...]:
        """The ids of the queues it may call."""
        return tuple(queue.id for queue in self.queues)


@dataclass(frozen=True)
class Floor:
    """An office's areas, queues, services and counters, by their codes."""

    setup: schema.Office
    version: int
    areas: Mapping[str, schema.Area]
    queues: Mapping[str, QueuePlan]
    services: Mapping[str, ServicePlan]
    counters: Mapping[str, CounterPlan]

    def area(self, code: str) -> schema.Area:
        """Return the area, or refuse with ``unknown_area``."""
        return _known(self.areas, code, "area", "待合")

    def queue(self, code: str) -> QueuePlan:
        """Return the queue, or refuse with ``unknown_queue``."""
        return _known(self.queues, code, "queue", "番号系列")

    def service(self, code: str) -> ServicePlan:
        """Return the service, or refuse with ``unknown_service``."""
        return _known(self.services, code, "service", "用件")

    def room(self, code: str) -> schema.Room:
        """Return the room, or refuse with ``unknown_room``."""
        return _known({room.code: room for room in self.setup.rooms}, code, "room", "部屋")

    def counter(self, number: str) -> CounterPlan:
        """Return the counter, or refuse with ``unknown_counter``."""
        return _known(self.counters, number, "counter", "窓口")

    def display(self, code: str) -> Display:
        """Return the display, or refuse with ``unknown_display``."""
        return _known({one.code: one for one in self.setup.displays}, code, "display", "画面")

    @cached_property
    def services_by_id(self) -> Mapping[int, ServicePlan]:
        """The services by the id that rows hold."""
        return {service.id: service for service in self.services.values()}

    @cached_property
    def queues_by_id(self) -> Mapping[int, QueuePlan]:
        """The queues by the id that rows hold."""
        return {queue.id: queue for queue in self.queues.values()}

    @cached_property
    def counters_by_id(self) -> Mapping[int, CounterPlan]:
        """The counters by the id that rows hold."""
        return {counter.id: counter for counter in self.counters.values()}

    @cached_property
    def neighbours(self) -> Mapping[int, tuple[int, ...]]:
        """For each queue's id: the queues that share counters with it, directly or not."""
        groups: list[set[int]] = [{queue.id} for queue in self.queues.values()]
        for counter in self.counters.values():
            together = [group for group in groups if not group.isdisjoint(counter.queue_ids)]
            groups = [group for group in groups if group not in together]
            groups.append(set().union(*together))
        return {queue: tuple(sorted(group)) for group in groups for queue in group}

    @cached_property
    def counters_of_queue(self) -> Mapping[int, tuple[CounterPlan, ...]]:
        """The counters that may call a queue, by the queue's id."""
        return {
            queue.id: tuple(c for c in self.counters.values() if queue.id in c.queue_ids)
            for queue in self.queues.values()
        }


def _known(plans: Mapping[str, Plan], code: str, kind: str, word: str) -> Plan:
    try:
        return plans[code]
    except KeyError:
        raise NotFound(f"unknown_{kind}", f"「{code[:40]}」という{word}はありません。") from None


def read_floor(session: Session, office: str, version: int) -> Floor:
    """Return the floor of *office*: its published setting with the ids of its parts."""
    setup = schema.Office.model_validate(session.get_one(OfficeRow, office).setting)
    wall = newest_wall(session, office)
    if wall is not None:
        setup = setup.model_copy(update={"displays": wall.displays})
    plans = newest_plans(session, office)
    if plans is not None:
        setup = setup.model_copy(update={"slot_plans": plans.slot_plans})
    areas = {area.code: area for area in setup.areas}
    queue_ids, service_ids, counter_ids = (
        _ids(session, table, office) for table in (Queue, Service, Counter)
    )
    queues = {
        queue.code: QueuePlan(queue_ids[queue.code], queue, areas[setup.area_of(queue.code)])
        for queue in setup.queues
    }
    return Floor(
        setup=setup,
        version=version,
        areas=areas,
        queues=queues,
        services={
            service.code: ServicePlan(service_ids[service.code], service, queues[service.queue])
            for service in setup.services
        },
        counters={
            counter.number: CounterPlan(
                counter_ids[counter.number],
                counter,
                areas[counter.area],
                tuple(queues[code] for code in counter.queues),
                tuple((rule, queues[rule.queue].id) for rule in counter.helps),
            )
            for counter in setup.counters
        },
    )


def newest_wall(session: Session, office: str) -> Wall | None:
    """Return the displays as the office's manager published them last; None: the pack's."""
    document = _newest(session, office, "displays")
    return None if document is None else Wall.model_validate(document)


def newest_plans(session: Session, office: str) -> PublishedPlans | None:
    """Return the slot plans as the office's manager published them last; None: the pack's."""
    document = _newest(session, office, "slot_plans")
    return None if document is None else PublishedPlans.model_validate(document)


def _newest(session: Session, office: str, kind: str) -> dict[str, Any] | None:
    return session.scalar(
        select(Catalogue.document)
        .where(Catalogue.kind == kind, Catalogue.office == office)
        .order_by(Catalogue.version.desc())
        .limit(1)
    )


def _ids(session: Session, table: Any, office: str) -> dict[str, int]:
    rows = session.execute(select(table.code, table.id).where(table.office == office))
    return {row.code: row.id for row in rows}
