"""One build of the Dockerfile: by Docker where its daemon answers, else by Buildah without one."""

import contextlib
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.image import bases, machine

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy/docker/Dockerfile"
NAME = "localhost/originprint"
_REGISTRY_SECONDS = 20
_PIP = ROOT / ".bootstrap/bin/pip"

Say = Callable[[str], None]


class BuildFailedError(Exception):
    """The builder said no; the message ends with its last words."""


@dataclass(frozen=True)
class Builder:
    """A program that builds, and what it is told beside the Dockerfile's own arguments."""

    name: str
    command: tuple[str, ...]
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Build arguments that name other images to start from."""


@dataclass(frozen=True)
class Origin:
    """What an image says of the tree that it was built of."""

    seconds: int
    """Since 1970: the time of whatever is in it."""
    revision: str


def committed() -> Origin:
    """The last commit; 1980 outside a repository."""
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct %H"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
    return Origin(int(found[0]), found[1]) if found else Origin(315532800, "unknown")


def choose(say: Say) -> Builder:
    """Docker where its daemon answers, Buildah and what is at hand otherwise.

    Raises BuildFailedError when programs are missing.
    """
    if _succeeds("docker", "info"):
        say("building with Docker")
        return Builder("docker", ("docker", "build"))
    return choose_buildah(say)


def choose_buildah(say: Say, site: Path | None = None) -> Builder:
    """Buildah, whose images Podman runs. Raises BuildFailedError when programs are missing.

    `site` is the portal as `make portal` built it of this tree; the Dockerfile builds it otherwise.
    """
    if missing := bases.missing_programs():
        raise BuildFailedError(f"{', '.join(missing)} missing: `make install` brings them to root")
    isolation = "chroot" if os.geteuid() == 0 else "rootless"
    command = ["buildah", "build", f"--isolation={isolation}", "--layers", "--network=host"]
    command += [f"--build-context=site={site}"] if site else []
    say(f"building with Buildah ({isolation}): no Docker daemon answers")
    named = next(line for line in DOCKERFILE.read_text().splitlines() if "PYTHON_IMAGE=" in line)
    official = f"docker.io/library/{named.partition('=')[2]}"
    if _succeeds("buildah", "pull", "--quiet", official):
        return Builder("buildah", tuple(command))
    say(f"{official} cannot be had here: Debian's own Python and the environment's Node instead")
    return Builder("buildah", (*command, "--pull=never"), bases.make_bases(say, node=site is None))


def build(
    builder: Builder, tag: str, origin: Origin, *, fresh: bool = False, say: Say = print
) -> str:
    """The image's id. `fresh` takes no layer from an earlier build.

    Raises BuildFailedError.
    """
    with TemporaryDirectory(prefix="originprint-build-") as folder:
        secrets = machine.secrets(
            Path(folder), _program(_PIP, "pip3"), _program(ROOT / ".venv/bin/npm", "npm")
        )
        command = [
            *builder.command,
            *(["--no-cache"] if fresh else []),
            *_options("--secret", {f"id={name},src={file}" for name, file in secrets.items()}),
            *_options("--build-arg", _arguments(builder, origin)),
            *(["--timestamp", str(origin.seconds)] if builder.name == "buildah" else []),
            *("--tag", tag, "--file", str(DOCKERFILE), str(ROOT)),
        ]
        _run(command, say)
    return image_id(builder.name, tag)


def image_id(program: str, tag: str) -> str:
    """The digest of its configuration, which names every byte of it."""
    template = {"docker": "{{.Id}}", "buildah": "{{.FromImageID}}"}[program]
    asked = [program, "inspect", "--type", "image", "--format", template, tag]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def is_there(tag: str) -> bool:
    """Whether Buildah's store has it."""
    return _succeeds("buildah", "inspect", "--type", "image", tag)


def forget_others(prefix: str, kept: str) -> None:
    """Removes images of other trees, which nobody asks for again."""
    asked = ["podman", "images", "--format", "{{.Repository}}:{{.Tag}}"]
    tags = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    for old in {tag for tag in tags if tag.startswith(prefix)} - {kept}:
        subprocess.run(["podman", "rmi", old], capture_output=True, check=False)


def inputs() -> str:
    """A digest of whatever the builder is given: the same inputs need no other build."""
    digest = hashlib.sha256(repr(sorted(base.tag for base in bases.ARGUMENTS.values())).encode())
    for file in sorted(_given()):
        digest.update(f"{file.relative_to(ROOT)} {file.stat().st_mode & 0o111}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _given() -> set[Path]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    wanted = [ROOT / line[1:] for line in lines if line.startswith("!")]
    files = {DOCKERFILE, ROOT / ".dockerignore"}
    for one in wanted:
        files |= {file for file in one.rglob("*") if file.is_file()} if one.is_dir() else {one}
    left_out = {"__pycache__", "node_modules", "dist"}
    return {one for one in files if not left_out & set(one.relative_to(ROOT).parts)}


def _arguments(builder: Builder, origin: Origin) -> set[str]:
    made = datetime.fromtimestamp(origin.seconds, UTC)
    about = {
        "SOURCE_DATE_EPOCH": str(origin.seconds),
        "CREATED": f"{made:%Y-%m-%dT%H:%M:%SZ}",
        "REVISION": origin.revision,
    }
    given = {**about, **builder.arguments, **machine.proxies()}
    return {f"{name}={value}" for name, value in given.items()}


def _options(name: str, values: set[str]) -> list[str]:
    return [part for value in sorted(values) for part in (name, value)]


def _program(own: Path, name: str) -> Path:
    """The installation's own, else the machine's."""
    found = own if own.exists() else shutil.which(name)
    if found is None:
        raise BuildFailedError(f"{name} is missing: `make install` brings it")
    return Path(found)


def _run(command: Sequence[str], say: Say) -> None:
    last: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            last = [*last[-40:], line.rstrip()]
            if line.startswith(("STEP", "[")):
                say(line.rstrip())
    if process.returncode:
        raise BuildFailedError("\n".join(last))


def _succeeds(*command: str) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(command, capture_output=True, timeout=_REGISTRY_SECONDS, check=False)
        return done.returncode == 0
    return False
