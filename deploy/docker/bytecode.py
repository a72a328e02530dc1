"""Compiles every module, so that a process starts quickly from a root that it cannot write to.

`python bytecode.py FOLDER...`, at the image's build. The bytes depend on the sources alone: a
file's time is the commit's in the image and another one while it is built, so none is compared.
"""

import compileall
import sys
from py_compile import PycInvalidationMode


def compile_all(folders: list[str]) -> bool:
    """Whether all could be compiled."""
    mode = PycInvalidationMode.UNCHECKED_HASH
    done = [compileall.compile_dir(one, quiet=1, invalidation_mode=mode) for one in folders]
    return all(done)


if __name__ == "__main__":
    sys.exit(not compile_all(sys.argv[1:]))
