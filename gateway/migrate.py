"""Makes the table of the shared limits: python -m gateway.migrate.

The gateway keeps nothing in its database that must outlive it, so that there are no versions: a
table of another layout is dropped by hand.
"""

import psycopg2

from contracts.settings import load
from gateway.buckets import LAYOUT
from gateway.settings import Settings


def prepare(database_url: str) -> None:
    connection = psycopg2.connect(
        database_url.replace("postgresql+psycopg2://", "postgresql://", 1)
    )
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(LAYOUT)
    finally:
        connection.close()


if __name__ == "__main__":
    prepare(load(Settings).database_url)
