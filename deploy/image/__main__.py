"""`make image`: builds the image of deploy/docker and says how large it is."""

import subprocess
import sys
import tomllib

from deploy.image.builder import NAME, ROOT, BuildFailedError, build, choose, committed


def main() -> int:
    """0 when there is an image; 1 with the builder's last words when not."""
    tag = f"{NAME}:{_version()}"
    try:
        builder = choose(print)
        image = build(builder, tag, committed())
    except (BuildFailedError, RuntimeError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{tag} is {image}")
    return 0


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


if __name__ == "__main__":
    sys.exit(main())
