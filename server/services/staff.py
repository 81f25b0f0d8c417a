"""The people of the office: accounts, login with lockout, sessions.

A password is hashed outside every transaction, for hashing takes a tenth of a second
and all counters would wait for it. So a try is counted as failed before the password
is looked at, and forgiven when it was right: many tries at once count one by one.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.db.city import City
from server.db.models import Role, Staff, StaffRole, StaffSession
from server.domain.refusals import FieldError, Misfit, Refused
from server.services.callers import ABSOLUTE, fingerprint, new_secret

LOGIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
LEAST_PASSWORD = 8
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)

#: Each hash takes 64 MiB and a core; more at once would starve the counters.
HASHING = BoundedSemaphore(2)
HASHER = PasswordHasher()

#: One answer for every failed login: it tells neither which logins exist nor which are locked.
LOGIN_FAILED = (
    "ログイン名かパスワードが違います。"
    f"{FAILURES_ALLOWED}回まちがえると、{LOCKED_FOR.seconds // 60}分間ログインできません。"
)


@dataclass(frozen=True)
class Try:
    """A try to log in, counted as failed until `open_session` forgives it."""

    staff_id: int | None
    password_hash: str
    locked: bool


def create(
    session: Session, login: str, password_hash: str, name: str, roles: dict[str, Role]
) -> Staff:
    """Add a person with one role in each office of *roles*, or give an old login new ones.

    Raises:
        Misfit: the login is empty or has characters other than letters, digits, ``.-_``.

    """
    if not LOGIN.fullmatch(login):
        raise Misfit([FieldError("login", "login", "ログイン名は半角の英数字と . - _ です。")])
    person = session.scalar(select(Staff).where(Staff.login == login))
    if person is None:
        person = Staff(login=login, name=name, password_hash=password_hash)
        session.add(person)
        session.flush()
    else:
        person.password_hash = password_hash
    for office, role in roles.items():
        session.merge(StaffRole(staff_id=person.id, office=office, role=role))
    return person


def hashed(password: str) -> str:
    """Return the hash to store; call it outside a transaction.

    Raises:
        Misfit: the password is too short.

    """
    if len(password) < LEAST_PASSWORD:
        message = f"パスワードは{LEAST_PASSWORD}文字以上にしてください。"
        raise Misfit([FieldError("password", "too_short", message)])
    with HASHING:
        return HASHER.hash(password)


@cache
def _nobody() -> str:
    """Return what the password of an unknown login is compared with, so that both take as long."""
    return hashed(new_secret())


def log_in(city: City, login: str, password: str) -> str:
    """Return the cookie of a new session.

    Raises:
        Refused: ``login_failed``, the same for a wrong password, an unknown login and a lock.

    """
    with city.writing() as session:
        attempt = begin_try(session, login, city.clock())
    if not is_right(attempt, password) or attempt.staff_id is None:
        raise Refused("login_failed", LOGIN_FAILED)
    with city.writing() as session:
        return open_session(session, attempt.staff_id, city.clock())


def begin_try(session: Session, login: str, now: datetime) -> Try:
    """Count a try to log in, and return what the password is to be compared with."""
    known = select(Staff).where(Staff.login == login).with_for_update()
    person = session.scalar(known) if LOGIN.fullmatch(login) else None
    if person is None:
        return Try(None, _nobody(), locked=False)
    if person.locked_until is not None and now < person.locked_until:
        return Try(person.id, person.password_hash, locked=True)
    if person.locked_until is not None:
        person.failures, person.locked_until = 0, None
    person.failures += 1
    if person.failures >= FAILURES_ALLOWED:
        person.locked_until = now + LOCKED_FOR
    return Try(person.id, person.password_hash, locked=False)


def is_right(attempt: Try, password: str) -> bool:
    """Tell whether the password opens the account; as slow for a login that does not exist."""
    with HASHING:
        try:
            HASHER.verify(attempt.password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return attempt.staff_id is not None and not attempt.locked


def open_session(session: Session, staff_id: int, now: datetime) -> str:
    """Forgive the failed tries, start a session and return its cookie."""
    person = session.get_one(Staff, staff_id)
    person.failures, person.locked_until = 0, None
    session.execute(delete(StaffSession).where(StaffSession.created_at < now - 2 * ABSOLUTE))
    cookie = new_secret()
    session.add(
        StaffSession(id_hash=fingerprint(cookie), staff_id=staff_id, created_at=now, seen_at=now)
    )
    return cookie


def note_use(session: Session, cookie: str, now: datetime) -> None:
    """Note that somebody pressed something; ten quiet minutes rest the back office's roles."""
    row = session.get(StaffSession, fingerprint(cookie))
    if row is not None:
        row.seen_at = now


def close_session(session: Session, cookie: str) -> None:
    """Log out."""
    session.execute(delete(StaffSession).where(StaffSession.id_hash == fingerprint(cookie)))
