"""`python -m chassis.restored services.NAME`: after its database was restored, before it starts.

Takes the service's own steps (`services/NAME/restored.py`, where it has one), then puts what it
sent in the last hours before that moment into the outbox again: of the events that were on their
way, no database knows. Runs with the settings of the service under the account of its migrations,
and with ORIGINPRINT_DEAD_LETTER_OPENING_KEYS, the operators' private keys.
"""

import argparse
import importlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from chassis import sent
from chassis.database import Session, make_command_engine
from chassis.dead_letters import OPENING_KEYS_VARIABLE
from chassis.sealed_letters import LetterNotOpenedError
from chassis.settings import PREFIX
from contracts.settings import parse_keys

HOURS: Final = 24.0
"""Longer than events wait for a server; `EventsWait` rings long before."""


def carry_out(
    session: Session, package: str, *, hours: float, keys: Sequence[bytes]
) -> Iterator[str]:
    """What was done, a sentence each; all of it in the caller's transaction."""
    if importlib.util.find_spec(f"{package}.restored"):
        yield from importlib.import_module(f"{package}.restored").after_restore(session)
    connection = session.connection()
    last = sent.last_sent(connection)
    if last is None:
        yield "nothing had been sent in the last days"
        return
    count = sent.send_again(connection, last - timedelta(hours=hours), keys)
    yield f"{count} events are sent again, of the {hours:g} hours before {last.isoformat()}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chassis.restored", description=__doc__)
    parser.add_argument("package", help="for example services.auth_svc")
    parser.add_argument(
        "--hours",
        type=float,
        default=HOURS,
        help=f"how long an event may have waited at the broker; {sent.SENT_DAYS} days are kept",
    )
    options = parser.parse_args(arguments)
    engine = make_command_engine(os.environ[f"{PREFIX}DATABASE_URL"])
    try:
        keys = parse_keys(os.environ[OPENING_KEYS_VARIABLE])
        with Session(engine) as session, session.begin():
            for said in carry_out(session, options.package, hours=options.hours, keys=keys):
                print(f"{options.package}: {said}")
    except LetterNotOpenedError as error:
        parser.exit(1, f"{OPENING_KEYS_VARIABLE}: {error}\n")


if __name__ == "__main__":
    main()
