"""Remote consultation: its reservation is kept by web meeting or on the phone, and nobody comes.

The phone checks in instead of the kiosk; the visit stands in the same line as all others and
is called where its holder sits: on the phone, and not on the boards.
"""

from server.db.city import Work
from server.db.ledger import Kind
from server.db.models import Slot, Visit
from server.domain.refusals import Refused
from server.services import arrivals, reservations, ways
from server.services.arrivals import Arrival

ORIGIN = "phone"


def check_in(work: Work, token: str) -> Arrival:
    """Begin the visit of somebody who stays at home; the same code gives the same visit.

    Raises:
        NotFound: ``unknown_token``.
        Refused: ``not_remote`` where the office is to be visited; else as `arrivals.check_in`.

    """
    reservation = reservations.require(work.session, token)
    way = work.session.get_one(Slot, reservation.slot_id).method
    if way not in ways.REMOTE:
        raise Refused(
            "not_remote",
            "このご予約は、区役所にお越しいただくものです。発券機にQRコードを見せてください。",
        )
    arrival = arrivals.check_in(work, token, ORIGIN)
    if not arrival.again:
        visit = work.session.get_one(Visit, arrival.visit)
        visit.room = way
        work.record(Kind.SEATED, visit=visit.id, label=visit.label, detail={"room": way})
    return arrival
