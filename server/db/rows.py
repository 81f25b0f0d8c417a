"""ORM rows read and written close to the driver, where every command does it.

The model stays the one definition of the table, and what comes out are its ordinary
persistent instances: everything else may go on with them through the session. Only the way
is shorter: no query is built and no unit of work is sorted for a row found by its index or
a change of one row. It costs a fifth of the ORM's own way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnDefault, Dialect, inspect
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_state, set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from server.db.driver import connection_of, run
from server.db.models.base import Base

Row = TypeVar("Row", bound=Base)
Convert = Callable[[Any], Any] | None
#: The session itself holds rows as long as somebody else does; so a command reads none twice.
_READ = "rows that were read"


def load(session: Session, model: type[Row], where: str, *values: Any) -> list[Row]:
    """Return the rows that *where* finds: the end of a SELECT, with ``?`` for each of *values*.

    A row that the session knows already comes as it is there, as with every ORM query.
    """
    flush(session)
    table = _table(model, connection_of(session).dialect)
    found = run(session, f"SELECT {table.columns} FROM {table.name} {where}", *values)  # noqa: S608 - names of our own model
    return [_instance(session, table, row) for row in found.fetchall()]


def by_id(session: Session, model: type[Row], row_id: int) -> Row:
    """Return the row with an id; one that the session knows already is not read again."""
    table = _table(model, connection_of(session).dialect)
    known = session.identity_map.get(table.mapper.identity_key_from_primary_key((row_id,)))
    if known is not None:
        return cast(Row, known)
    [found] = load(session, model, "WHERE id = ?", row_id)
    return found


def insert(session: Session, row: Base) -> None:
    """Write a new row now and give it its id; it belongs to the session from here on."""
    flush(session)
    table = _table(type(row), connection_of(session).dialect)
    given = {**table.defaults} | {
        name: row.__dict__[name] for name in table.names if name in row.__dict__
    }
    marks = ", ".join("?" * len(given))
    written = run(
        session,
        f"INSERT INTO {table.name} ({', '.join(given)}) VALUES ({marks}) RETURNING id",  # noqa: S608 - as above
        *(table.stored(name, value) for name, value in given.items()),
    ).fetchone()
    everything = dict.fromkeys(table.names) | given | {"id": written[0]}
    for name, value in everything.items():
        set_committed_value(row, name, value)
    make_transient_to_detached(row)
    session.add(row)


def update(session: Session, row: Base, **changes: Any) -> None:
    """Write *changes* of a row now, if nobody changed it since it was read: compare and set.

    Raises:
        StaleDataError: somebody did.

    """
    flush(session)
    table = _table(type(row), connection_of(session).dialect)
    version = row.__dict__["version"]
    changes["version"] = version + 1
    sets = ", ".join(f"{name} = ?" for name in changes)
    written = run(
        session,
        f"UPDATE {table.name} SET {sets} WHERE id = ? AND version = ?",  # noqa: S608 - as above
        *(table.stored(name, value) for name, value in changes.items()),
        row.__dict__["id"], version,
    )  # fmt: skip
    if written.rowcount != 1:
        raise StaleDataError(f"{table.name} {row.__dict__['id']} was changed by somebody else")
    pass_through(row, **changes)


def pass_through(row: Base, **changes: Any) -> None:
    """Let a row be for a moment what the next `update` of it writes over: it is written once."""
    for name, value in changes.items():
        set_committed_value(row, name, value)


@dataclass(frozen=True)
class _Table:
    """How the rows of a model are spelled on one kind of database."""

    mapper: Mapper[Any]
    dialect: Dialect

    @cached_property
    def name(self) -> str:
        return str(self.mapper.local_table)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.mapper.columns.keys())

    @cached_property
    def key(self) -> tuple[int, ...]:
        """The places of the primary key among the columns."""
        return tuple(self.names.index(str(column.key)) for column in self.mapper.primary_key)

    @cached_property
    def columns(self) -> str:
        return ", ".join(self.names)

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        return {
            name: column.default.arg
            for name, column in self.mapper.columns.items()
            if isinstance(column.default, ColumnDefault)
        }

    @cached_property
    def _to_driver(self) -> Mapping[str, Convert]:
        return {name: self._type(name).bind_processor(self.dialect) for name in self.names}

    @cached_property
    def _from_driver(self) -> tuple[Convert, ...]:
        return tuple(self._type(name).result_processor(self.dialect, None) for name in self.names)

    def _type(self, name: str) -> Any:
        return self.mapper.columns[name].type.dialect_impl(self.dialect)

    def stored(self, name: str, value: Any) -> Any:
        """Return *value* of a column as the driver takes it."""
        convert = self._to_driver[name]
        return value if convert is None else convert(value)

    def read(self, row: Any) -> dict[str, Any]:
        """Return the columns of a driver's *row* as the model has them."""
        return {
            name: value if convert is None else convert(value)
            for name, convert, value in zip(self.names, self._from_driver, row, strict=True)
        }


@cache
def _table(model: type[Base], dialect: Dialect) -> _Table:
    return _Table(inspect(model), dialect)


def _instance(session: Session, table: _Table, row: Any) -> Any:
    key = table.mapper.identity_key_from_primary_key(tuple(row[place] for place in table.key))
    known = session.identity_map.get(key)
    if known is not None:
        return known
    made = table.mapper.class_manager.new_instance()
    made.__dict__.update(table.read(row))
    state = instance_state(made)  # the steps of the ORM's own loader
    state.key = key
    state.session_id = session.hash_key
    session.identity_map.add(state)
    session.info.setdefault(_READ, []).append(made)
    return made


def flush(session: Session) -> None:
    """Write what the session has changed, so that the driver sees it."""
    # Not `session.new` and `.deleted`: each makes a set anew, a dozen times in a command.
    if not session._is_clean():  # noqa: SLF001
        session.flush()
