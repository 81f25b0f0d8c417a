"""Whether the server can serve: the database answers and has our tables, the broker answers."""

import logging

from alembic.runtime.migration import MigrationContext
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from server.db.city import City
from server.db.migrations import newest_revision
from server.domain.refusals import Unavailable

log = logging.getLogger(__name__)

#: How long the broker may take to answer.
WITHIN_S = 1.0


def check(city: City, broker_url: str | None = None) -> dict[str, bool]:
    """Return each condition of readiness and whether it holds.

    Args:
        broker_url: where several processes pass news on; None for one process alone.

    """
    broker = {} if broker_url is None else {"broker": _answers(broker_url)}
    return _database(city) | broker


def _answers(broker_url: str) -> bool:
    limits = {"socket_timeout": WITHIN_S, "socket_connect_timeout": WITHIN_S}
    try:
        with Redis.from_url(broker_url, **limits) as redis:
            return bool(redis.ping())
    except RedisError:
        log.exception("the broker does not answer")
        return False


def _database(city: City) -> dict[str, bool]:
    try:
        with city.reading() as look:
            revision = MigrationContext.configure(look.session.connection()).get_current_revision()
    except (SQLAlchemyError, Unavailable):
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": revision == newest_revision()}
