"""What PostgreSQL is asked to be, read off its command line."""

import pytest

from contracts.postgresql import libpq_url
from deploy.local import postgres
from deploy.local.postgres import PostgreSQL


def test_only_tests_may_lose_data(tmp_path):
    lasting = PostgreSQL(tmp_path / "lasting", "secret", durable=True).command()
    passing = PostgreSQL(tmp_path / "passing", "secret", durable=False).command()

    assert "fsync=off" in passing
    assert "fsync=off" not in lasting


def test_the_password_is_not_on_the_command_line(tmp_path):
    server = PostgreSQL(tmp_path, "secret", durable=True)

    assert not any("secret" in str(part) for part in server.command())


def test_root_gives_its_rights_away(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)

    assert "postgres" in PostgreSQL(tmp_path, "secret", durable=True).identity()


def test_anyone_else_runs_it_as_oneself(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)

    assert PostgreSQL(tmp_path, "secret", durable=True).identity() == ()


def test_a_folder_behind_closed_doors_is_entered_with_one_right_more(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    tmp_path.chmod(0o700)

    closed = PostgreSQL(tmp_path / "home", "secret", durable=True).identity()

    assert closed[-1] == "+dac_override"


def test_psycopg2_takes_the_url_without_its_own_name():
    assert libpq_url("postgresql+psycopg2://u:p@h:1/d") == "postgresql://u:p@h:1/d"


def test_a_missing_server_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "_INSTALLATIONS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(postgres.MissingProgramError, match="initdb is not installed"):
        PostgreSQL(tmp_path / "home", "secret", durable=True)
