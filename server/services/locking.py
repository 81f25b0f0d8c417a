"""Locking a console: the person is away for a moment, the login and the counter stay.

A PIN opens it again, or the password of somebody who has chosen none. Like a password it is
hashed outside every transaction; a wrong one counts before it is looked at, and after five the
login ends. A console is never locked while somebody is called or served at its counter.
"""

import re

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from server.db import queries
from server.db.city import City
from server.db.models import Staff, StaffSession
from server.domain.refusals import FieldError, Misfit, Refused
from server.services.staff import HASHER, HASHING

PIN = re.compile(r"[0-9]{4,8}")
TRIES = 5


def choose_pin(city: City, mark: str, pin: str) -> None:
    """Keep the PIN of the person whose login *mark* is.

    Raises:
        Misfit: it is not four to eight digits, or all of them are the same.

    """
    if not PIN.fullmatch(pin) or len(set(pin)) == 1:
        message = "PINは、同じ数字だけではない4〜8けたの数字にしてください。"
        raise Misfit([FieldError("pin", "pin", message)])
    with HASHING:
        hashed = HASHER.hash(pin)
    with city.writing() as session:
        session.get_one(Staff, session.get_one(StaffSession, mark).staff_id).pin_hash = hashed


def lock(session: Session, mark: str, city: City) -> None:
    """Lock the login *mark*.

    Raises:
        Refused: ``counter_busy``, while somebody is called or served at its counter.

    """
    row = session.get_one(StaffSession, mark)
    if row.counter_id is not None and queries.at_counter(session, row.counter_id) is not None:
        raise Refused("counter_busy", "呼出中・対応中の番号があるあいだは、鍵をかけられません。")
    row.locked_at = row.locked_at or city.clock()


def has_pin(session: Session, staff_id: int) -> bool:
    """Tell whether a person has chosen a PIN."""
    return session.get_one(Staff, staff_id).pin_hash is not None


def unlock(city: City, mark: str, secret: str) -> None:
    """Open the locked login *mark* with the person's PIN, or password where there is none.

    Raises:
        Refused: ``wrong_pin`` with the tries that are left; ``login_over`` after the last one.

    """
    with city.writing() as session:
        row = session.get_one(StaffSession, mark)
        person = session.get_one(Staff, row.staff_id)
        row.pin_failures += 1
        left, known = TRIES - row.pin_failures, person.pin_hash or person.password_hash
    if left < 0 or not _is_right(known, secret):
        if left <= 0:
            with city.writing() as session:
                session.delete(session.get_one(StaffSession, mark))
            raise Refused("login_over", "ちがうPINが続いたため、ログアウトしました。")
        raise Refused("wrong_pin", f"ちがいます。あと{left}回まで入れられます。", left=left)
    with city.writing() as session:
        row = session.get_one(StaffSession, mark)
        row.locked_at, row.pin_failures, row.seen_at = None, 0, city.clock()


def _is_right(known: str, secret: str) -> bool:
    with HASHING:
        try:
            return HASHER.verify(known, secret)
        except (VerifyMismatchError, InvalidHashError):
            return False
