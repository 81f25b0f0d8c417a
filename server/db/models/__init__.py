"""The tables, by place, booking, floor, people and ledger."""

from server.db.models.base import Base
from server.db.models.booking import PreApplication, Reservation, Seat, Slot
from server.db.models.floor import NumberSeries, PrintJob, Stop, Visit
from server.db.models.ledger import EventRow, Idempotency
from server.db.models.people import Bell, Device, DeviceKind, Role, Staff, StaffRole, StaffSession
from server.db.models.place import (
    Catalogue,
    Counter,
    CounterState,
    Head,
    OfficeRow,
    Queue,
    Service,
)

__all__ = [
    "Base",
    "Bell",
    "Catalogue",
    "Counter",
    "CounterState",
    "Device",
    "DeviceKind",
    "EventRow",
    "Head",
    "Idempotency",
    "NumberSeries",
    "OfficeRow",
    "PreApplication",
    "PrintJob",
    "Queue",
    "Reservation",
    "Role",
    "Seat",
    "Service",
    "Slot",
    "Staff",
    "StaffRole",
    "StaffSession",
    "Stop",
    "Visit",
]
