"""The migrations lead to the tables that the code expects, and may be applied again."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from customs.migrate import upgrade
from customs.tables import metadata


@pytest.fixture
def engine(make_database):
    engine = create_engine(make_database())
    yield engine
    engine.dispose()


def test_the_migrated_database_is_the_one_the_code_expects(engine):
    upgrade(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(engine):
    upgrade(engine)
    upgrade(engine)

    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == ("0005_forgetting",)
