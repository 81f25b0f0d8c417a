"""The tables, by place, booking, review, floor, people, wall and ledger."""

from server.db.models.attachment import Attachment
from server.db.models.base import Base
from server.db.models.booking import PreApplication, Reservation, Seat, Slot
from server.db.models.catalogue_draft import CatalogueDraft
from server.db.models.draft import Draft
from server.db.models.feedback import Feedback
from server.db.models.floor import (
    LinkedNumber,
    NumberBlock,
    NumberSeries,
    PrintJob,
    PrintOrder,
    Stop,
    Task,
    Visit,
)
from server.db.models.keeping import Draw, Keeping, KeptSeat, Waiting, WaitingEntry
from server.db.models.ledger import EventRow, Idempotency
from server.db.models.notice import BookingNotice, Notice
from server.db.models.outbox import Outbox, Sending
from server.db.models.people import (
    Bell,
    Broadcast,
    Device,
    DeviceKind,
    MachineTrouble,
    Role,
    Staff,
    StaffRole,
    StaffSession,
)
from server.db.models.place import (
    Catalogue,
    CatalogueHead,
    Counter,
    CounterState,
    Head,
    OfficeRow,
    Queue,
    SearchMiss,
    Service,
)
from server.db.models.review import CheckTick, Correction, SectionAnswer, SectionTask
from server.db.models.wall import PageSign, Picture, Speaker

__all__ = [
    "Attachment",
    "Base",
    "Bell",
    "BookingNotice",
    "Broadcast",
    "Catalogue",
    "CatalogueDraft",
    "CatalogueHead",
    "CheckTick",
    "Correction",
    "Counter",
    "CounterState",
    "Device",
    "DeviceKind",
    "Draft",
    "Draw",
    "EventRow",
    "Feedback",
    "Head",
    "Idempotency",
    "Keeping",
    "KeptSeat",
    "LinkedNumber",
    "MachineTrouble",
    "Notice",
    "NumberBlock",
    "NumberSeries",
    "OfficeRow",
    "Outbox",
    "PageSign",
    "Picture",
    "PreApplication",
    "PrintJob",
    "PrintOrder",
    "Queue",
    "Reservation",
    "Role",
    "SearchMiss",
    "Seat",
    "SectionAnswer",
    "SectionTask",
    "Sending",
    "Service",
    "Slot",
    "Speaker",
    "Staff",
    "StaffRole",
    "StaffSession",
    "Stop",
    "Task",
    "Visit",
    "Waiting",
    "WaitingEntry",
]
