"""What every module keeps to: its size, its walls, and a reason for each exception."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGES = (
    "contracts",
    "chassis",
    "services",
    "gateway",
    "customs",
    "workstation",
    "deploy",
    "bench",
)
EXPLAINED = (
    *sorted(folder.relative_to(REPOSITORY) for folder in REPOSITORY.glob("services/*/domain")),
    "contracts",
    "services/seal_svc/inspection",
    "services/print_svc/rendering",
)
"""Where units, shapes and rules are: what is public says more than its name."""
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
PROPERTY = {"property", "cached_property"}
GUARDS = re.compile(
    r"\b(already_handled|first_heard|never_heard|earlier_reply|idempotent_replies)\b"
)
EXCEPTION = re.compile(r"#\s*(noqa\b(?!: [A-Z0-9, ]+ - \S)|type: ignore\b(?!\[[a-z, -]+\] # \S))")


def modules(*packages: str) -> Iterator[Path]:
    """Their code, without migrations, which never change again."""
    for package in packages:
        for file in sorted((REPOSITORY / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Of the module and its public classes; not properties, which may say all by their name."""
    tree = ast.parse(module.read_text())
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    public = [tree, *(each for each in classes if not each.name.startswith("_"))]
    for node in (node for owner in public for node in owner.body):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and not PROPERTY & {
            *map(ast.unparse, node.decorator_list)
        }:
            yield node


def name_of(module: Path) -> str:
    return str(module.relative_to(REPOSITORY))


def test_no_module_is_longer_than_a_reader_bears():
    long = {
        name_of(m): n
        for m in modules(*PACKAGES)
        if (n := m.read_text().count("\n")) > LONGEST_MODULE
    }

    assert long == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{name_of(module)}:{each.name}": lines
        for module in modules(*PACKAGES)
        for each in functions(module)
        if (lines := each.end_lineno - each.lineno + 1) > LONGEST_FUNCTION
    }

    assert long == {}


def test_only_the_chassis_knows_of_inboxes_and_remembered_replies():
    outside = [p for p in PACKAGES if p not in {"chassis", "customs"}]
    guarding = [
        name_of(module) for module in modules(*outside) if GUARDS.search(module.read_text())
    ]

    assert guarding == []


@pytest.mark.parametrize("package", [*PACKAGES, "tests"])
def test_an_exception_from_the_rules_of_style_or_types_says_why(package):
    silent = [
        f"{name_of(module)}:{number}"
        for module in modules(package)
        for number, line in enumerate(module.read_text().splitlines(), 1)
        if EXCEPTION.search(line)
    ]

    assert silent == []


def test_public_functions_where_rules_and_measures_live_are_explained():
    silent = [
        f"{name_of(module)}:{each.lineno} {each.name}"
        for module in modules(*EXPLAINED)
        for each in public_functions(module)
        if ast.get_docstring(each) is None
    ]

    assert silent == []
