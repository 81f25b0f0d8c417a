"""Column types that refuse what would go wrong later."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: All numbers of so many digits fit in 64 bits.
_ID_DIGITS = 18


def to_micros(moment: datetime) -> int:
    """Return *moment* as whole microseconds since 1970 UTC.

    Raises:
        ValueError: *moment* has no time zone.

    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return (moment - EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the moment, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def row_id(text: str) -> int:
    """Return the id that *text* means, or 0, which no row has.

    >>> row_id("17"), row_id("-1"), row_id("１７"), row_id("9" * 30)
    (17, 0, 0, 0)
    """
    is_id = text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS
    return int(text) if is_id else 0


class Instant(TypeDecorator[datetime]):
    """A moment: whole microseconds since 1970 UTC, the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the number to store."""
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Return the moment that was stored."""
        return None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """A JSON document as text, readable in both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the text to store."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Return the document that was stored."""
        return None if value is None else json.loads(value)
