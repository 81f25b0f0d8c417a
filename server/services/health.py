"""Whether the server can serve: the database answers and has our tables."""

import logging

from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import SQLAlchemyError

from server.db.city import City
from server.db.migrations import newest_revision

log = logging.getLogger(__name__)


def check(city: City) -> dict[str, bool]:
    """Return each condition of readiness and whether it holds."""
    try:
        with city.reading() as look:
            revision = MigrationContext.configure(look.session.connection()).get_current_revision()
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": revision == newest_revision()}
