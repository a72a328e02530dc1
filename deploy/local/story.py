"""How `make demo` tells what it does."""

import time
from collections.abc import Callable
from typing import TypeVar

from rich.console import Console

ResultT = TypeVar("ResultT")


class Story:
    """Numbered lines on the terminal, with the time each step took."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._step = 0
        self._started = time.monotonic()

    def step(self, title: str, action: Callable[[], ResultT]) -> ResultT:
        self._step += 1
        before = time.monotonic()
        with self._console.status(title):
            result = action()
        seconds = time.monotonic() - before
        self._console.print(f"[green]✓[/] {self._step:2}. {title} [dim]{seconds:.1f} s[/]")
        return result

    def say(self, text: str) -> None:
        self._console.print(f"      {text}")

    def end(self, text: str) -> None:
        seconds = time.monotonic() - self._started
        self._console.print(f"\n[bold green]{text}[/] in {seconds:.0f} s")
