"""The examples of docs/api: run as they stand, and what they print compared with what is shown."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[2] / "docs" / "api"
BLOCKS = re.compile(r"^```(sh|json)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAME = {"code", "state", "status", "medium", "enabled", "event_type"}
"""Fields whose values are part of what an example shows."""


def examples(page: str) -> list[tuple[str, str]]:
    """Each `sh` block with the `json` block below it, which is empty where there is none."""
    found = BLOCKS.findall((PAGES / page).read_text())
    return [
        (
            text,
            found[place + 1][1]
            if found[place + 1 : place + 2] and found[place + 1][0] == "json"
            else "",
        )
        for place, (kind, text) in enumerate(found)
        if kind == "sh"
    ]


def run(page: str, folder: Path, variables: Mapping[str, str]) -> list[str]:
    """What each block prints; all run in one bash, which stops at the first that fails."""
    blocks = [f"{{\n{text}}} > printed.{n}\n" for n, (text, _) in enumerate(examples(page))]
    done = subprocess.run(
        ["bash", "-c", "set -euo pipefail\n" + "".join(blocks)],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    printed = [
        file.read_text() if (file := folder / f"printed.{n}").exists() else ""
        for n in range(len(blocks))
    ]
    assert done.returncode == 0, f"{page} ended with {done.returncode}: {done.stderr} {printed}"
    return printed


def documents(text: str) -> list[Any]:
    """JSON values one after the other."""
    decoder, values, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        values.append(value)
        rest = rest[end:].strip()
    return values


def shape(value: Any, name: str = "") -> Any:
    """The value without what differs from one run to the next."""
    if isinstance(value, dict):
        return {key: shape(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return value if name in SAME or value is None else type(value).__name__
