"""What `python -m deploy.capacity.measuring` measured, as it lies in `measured.json`."""

import json
from importlib.resources import files
from typing import Any, Final

_ALL: Final[dict[str, Any]] = json.loads(
    files("deploy.capacity").joinpath("measured.json").read_bytes()
)
ROW_BYTES: Final[dict[str, int]] = {name: row["bytes"] for name, row in _ALL["rows"].items()}
"""One row with its indexes, by `service.table`."""
INDEX_BYTES: Final[dict[str, int]] = {name: row["of_indexes"] for name, row in _ALL["rows"].items()}
"""Of it what is in indexes."""
OBJECT_BYTES: Final[dict[str, int]] = _ALL["objects"]
"""One object as it lies in the store, encrypted."""
LEDGER_SECONDS: Final[float] = _ALL["seconds"]["ledger"]
"""One print's rows from the first to the commit, one after another."""
PRESENCE_SECONDS: Final[float] = _ALL["seconds"]["presence"]
"""One workstation's row, of 5,000 in one statement."""
