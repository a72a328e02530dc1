"""The last step of a migration: the process gets the rights that its tables declare."""

from collections.abc import Sequence

from sqlalchemy import Connection, MetaData

from contracts.database_roles import Declared, grants, rights_in, role_of


def declared_in(metadata: Sequence[MetaData]) -> Declared:
    tables = [table for each in metadata for table in each.sorted_tables]
    return Declared(
        tables={table.name: rights_in(table.info) for table in tables},
        sequences=[name for each in metadata for name in each._sequences],  # noqa: SLF001 - no other way to those without a column
    )


def grant(connection: Connection, declared: Declared) -> None:
    """In the owner's transaction. Raises NotTheOwnerError for another's."""
    database, owner = connection.exec_driver_sql("select current_database(), current_user").one()
    for statement in grants(database, role_of(owner), declared):
        connection.exec_driver_sql(statement)
