"""Old databases become new ones, and what Alembic made is what the models say."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from server.db.engine import open_engine
from server.db.migrations import _config, newest_revision, upgrade
from server.db.models import Base

pytestmark = pytest.mark.db


@pytest.fixture
def blank(blank_database_url):
    engine = open_engine(blank_database_url)
    yield engine
    engine.dispose()


def run(engine: Engine, verb, revision: str) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        verb(config, revision)


def differences(engine: Engine) -> list:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, Base.metadata)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_exactly_the_tables_of_the_models(blank):
    upgrade(blank)
    assert tables(blank) == set(Base.metadata.tables)
    assert differences(blank) == []


def test_check_constraints_and_partial_indexes_are_those_of_the_models(blank):
    """Alembic compares neither; a database made from the models alone must have the same."""
    upgrade(blank)
    migrated = rules(blank)
    run(blank, command.downgrade, "base")
    with blank.begin() as connection:
        Base.metadata.create_all(connection)
    assert rules(blank) == migrated


def rules(engine: Engine) -> set[tuple]:
    look = inspect(engine)
    found: set[tuple] = set()
    for table in tables(engine):
        found |= {(table, c["name"], c["sqltext"]) for c in look.get_check_constraints(table)}
        for index in look.get_indexes(table):
            where = {str(value) for value in index.get("dialect_options", {}).values()}
            columns = tuple(index["column_names"])
            found.add((table, index["name"], columns, bool(index["unique"]), frozenset(where)))
    return found


def test_upgrading_twice_changes_nothing(blank):
    upgrade(blank)
    upgrade(blank)
    with blank.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_revision()


def test_down_and_up_again_ends_where_it_began(blank):
    upgrade(blank)
    run(blank, command.downgrade, "base")
    assert tables(blank) == set()
    upgrade(blank)
    assert differences(blank) == []


def test_a_migration_that_breaks_leaves_nothing_behind(blank):
    with blank.begin() as connection:
        connection.execute(text("CREATE TABLE visit (in_the_way INTEGER)"))
    with pytest.raises(Exception, match="exists"):
        upgrade(blank)
    assert tables(blank) == {"visit"}
