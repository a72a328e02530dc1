"""`python -m customs.after_restore say-again|originals`: for services that went back to a moment.

`say-again` puts what was said from a moment on at the end of the agenda; who heard it knows it by
its id. `originals` writes the `PrintReleased` heard from then on as JSON, as
`services.print_svc.remember` reads it. The moment is `--since`, or `--hours` before the last word.
Runs with the settings of customs.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from contracts.printing import PrintReleased
from contracts.settings import load
from customs.domain.timeline import Entry
from customs.settings import Settings
from customs.storage import agenda, timeline
from customs.storage.database import make_engine, transaction


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="customs.after_restore", description=__doc__)
    parser.add_argument("command", choices=["say-again", "originals"])
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--since", type=datetime.fromisoformat)
    begin.add_argument("--hours", type=float)
    asked = parser.parse_args(arguments)
    with transaction(make_engine(load(Settings).database_url)) as connection:
        last = agenda.last_said(connection) or datetime.now(UTC)
        since = asked.since or last - timedelta(hours=asked.hours)
        if asked.command == "say-again":
            sys.stdout.write(f"customs: {agenda.say_again(connection, since)} events again\n")
        else:
            heard = timeline.heard_since(connection, PrintReleased.__name__, since)
            json.dump([_told(entry) for entry in heard], sys.stdout)


def _told(entry: Entry) -> dict[str, object]:
    return {
        **entry.details,
        "enterprise_code": entry.enterprise_code,
        "certificate_no": entry.certificate_no,
    }


if __name__ == "__main__":
    main()
