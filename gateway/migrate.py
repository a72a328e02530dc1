"""Makes the table of the shared limits: python -m gateway.migrate.

The gateway keeps nothing in its database that must outlive it, so that there are no versions: a
table of another layout is dropped by hand.
"""

import sys

import psycopg2

from contracts.database_roles import NotTheOwnerError, grants, role_of
from contracts.postgresql import CONNECTION_OPTIONS, libpq_url
from contracts.settings import load
from gateway.buckets import DECLARED, LAYOUT
from gateway.settings import Settings


def prepare(database_url: str) -> None:
    """As the owner. Raises NotTheOwnerError."""
    connection = psycopg2.connect(libpq_url(database_url), **CONNECTION_OPTIONS)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(LAYOUT)
            cursor.execute("select current_database(), current_user")
            [(database, owner)] = cursor.fetchall()
            for statement in grants(database, role_of(owner), DECLARED):
                cursor.execute(statement)
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        prepare(load(Settings).database_url)
    except NotTheOwnerError as error:
        sys.exit(str(error))
