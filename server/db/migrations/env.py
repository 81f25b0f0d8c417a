"""How Alembic runs here: on the connection it is given, in one transaction."""

from typing import Any, Literal

from alembic import context

from server.db.models import Base
from server.db.types import Instant, Json


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our types as what the database has, so that old migrations need no old code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
