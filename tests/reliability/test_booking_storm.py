"""Sixteen clients hold, book, move, cancel, wait and take offers at random, all at once.

Meanwhile managers change the plan and close the day under their feet.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from sqlalchemy import func, select

from printer_drivers.sealing import lookup_id
from server.db.models import Keeping, KeptSeat, Reservation, Seat, Waiting, WaitingEntry
from server.domain.refusals import Refused
from server.domain.shares import Share
from server.services import holds, reservations, seats, slot_plans, waiting_list
from tests.parts.office import SERVICE, TOMORROW, Hall
from tests.reliability.plan_storm import beyond_and_listed, drafted, told

pytestmark = [pytest.mark.db, pytest.mark.slow]

CLIENTS = 16
#: A refusal of a rule is an answer; anything else is a bug.
RULES = {
    "slot_full", "cancelled", "already_waiting", "nothing_offered", "offer_over", "unknown_hold",
    "too_many_bookings", "already_booked", "undecided", "changed_meanwhile", "cannot_move",
}  # fmt: skip
VERBS = (*["book"] * 6, *["cancel", "take"] * 4, *["hold", "move", "wait", "leave", "publish"] * 2)


class Client:
    """What one resident's phone knows: its own codes, and what became of each."""

    def __init__(self, hall: Hall, number: int, slots: list[int]) -> None:
        self.hall, self.number, self.slots = hall, number, slots
        self.chance = Random(number)  # noqa: S311
        self.booked: dict[str, int] = {}
        self.waiting: set[str] = set()
        self.secret: str | None = None
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.mails = 0
        self.draft = drafted(hall, self.chance)
        #: One client in four is a clerk on the phone.
        self.share = Share.STAFF if number % 4 == 0 else Share.PUBLIC

    def run(self, operations: int) -> None:
        for _ in range(operations):
            verb = self.chance.choice(VERBS)
            try:
                with self.hall.work() as work:
                    then = getattr(self, verb)(work)
                if then:  # only what was committed is remembered
                    then()
                    self.done[verb] += 1
            except Refused as refusal:
                self.refused[refusal.code] += 1
            if verb == "publish":
                self.draft = drafted(self.hall, self.chance)

    def slot(self) -> int:
        return self.chance.choice(self.slots)

    def one(self, known) -> str | None:
        return self.chance.choice(sorted(known)) if known else None

    def hold(self, work):
        kept = holds.hold(
            work, SERVICE, self.slot(), self.chance.choice([0, 0, 60]), share=self.share
        )
        return lambda: setattr(self, "secret", kept.secret)

    def book(self, work):
        secret, self.secret = self.secret, None
        slot = self.slot()
        mail = self.mail() if self.chance.random() < 0.5 else None
        booked = reservations.book(work, SERVICE, slot, hold=secret, email=mail, share=self.share)
        return lambda: self.booked.update({booked.token: slot})

    def move(self, work):
        token, slot = self.one(self.booked), self.slot()
        if token is None:
            return None
        reservations.move(work, token, slot, self.share)
        return lambda: self.booked.update({token: slot})

    def cancel(self, work):
        token = self.one(self.booked)
        if token is None:
            return None
        reservations.cancel(work, token)
        return lambda: self.booked.pop(token)

    def wait(self, work):
        _, token = waiting_list.join(work, SERVICE, TOMORROW, TOMORROW, self.mail())
        return lambda: self.waiting.add(token)

    def mail(self) -> str:
        self.mails += 1
        return f"client{self.number}.{self.mails}@example.jp"

    def publish(self, work):
        """Publish what was drafted some time ago; the next draft looks at what is now."""
        plan, version, decisions = self.draft
        slot_plans.publish(work, plan, version, decisions)
        return lambda: None

    def take(self, work):
        token = self.one(self.waiting)
        if token is None:
            return None
        slot = reservations.take_offer(work, token).reservation.slot_id
        return lambda: (self.waiting.discard(token), self.booked.update({token: slot}))

    def leave(self, work):
        token = self.one(self.waiting)
        if token is None:
            return None
        waiting_list.leave(work, token)
        return lambda: self.waiting.discard(token)


def check(hall: Hall, clients: list[Client]) -> None:
    """Every promise of the booking holds in the database, whatever happened on the way."""
    with hall.look() as look:
        live = look.session.scalars(
            select(Reservation).where(Reservation.state == "confirmed")
        ).all()
        kept = look.session.scalars(select(KeptSeat)).all()
        entries = look.session.scalars(select(WaitingEntry)).all()
        room = dict(
            look.session.execute(select(Seat.slot_id, func.count()).group_by(Seat.slot_id)).all()
        )
        slot_of = dict(look.session.execute(select(Seat.id, Seat.slot_id)).all())
    standing = [one for one in kept if one.until is None or one.until > hall.clock()]
    taken = [one.seat_id for one in live] + [one.seat_id for one in standing]
    assert len(taken) == len(set(taken)), "a seat is somebody's twice"
    for slot, used in Counter(slot_of[seat] for seat in taken).items():
        assert used <= room[slot], "more seats are somebody's than there are"
    believed = {lookup_id(token) for client in clients for token in client.booked}
    assert {one.lookup_id for one in live} == believed, "a booking was lost or made up"
    beyond, listed = beyond_and_listed(hall, live)
    assert beyond == listed, "staff are not told of everybody whom the plan has no room for"
    offered = {one.lookup_id for one in entries if one.state == Waiting.OFFERED}
    owners = Counter(one.owner for one in standing if one.kind == Keeping.OFFERED)
    assert set(owners) == offered, "an offer without its seat, or a seat without its person"
    assert all(count == 1 for count in owners.values())


def test_no_seat_is_given_twice_and_nothing_is_lost(hall, full_rounds, scorecard):
    slots = [slot.id for slot in hall.slots(day=TOMORROW)]
    clients = [Client(hall, number, slots) for number in range(CLIENTS)]
    rounds, each = (25, 50) if full_rounds else (3, 5)
    for _ in range(rounds):
        with ThreadPoolExecutor(CLIENTS) as together:
            list(together.map(lambda client: client.run(each), clients))
        check(hall, clients)
        hall.clock.advance(minutes=4)
        with hall.work() as work:
            waiting_list.look_after(work)
            seats.forget_expired(work.session, work.now)
        check(hall, clients)
    assert list(told(hall)) == [], "somebody got a seat that the plan had not"
    done = sum((client.done for client in clients), Counter())
    scorecard("R09 booking storm", operations=rounds * each * CLIENTS, **done)
    refused = sum((client.refused for client in clients), Counter())
    assert set(refused) <= RULES
    assert done["book"] > 0
    assert done["publish"] > 0
