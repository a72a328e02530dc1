"""How this machine reaches registries, for the length of a build: none of it stays in the image."""

import configparser
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
_UV = (Path.home() / ".config/uv/uv.toml", Path("/etc/uv/uv.toml"))
_UV_INDEXES = {"UV_DEFAULT_INDEX": "index-url", "UV_INDEX_URL": "index-url"}


def secrets(folder: Path, pip: Path, npm: Path) -> dict[str, Path]:
    """Files by their names in the Dockerfile, those that are made put into `folder`.

    `pip` and `npm` are the programs whose settings count.
    """
    made = {"pip": _pip(pip), "uv": _uv(os.environ), "npm": _npm(npm)}
    for name, content in made.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o600)
    files = {name: folder / name for name in made}
    return files | ({"authorities": AUTHORITIES} if AUTHORITIES.is_file() else {})


def proxies() -> dict[str, str]:
    """Those of the environment, which builders take as arguments without being told to."""
    return {name: os.environ[name] for name in PROXIES if name in os.environ}


def pip_settings(listed: str) -> str:
    """A pip.conf of what `pip config list` says, without places on this machine's disk."""
    settings = configparser.RawConfigParser()
    settings["global"] = dict(_reachable(listed))
    lines = (f"{name} = {value}\n" for name, value in settings["global"].items())
    return "[global]\n" + "".join(lines)


def _reachable(listed: str) -> Iterator[tuple[str, str]]:
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        key, words = name.rpartition(".")[2], value.strip("'\"").replace("\\n", " ").split()
        remote = [word for word in words if not word.startswith(("/", "file:", "~"))]
        if remote:
            yield key, " ".join(remote)


def _pip(program: Path) -> str:
    listed = subprocess.run([program, "config", "list"], capture_output=True, text=True, check=True)
    return pip_settings(listed.stdout)


def _uv(environment: Mapping[str, str]) -> str:
    """The user's or the machine's uv.toml; an index that the environment names comes first."""
    written = next((file.read_text() for file in _UV if file.is_file()), "")
    for name, setting in _UV_INDEXES.items():
        if name in environment and setting not in written:
            return f'{setting} = "{environment[name]}"\n{written}'
    return written


def _npm(program: Path) -> str:
    """The registry alone, and the user's file, which may hold what opens it."""
    own = Path.home() / ".npmrc"
    asked = subprocess.run(
        [program, "config", "get", "registry"], capture_output=True, text=True, check=True
    )
    written = own.read_text() if own.is_file() else ""
    lines = [line for line in written.splitlines() if not line.startswith(("registry", "cafile"))]
    return "\n".join([f"registry={asked.stdout.strip()}", *lines]) + "\n"
