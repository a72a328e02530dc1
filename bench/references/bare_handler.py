"""The reference of `bench.pipeline`: a nameko handler that inserts one row for each event.

`python -m bench.references.bare_handler SOURCE EVENT`
"""

import eventlet

eventlet.monkey_patch()

import os
import sys
from typing import Any

from nameko.containers import ServiceContainer
from nameko.events import event_handler
from sqlalchemy import create_engine, text

SOURCE, EVENT = sys.argv[1:3]
ENGINE = create_engine(os.environ["BARE_DATABASE_URL"], pool_size=16)


class BareService:
    name = "bare_handler"

    @event_handler(SOURCE, EVENT)
    def on_happened(self, payload: dict[str, Any]) -> None:
        with ENGINE.begin() as connection:
            connection.execute(text("insert into rows (body) values (:b)"), {"b": str(payload)})


def main() -> None:
    container = ServiceContainer(
        BareService, {"AMQP_URI": os.environ["BARE_AMQP_URL"], "max_workers": 16}
    )
    container.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    container.wait()


if __name__ == "__main__":
    main()
