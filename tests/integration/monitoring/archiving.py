"""A PostgreSQL with an archive for its log, shown to Prometheus as CloudNativePG shows its own."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final

import sqlalchemy
import yaml

from deploy.local import server
from deploy.local.postgres import PostgreSQL
from deploy.local.server import find_program
from tests.integration.monitoring.watch import Watching

QUERIES: Final = {
    "cnpg_pg_stat_archiver": {
        "query": """
            select coalesce(extract(epoch from last_archived_time), -1) as last_archived_time,
                   coalesce(extract(epoch from last_failed_time), -1) as last_failed_time
            from pg_catalog.pg_stat_archiver
        """,
        "metrics": [
            {"last_archived_time": {"usage": "GAUGE", "description": "epoch"}},
            {"last_failed_time": {"usage": "GAUGE", "description": "epoch"}},
        ],
    }
}
"""Two of the default queries of CloudNativePG (config/manager/default-monitoring.yaml)."""

_WRITE: Final = sqlalchemy.text("select pg_logical_emit_message(false, '', '')")
_SWITCH: Final = sqlalchemy.text("select pg_switch_wal()")


class ArchivedDatabase(PostgreSQL):
    """Its archive takes every file of the log, but while `store_is_away` lies beside its data."""

    def __init__(self, home: Path, password: str) -> None:
        self.store_is_away = home / "store_is_away"
        super().__init__(home, password, durable=False)

    def command(self) -> Sequence[str | Path]:
        archive = ("archive_mode=on", f"archive_command=test ! -e ../{self.store_is_away.name}")
        return [*super().command(), *(part for one in archive for part in ("-c", one))]

    def end_a_file(self) -> None:
        """Of the log, which the archiver is told of at once."""
        engine = sqlalchemy.create_engine(self.url, poolclass=sqlalchemy.NullPool)
        with engine.begin() as connection:
            connection.execute(_WRITE)
            connection.execute(_SWITCH)


class DatabaseExporter(Watching):
    """Debian's, with the names of CloudNativePG's."""

    name = "PostgreSQL's exporter"

    def __init__(self, home: Path, database: ArchivedDatabase) -> None:
        self.database = database
        super().__init__(home)

    def prepare(self) -> None:
        (self.home / "queries.yml").write_text(yaml.safe_dump(QUERIES))

    def environment(self) -> Mapping[str, str]:
        url = self.database.url.replace("+psycopg2", "")
        return {**super().environment(), "DATA_SOURCE_NAME": f"{url}?sslmode=disable"}

    def answers(self) -> bool:
        return server.http_status(server.LOOPBACK, self.port, "/metrics", 1) == HTTPStatus.OK

    def command(self) -> Sequence[str | Path]:
        return [
            find_program("prometheus-postgres-exporter"),
            "--disable-default-metrics",
            "--disable-settings-metrics",
            f"--extend.query-path={self.home / 'queries.yml'}",
            f"--web.listen-address={self.address}",
        ]


@contextlib.contextmanager
def archiving(root: Path) -> Iterator[tuple[ArchivedDatabase, DatabaseExporter]]:
    database = ArchivedDatabase(root / "archived", "specimen")
    exporter = DatabaseExporter(root / "exporter", database)
    with server.running(database), server.running(exporter):
        database.end_a_file()
        yield database, exporter
