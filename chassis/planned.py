"""Statements that PostgreSQL plans once for each connection, and not each time they are asked.

Planning takes longer than finding a page of a list. psycopg2 prepares nothing, so that SQL does;
fit are statements whose plan does not depend on their values, and whose text does neither. They
belong to the connection: a pooler that shares connections between transactions would lose them.
"""

import re
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

PLAN_ONCE: Final = "originprint_plan_once"
"""The execution option of such a statement."""
_NAMES: Final = "originprint_planned"
_PARAMETER: Final = re.compile(r"%\((\w+)\)s|%%")


def plan_once(engine: Engine) -> None:
    """What bears PLAN_ONCE, from here on for all that this engine asks."""
    event.listen(engine, "before_cursor_execute", _prepared, retval=True)


def _prepared(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, _many: Any
) -> tuple[str, Any]:
    """The names of what is prepared live as long as the connection to the database."""
    if context is None or not context.execution_options.get(PLAN_ONCE):
        return statement, parameters
    names: dict[str, str] = connection.info.setdefault(_NAMES, {})
    if statement not in names:
        numbered, execute = _split(statement, f"planned_{len(names) + 1}")
        cursor.execute(numbered)
        names[statement] = execute
    return names[statement], parameters


def _split(statement: str, name: str) -> tuple[str, str]:
    """PREPARE, in which parameters are numbered, and EXECUTE, in which they keep their names."""
    places: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        parameter = found.group(1)
        return "%" if parameter is None else places.setdefault(parameter, f"${len(places) + 1}")

    prepare = f"prepare {name} as {_PARAMETER.sub(numbered, statement)}"
    values = ", ".join(f"%({parameter})s" for parameter in places)
    return prepare, f"execute {name}({values})" if values else f"execute {name}"
