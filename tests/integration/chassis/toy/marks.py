"""The toy's own tables: what it handled, and how often it tried."""

from sqlalchemy import Engine, text


def create(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table marks (id serial primary key, name text not null)"))
        connection.execute(text("create table tries (name text not null)"))
