"""Print docs/dependencies.md: what runs in production beside our own code, from the lock files."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

PAGE: Final = Path("docs/dependencies.md")
LOCK: Final = Path("uv.lock")
PORTAL_LOCK: Final = Path("portal/package-lock.json")

_INTRODUCTION: Final = """# Dependencies

What runs in production beside our own code, as pinned with hashes in `uv.lock`: the newest first,
each with the day on which this version was published. `make docs` writes this page. Direct ones are
those of `pyproject.toml`; the others come with them.

No database of known flaws can be had without a network, so `make test` does not ask one. With one:

```
uv export --frozen --no-dev --no-emit-project --format requirements-txt > requirements.txt
uvx pip-audit --require-hashes -r requirements.txt
```

| Package | Version | Published | |
| --- | --- | --- | --- |
"""

_PORTAL: Final = """
## In the browser

What the portal takes from npm, pinned with hashes in `portal/package-lock.json` together with what
comes with them and with the tools that build and check it. All of it is built into our own files: a
browser loads nothing from elsewhere.

| Package | Version | Licence |
| --- | --- | --- |
"""

Package = Mapping[str, Any]


def page(lock: str, portal_lock: str) -> str:
    """The whole page, of the texts of uv.lock and the portal's package-lock.json."""
    return _services(lock) + _portal(portal_lock)


def _portal(lock: str) -> str:
    packages = json.loads(lock)["packages"]
    used = ((name, packages[f"node_modules/{name}"]) for name in packages[""]["dependencies"])
    rows = (f"| {name} | {one['version']} | {one['license']} |\n" for name, one in used)
    return _PORTAL + "".join(rows)


def _services(lock: str) -> str:
    packages = {each["name"]: each for each in tomllib.loads(lock)["package"]}
    direct = {each["name"] for each in _needs(packages["originprint"], ())}
    used = [packages[name] for name in _reached(packages, "originprint") - {"originprint"}]
    newest_first = sorted(sorted(used, key=_name), key=_published, reverse=True)
    return _INTRODUCTION + "".join(_row(each, direct) for each in newest_first)


def _reached(packages: Mapping[str, Package], root: str) -> set[str]:
    """Whatever it needs, with the extras that are asked for, on any platform."""
    seen: set[str] = set()
    waiting = [(root, ())]
    while waiting:
        name, extras = waiting.pop()
        seen.add(name)
        waiting += [
            (need["name"], tuple(need.get("extra", ())))
            for need in _needs(packages[name], extras)
            if need["name"] not in seen or need.get("extra")
        ]
    return seen


def _needs(package: Package, extras: tuple[str, ...]) -> Iterator[Package]:
    """Those of the workstation too, which only our own package has apart."""
    yield from package.get("dependencies", ())
    yield from package.get("dev-dependencies", {}).get("workstation", ())
    for extra in extras:
        yield from package.get("optional-dependencies", {}).get(extra, ())


def _row(package: Package, direct: set[str]) -> str:
    kind = "direct" if package["name"] in direct else ""
    return f"| {package['name']} | {package['version']} | {_published(package)} | {kind} |\n"


def _name(package: Package) -> str:
    return str(package["name"])


def _published(package: Package) -> str:
    """The day of the first file of this version; nothing where the lock file does not say."""
    files = [*package.get("wheels", ()), package.get("sdist", {})]
    return min((file["upload-time"][:10] for file in files if "upload-time" in file), default="")


if __name__ == "__main__":
    print(page(LOCK.read_text(), PORTAL_LOCK.read_text()), end="")
