"""The machines of an office that print what staff order."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.db.city import Look, Work
from server.db.models import Device, DeviceKind, PrintOrder
from server.domain.refusals import NotFound, Refused
from server.services.devices import LATELY

#: A machine that took an order and said nothing for so long has not printed it.
LATE_S = 90


def machines(look: Look, office: str) -> list[dict[str, Any]]:
    """Return the machines of the office that can print now."""
    rows = look.session.scalars(
        select(Device)
        .where(
            Device.office == office,
            Device.kind == DeviceKind.KIOSK,
            Device.revoked_at.is_(None),
            Device.last_seen > look.now - LATELY,
        )
        .order_by(Device.id)
    )
    return [{"device": row.id, "name": row.name} for row in rows]


def heard_lately(work: Work, device_id: int) -> Device:
    """Return a machine that can print now.

    Raises:
        NotFound: ``unknown_device``.
        Refused: ``device_away``, when the machine was not heard lately.

    """
    device = work.session.get(Device, device_id)
    if device is None or device.office != work.office or device.kind != DeviceKind.KIOSK:
        raise NotFound("unknown_device", "この機器はこの区役所にありません。")
    if device.last_seen is None or device.last_seen <= work.now - LATELY:
        message = f"{device.name}から応答がありません。別の機器を選んでください。"
        raise Refused("device_away", message)
    return device


def state_of(order: PrintOrder, now: datetime) -> str:
    """Return how far an order is; ``late`` where its machine has been silent for too long."""
    is_late = (now - order.ordered_at).total_seconds() > LATE_S
    return "late" if is_late and order.state in {"ordered", "taken"} else order.state
