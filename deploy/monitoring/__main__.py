"""`python -m deploy.monitoring`: write `objectives.yml` and the dashboards of deploy/k8s anew."""

import json
from pathlib import Path

import yaml

from deploy.monitoring import objectives
from deploy.monitoring.dashboards import dashboard, read_boards

FOLDER = Path(__file__).parent
DASHBOARDS = FOLDER.parent / "k8s/components/dashboards"
HEAD = "# Written by `python -m deploy.monitoring` from objectives.py.\n"


class _Rules(yaml.SafeDumper):
    """Expressions of several lines stand as they are read."""


def _text(dumper: _Rules, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Rules.add_representer(str, _text)


def files() -> dict[Path, str]:
    """Each file that is generated, with its content."""
    rules = yaml.dump(objectives.rules(), Dumper=_Rules, sort_keys=False, width=100)
    boards = {
        DASHBOARDS / f"{board.uid}.json": json.dumps(dashboard(board), indent=1) + "\n"
        for board in read_boards()
    }
    return {FOLDER / "objectives.yml": HEAD + rules} | boards


def main() -> None:
    for path, content in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


if __name__ == "__main__":
    main()
