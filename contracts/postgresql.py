"""Where the database is: the one form of its address that every process takes.

`postgresql+psycopg2://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE`, with the options of libpq.
Several servers of one cluster stand with commas between, `HOST:PORT,HOST:PORT`, each with its port;
whichever of them takes changes now is the one that is spoken to.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from contracts.silence import LIBPQ_OPTIONS

_DRIVER: Final = "postgresql+psycopg2://"
WRITABLE: Final = {"target_session_attrs": "read-write"}
"""libpq passes by what takes no changes, such as a primary that no longer is one."""
CONNECTION_OPTIONS: Final[dict[str, Any]] = WRITABLE | LIBPQ_OPTIONS


def libpq_url(database_url: str) -> str:
    """As libpq and psycopg2 take it: several servers are part of its own form."""
    return database_url.replace(_DRIVER, "postgresql://", 1)


def sqlalchemy_url(database_url: str) -> str:
    """As SQLAlchemy takes it: several servers stand among its options, as `host=HOST:PORT`."""
    parts = urlsplit(database_url)
    account, at, servers = parts.netloc.rpartition("@")
    if "," not in servers:
        return database_url
    options = [f"host={server}" for server in servers.split(",")]
    query = "&".join([*options, *([parts.query] if parts.query else [])])
    return parts._replace(netloc=f"{account}{at}", query=query).geturl()
