"""`python -m deploy.local.rules`: each business rule, its owner, where it is enforced, its tests.

The rules come from docs/rules.md, the places from the code that names them, the tests from their
markers, `@pytest.mark.rule("R36")`; nothing is listed here.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

REPOSITORY: Final = Path(__file__).parents[2]
CODE: Final = ("contracts", "chassis", "services", "gateway", "customs", "workstation", "portal")
SUFFIXES: Final = frozenset({".py", ".ts", ".vue"})
ELSEWHERE: Final = "elsewhere: "
UNKNOWN: Final = "unknown: "
_ROW: Final = re.compile(r"^\| (R\d+) \| (.*) \| ([^|]*) \|$", re.MULTILINE)
_NUMBER: Final = re.compile(r"\bR\d{1,3}\b")
_RANGE: Final = re.compile(r"\bR(\d{1,3})-R?(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of docs/rules.md with what was found of it; paths are relative to the repository."""

    number: str
    text: str
    owner: str
    places: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def state(self) -> str:
        """full, elsewhere, unknown (data that no source gives), or what is missing."""
        for mark in (ELSEWHERE, UNKNOWN):
            if self.owner.startswith(mark):
                return mark.removesuffix(": ")
        found = {"code": self.places, "test": self.tests}
        missing = [name for name, places in found.items() if not places]
        return f"no {', no '.join(missing)}" if missing else "full"

    @property
    def is_gap(self) -> bool:
        return self.state.startswith("no ")


def rules(repository: Path = REPOSITORY) -> list[Rule]:
    """All rules in their order."""
    places = _places(repository)
    tests = _tests(repository / "tests")
    book = (repository / "docs" / "rules.md").read_text()
    return [
        Rule(number, text, owner, tuple(places.get(number, ())), tuple(tests.get(number, ())))
        for number, text, owner in _ROW.findall(book)
    ]


def named(text: str) -> set[str]:
    """The rules a text names, be it one by one or as a range such as R43-R58."""
    spans = [(int(first), int(last)) for first, last in _RANGE.findall(text)]
    within = {f"R{number}" for first, last in spans for number in range(first, last + 1)}
    return within | set(_NUMBER.findall(text))


def table(found: Iterable[Rule]) -> Table:
    shown = Table("rule", "owner", "enforced in", "tests", "state", show_lines=False)
    for rule in found:
        style = "red" if rule.is_gap else ""
        shown.add_row(
            rule.number,
            rule.owner,
            "\n".join(rule.places),
            "\n".join(rule.tests),
            rule.state,
            style=style,
        )
    return shown


def main() -> int:
    found = rules()
    Console(width=None if sys.stdout.isatty() else 200).print(table(found))
    gaps = [rule.number for rule in found if rule.is_gap]
    print(f"{len(found)} rules, {len(gaps)} with a gap" + (": " + " ".join(gaps) if gaps else ""))
    return 1 if gaps else 0


def _places(repository: Path) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for file in _files(repository):
        for number in named(file.read_text()):
            places.setdefault(number, []).append(str(file.relative_to(repository)))
    return places


def _files(repository: Path) -> Iterator[Path]:
    for folder in CODE:
        for file in sorted((repository / folder).rglob("*")):
            if file.suffix in SUFFIXES and not {"migrations", "node_modules"} & set(file.parts):
                yield file


def _tests(folder: Path) -> dict[str, list[str]]:
    tests: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        for name, numbers in _marked(ast.parse(file.read_text())):
            for number in numbers:
                tests.setdefault(number, []).append(f"{file.relative_to(folder)}::{name}")
    return tests


def _marked(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each test function with the rules its markers name."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            numbers = [
                argument.value
                for decorator in function.decorator_list
                if isinstance(decorator, ast.Call)
                and ast.unparse(decorator.func) == "pytest.mark.rule"
                for argument in decorator.args
                if isinstance(argument, ast.Constant)
            ]
            if numbers:
                yield function.name, [str(number) for number in numbers]


if __name__ == "__main__":
    raise SystemExit(main())
