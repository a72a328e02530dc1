"""`python -m deploy.monitoring`: write what is generated here, `objectives.yml` and `dashboards/`."""

from pathlib import Path

import yaml

from deploy.monitoring import objectives

FOLDER = Path(__file__).parent
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
    return {FOLDER / "objectives.yml": HEAD + rules}


def main() -> None:
    for path, content in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


if __name__ == "__main__":
    main()
