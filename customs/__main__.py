"""`python -m customs` runs the customs side until SIGTERM or Ctrl-C."""

import sys

from customs.process import run
from customs.settings import load

if __name__ == "__main__":
    sys.exit(run(load()))
