"""The base of all tables, and how columns of our types are stored."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from server.db.types import Instant, Json

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: An id that SQLite counts up by itself and PostgreSQL keeps in 64 bits.
BIG_ID = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table. Texts are TEXT, moments are `Instant`, documents are `Json`."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Text(),
        bytes: LargeBinary(),
        datetime: Instant(),
        date: Date(),
        dict[str, Any]: Json(),
        dict[str, str]: Json(),
        list[str]: Json(),
    }


def one_of(column: str, values: type[StrEnum]) -> str:
    """Return the SQL that a check constraint needs to keep *column* among *values*."""
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"
