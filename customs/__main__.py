"""`python -m customs` runs the customs side until SIGTERM or Ctrl-C."""

import sys

from contracts.settings import load
from customs.process import run
from customs.settings import Settings

if __name__ == "__main__":
    sys.exit(run(load(Settings)))
