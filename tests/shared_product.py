"""One product for all workers of a run, which the controller keeps: a worker leaves before others.

The first worker that asks for it has it started. Who stops parts of a product has one of its own.
"""

import threading
import time
from pathlib import Path
from typing import Final

from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.stack import CROWDED, RunningProduct
from tests.own_product import own_product

_START_SECONDS: Final = 400.0
"""After which it is a hang: the machine is busy with what all workers do."""
_POLL_SECONDS: Final = 0.3


class ProductKeeper:
    """A thread of the controller's: what it starts ends with it."""

    def __init__(self, run_folder: Path) -> None:
        self._messages = _Messages(run_folder)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._messages.wanted.exists():
            if self._ended.wait(_POLL_SECONDS):
                return
        try:
            root = Path(self._messages.wanted.read_text())
            root.mkdir()
            with own_product(root, CROWDED):
                self._messages.started.touch()
                self._ended.wait()
        except (MissingProgramError, ServerFailedError) as error:
            self._messages.failed.write_text(str(error))


def shared_product(run_folder: Path, root: Path) -> RunningProduct:
    """Called by workers, each with the same folders; waits until it is up.

    Raises ServerFailedError with what the controller was told.
    """
    messages = _Messages(run_folder)
    messages.want(root)
    deadline = time.monotonic() + _START_SECONDS
    while not messages.started.exists():
        if messages.failed.exists():
            raise ServerFailedError(messages.failed.read_text())
        if time.monotonic() > deadline:
            raise ServerFailedError(f"no product in {root} after {_START_SECONDS:.0f} s")
        time.sleep(_POLL_SECONDS)
    return RunningProduct(root)


class _Messages:
    """Between workers and controller: files of the run's folder."""

    def __init__(self, run_folder: Path) -> None:
        self.wanted = run_folder / "product-wanted"
        self.started = run_folder / "product-started"
        self.failed = run_folder / "product-failed"

    def want(self, root: Path) -> None:
        """Whole at once, whoever is first."""
        mine = self.wanted.with_suffix(f".{threading.get_native_id()}")
        mine.write_text(str(root))
        mine.replace(self.wanted)
