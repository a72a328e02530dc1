"""RabbitMQ: what it is told to be, without accounts, and none of what waits in it.

Definitions are made of the code and its migrations, and passwords belong to the secrets; the copy
shows what was changed by hand.
"""

import json
import tempfile
from pathlib import Path
from typing import Any, Final

from deploy.local.rabbitmq_control import BrokerControl

FILE: Final = "definitions.json"
KINDS: Final = ("vhosts", "exchanges", "queues", "bindings", "policies", "parameters")
"""Of definitions, what is no secret."""
_OWN: Final = ("rpc.reply-", "gateway-live-")
"""Queues of one running process, gone with it."""


def export(control: BrokerControl, folder: Path) -> None:
    """Raises ServerFailedError."""
    folder.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / FILE
        control.export_definitions(whole)
        kept = without_secrets(json.loads(whole.read_text()))
    (folder / FILE).write_text(json.dumps(kept, indent=1, sort_keys=True))


def without_secrets(definitions: dict[str, Any]) -> dict[str, Any]:
    """What lasts and may be read, in an order that lets two copies be compared."""
    return {
        kind: sorted(
            (one for one in definitions.get(kind, []) if not _is_passing(one)),
            key=lambda one: json.dumps(one, sort_keys=True),
        )
        for kind in KINDS
    }


def _is_passing(one: dict[str, Any]) -> bool:
    return str(one.get("destination") or one.get("name") or "").startswith(_OWN)


def missing(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What the copy has and the broker has not, a line each."""
    return [
        f"{kind}: {json.dumps(one, sort_keys=True)}"
        for kind in KINDS
        for one in before.get(kind, [])
        if one not in now.get(kind, [])
    ]
