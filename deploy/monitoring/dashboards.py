"""Grafana's JSON (dashboard schema 39) of what `panels.yml` says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

_FILE: Final = Path(__file__).with_name("panels.yml")

WIDTH: Final = 24
"""Columns of Grafana's grid."""
_NUMBER_HEIGHT, _LINES_HEIGHT = 4, 8
_MOST_IN_A_LINE: Final = 6
_SOURCE: Final = {"type": "prometheus", "uid": "${datasource}"}
_CHOICE: Final = "label_values(originprint_entrypoint_results_total, process)"


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Panel(_Read):
    """`by`: the label that names its lines. `red`: one number, alarming from this value on."""

    title: str
    expression: str
    by: str = ""
    unit: str = "short"
    red: float | None = None
    words: str = ""


class Row(_Read):
    title: str
    panels: tuple[Panel, ...]


class Board(_Read):
    """`chosen`: the viewer chooses processes."""

    uid: str
    title: str
    rows: tuple[Row, ...]
    chosen: bool = False


def read_boards() -> tuple[Board, ...]:
    """All that there are. Raises pydantic.ValidationError."""
    return TypeAdapter(tuple[Board, ...]).validate_python(yaml.safe_load(_FILE.read_text()))


def dashboard(board: Board) -> dict[str, Any]:
    """One dashboard, for Grafana's provisioning or its import."""
    panels = list(_panels(board))
    for number, panel in enumerate(panels, 1):
        panel["id"] = number
    return {
        "uid": board.uid,
        "title": board.title,
        "tags": ["originprint"],
        "schemaVersion": 39,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "timezone": "browser",
        "time": {"from": "now-3h", "to": "now"},
        "annotations": {"list": []},
        "links": [_other_boards()],
        "templating": {"list": [_data_source(), *([_processes()] if board.chosen else [])]},
        "panels": panels,
    }


def expression_of(panel: Panel) -> str:
    """With Grafana's variables in place of ours."""
    return panel.expression.replace("RATE", "$__rate_interval").replace("PROCESS", "$process")


def _panels(board: Board) -> Iterator[dict[str, Any]]:
    top = 0
    for row in board.rows:
        yield {"type": "row", "title": row.title, "gridPos": _place(0, top, WIDTH, 1), "panels": []}
        top += 1
        for first in range(0, len(row.panels), _MOST_IN_A_LINE):
            line = row.panels[first : first + _MOST_IN_A_LINE]
            height = max(_LINES_HEIGHT if one.red is None else _NUMBER_HEIGHT for one in line)
            width = WIDTH // len(line)
            for number, panel in enumerate(line):
                yield _panel(panel) | {"gridPos": _place(number * width, top, width, height)}
            top += height


def _place(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "type": "timeseries" if panel.red is None else "stat",
        "title": panel.title,
        "description": panel.words,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": _field(panel), "overrides": []},
        "targets": [
            {
                "refId": "A",
                "datasource": _SOURCE,
                "expr": expression_of(panel),
                "legendFormat": f"{{{{{panel.by}}}}}" if panel.by else "",
            }
        ],
        "options": _options(panel),
    }


def _field(panel: Panel) -> dict[str, Any]:
    field: dict[str, Any] = {"unit": panel.unit, "min": 0}
    if panel.red is not None:
        steps = [{"color": "green", "value": None}, {"color": "red", "value": panel.red}]
        field["thresholds"] = {"mode": "absolute", "steps": steps}
    return field


def _options(panel: Panel) -> dict[str, Any]:
    if panel.red is None:
        return {
            "legend": {"displayMode": "list", "placement": "bottom"},
            "tooltip": {"mode": "multi"},
        }
    return {
        "reduceOptions": {"calcs": ["lastNotNull"]},
        "colorMode": "background",
        "graphMode": "area",
    }


def _data_source() -> dict[str, Any]:
    return {
        "name": "datasource",
        "type": "datasource",
        "query": "prometheus",
        "label": "Data source",
        "current": {},
        "options": [],
    }


def _processes() -> dict[str, Any]:
    return {
        "name": "process",
        "type": "query",
        "label": "Process",
        "datasource": _SOURCE,
        "query": {"query": _CHOICE, "refId": "process"},
        "definition": _CHOICE,
        "includeAll": True,
        "allValue": ".*",
        "multi": True,
        "refresh": 2,
        "sort": 1,
        "current": {"text": ["All"], "value": ["$__all"]},
        "options": [],
    }


def _other_boards() -> dict[str, Any]:
    return {
        "type": "dashboards",
        "title": "OriginPrint",
        "tags": ["originprint"],
        "asDropdown": True,
        "includeVars": False,
        "keepTime": True,
    }
