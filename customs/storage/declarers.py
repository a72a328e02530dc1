"""备案: who may declare for which enterprise (R27)."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.customs import DeclarerFiled
from customs.tables import declarers


def save_declarer(connection: Connection, declarer: DeclarerFiled) -> None:
    """Filing the same number again renews name and day."""
    renewed = {"name": declarer.name, "filed_at": declarer.filed_at}
    key = {
        "enterprise_code": declarer.enterprise_code,
        "id_number": declarer.id_number.get_secret_value(),
    }
    statement = insert(declarers).values(**key, **renewed)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=renewed))


def remove_declarer(connection: Connection, enterprise_code: str, id_number: str) -> str | None:
    """The name it was filed under; None when it is not filed."""
    statement = (
        delete(declarers)
        .where(declarers.c.enterprise_code == enterprise_code, declarers.c.id_number == id_number)
        .returning(declarers.c.name)
    )
    return connection.execute(statement).scalar()


def filed_numbers(connection: Connection, enterprise_code: str) -> frozenset[str]:
    """The ID numbers of the enterprise's filed declarers (R28)."""
    statement = select(declarers.c.id_number).where(declarers.c.enterprise_code == enterprise_code)
    return frozenset(connection.execute(statement).scalars())


def list_declarers(connection: Connection, enterprise_code: str) -> list[DeclarerFiled]:
    """In the order in which they were filed."""
    statement = select(declarers).where(declarers.c.enterprise_code == enterprise_code)
    rows = connection.execute(statement.order_by(declarers.c.filed_at)).mappings()
    return [DeclarerFiled.model_validate(dict(row)) for row in rows]


def list_enterprises(connection: Connection) -> tuple[str, ...]:
    """The credit codes for which a declarer is filed, in order."""
    code = declarers.c.enterprise_code
    return tuple(connection.execute(select(code).distinct().order_by(code)).scalars())
