"""`window`: for whoever sits here; `run` goes on in another process."""

import argparse
import sys
from typing import Final

from workstation.commands import add_state
from workstation.examinations import SAID
from workstation.words import both, language_of

_NO_WINDOW: Final = 2


def add_window(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=["zh", "en"], help="as the locale says without it")
    add_state(command)
    command.set_defaults(run=_window)


def _window(asked: argparse.Namespace) -> int:
    try:
        import tkinter as tk  # noqa: PLC0415 - Debian's Python comes without it

        from workstation.window import Window  # noqa: PLC0415 - likewise
    except ImportError:
        sys.stderr.write(both(SAID["no_window"]) + "\n")
        return _NO_WINDOW
    try:
        window = Window(asked.state, language_of(asked.lang))
    except tk.TclError:
        sys.stderr.write(both(SAID["no_desktop"]) + "\n")
        return _NO_WINDOW
    window.run()
    return 0
