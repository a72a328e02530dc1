"""A desktop without a screen: Xvfb, one for all tests of a process."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def desktop() -> Iterator[str]:
    """The display's name, `:N`; free numbers are Xvfb's to find."""
    reading, writing = os.pipe()
    running = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x640x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        running.terminate()
        running.wait()
