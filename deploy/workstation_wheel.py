"""The workstation as a wheel of its own: `python -m deploy.workstation_wheel DIRECTORY`.

It holds `workstation` and `contracts` and asks for what these two import, in the ranges of
pyproject.toml. The same sources give the same bytes, so that anybody can check the SHA-256 that
servers name for it. The format is PyPA's binary distribution format 1.0.
"""

import base64
import hashlib
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Final

from workstation import VERSION

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = ("workstation", "contracts")
FOR_SERVERS: Final = frozenset({"spans.py"})
"""Of `contracts`: what sends traces, and wants the libraries for it."""
NEEDS: Final = (
    "cryptography",
    "httpx",
    "numpy",
    "pikepdf",
    "pillow",
    "pydantic",
    "python-pkcs11",
    "reportlab",
    "websockets",
    "zeroconf",
)
NAME: Final = "originprint_workstation"
_INFO: Final = f"{NAME}-{VERSION}.dist-info"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_WHEEL: Final = (
    "Wheel-Version: 1.0\nGenerator: originprint\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
)
_SCRIPTS: Final = "[console_scripts]\noriginprint-workstation = workstation.__main__:command\n"


def write_wheel(directory: Path) -> Path:
    """The file written, named by its version."""
    files = {
        str(path.relative_to(ROOT)): path.read_bytes()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md"
        if path.name not in FOR_SERVERS
    }
    files |= {
        f"{_INFO}/METADATA": _metadata().encode(),
        f"{_INFO}/WHEEL": _WHEEL.encode(),
        f"{_INFO}/entry_points.txt": _SCRIPTS.encode(),
        f"{_INFO}/licenses/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    files[f"{_INFO}/RECORD"] = _record(files).encode()
    directory.mkdir(parents=True, exist_ok=True)
    wheel = directory / f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, content)
    return wheel


def requirements() -> list[str]:
    """As pyproject.toml has them; KeyError for one that it does not name."""
    everything = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shared, own = everything["project"]["dependencies"], everything["dependency-groups"]
    ranges = {_name(one): one for one in [*shared, *own["workstation"]]}
    return [ranges[name] for name in NEEDS]


def _metadata() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {NAME.replace('_', '-')}",
        f"Version: {VERSION}",
        "Summary: The workstation of OriginPrint (原产地证书自助打印)",
        f"License-Expression: {project['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {one}" for one in requirements()),
    ]
    return "\n".join(lines) + "\n"


def _record(files: dict[str, bytes]) -> str:
    rows = [f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items()]
    return "".join(rows) + f"{_INFO}/RECORD,,\n"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _name(requirement: str) -> str:
    return requirement.partition(">")[0].partition("=")[0].strip()


if __name__ == "__main__":
    written = write_wheel(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
    print(f"{hashlib.sha256(written.read_bytes()).hexdigest()}  {written}")
