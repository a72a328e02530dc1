"""`python -m customs` runs the customs side until SIGTERM or Ctrl-C."""

import gc

gc.disable()  # to look for garbage in what is imported, and stays, takes a sixth of a start

import sys

from contracts.settings import load
from customs.process import run
from customs.settings import Settings

if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    sys.exit(run(load(Settings)))
