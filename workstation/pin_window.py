"""The statement and the PIN, in a window of their own in front of all others."""

import queue
import threading
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from tkinter import ttk

from contracts.sentences import Sentence
from workstation.signing import Shown
from workstation.window_words import LABELS
from workstation.words import Language, text

_RED = "#b00020"


@dataclass(slots=True)
class WindowAsker:
    """Asked by another thread than the window's; what is asked waits until the window looks."""

    language: Callable[[], Language]
    _asked: "queue.SimpleQueue[Callable[[tk.Misc], object]]" = field(
        default_factory=queue.SimpleQueue
    )

    def ask_pin(self, shown: Shown) -> str | None:
        answer: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._asked.put(lambda root: PinWindow(root, shown, self.language(), answer.put))
        return answer.get()

    def tell(self, sentence: Sentence) -> None:
        self._asked.put(lambda root: Notice(root, text(sentence, self.language()), self.language()))

    def look(self, root: tk.Misc) -> None:
        """In the window's thread."""
        while not self._asked.empty():
            self._asked.get()(root)


class PinWindow(tk.Toplevel):
    """Answers once: the PIN, or None when it is refused or closed."""

    def __init__(
        self,
        root: tk.Misc,
        shown: Shown,
        language: Language,
        answer: Callable[[str | None], None],
    ) -> None:
        super().__init__(root, background=_background())
        self._answer: Callable[[str | None], None] | None = answer
        self._words = {name: said[language] for name, said in LABELS.items()}
        self.title(self._words["sign_title"])
        self.attributes("-topmost", True)
        self.protocol("WM_DELETE_WINDOW", self.refuse)
        self._show(shown, language)
        self.pin = ttk.Entry(self, show="●", width=24)
        self.pin.pack(padx=16, pady=6, anchor="w")
        self.pin.bind("<Return>", lambda _: self.sign())
        buttons = ttk.Frame(self)
        buttons.pack(padx=16, pady=(6, 16), anchor="e")
        ttk.Button(buttons, text=self._words["refuse"], command=self.refuse).pack(side="left")
        ttk.Button(buttons, text=self._words["sign"], command=self.sign).pack(side="left", padx=8)
        self.pin.focus_set()

    def sign(self) -> None:
        """Nothing entered is no PIN yet."""
        if pin := self.pin.get():
            self._end(pin)

    def refuse(self) -> None:
        self._end(None)

    def _end(self, pin: str | None) -> None:
        """The field is emptied, so that the PIN stays nowhere longer than it is needed."""
        answer, self._answer = self._answer, None
        self.pin.delete(0, "end")
        self.destroy()
        if answer is not None:
            answer(pin)

    def _show(self, shown: Shown, language: Language) -> None:
        lines = shown.statement.rstrip("\n").split("\n")
        statement = tk.Text(self, width=76, height=min(24, len(lines) + 4), wrap="char")
        statement.insert("1.0", "\n".join(lines))
        statement.configure(state="disabled", padx=10, pady=10)
        statement.pack(padx=16, pady=(16, 8), fill="both", expand=True)
        who = [self._words["card"] + shown.holder.shown()]
        who += [self._words["asked_by"] + shown.asked_by] if shown.asked_by else []
        for line in who:
            ttk.Label(self, text=line, wraplength=640).pack(padx=16, anchor="w")
        if shown.trouble is not None:
            said = text(shown.trouble, language)
            ttk.Label(self, text=said, foreground=_RED, wraplength=640).pack(padx=16, anchor="w")
        ttk.Label(self, text=self._words["read"]).pack(padx=16, pady=(10, 0), anchor="w")


class Notice(tk.Toplevel):
    """One sentence, until it is closed."""

    def __init__(self, root: tk.Misc, said: str, language: Language) -> None:
        super().__init__(root, background=_background())
        self.title(LABELS["sign_title"][language])
        self.attributes("-topmost", True)
        ttk.Label(self, text=said, wraplength=420).pack(padx=24, pady=(20, 10))
        ttk.Button(self, text=LABELS["close"][language], command=self.destroy).pack(pady=(0, 16))


class CodeWindow(tk.Toplevel):
    """Asks for the code that the person's browser shows."""

    def __init__(self, root: tk.Misc, language: Language, entered: Callable[[str], None]) -> None:
        super().__init__(root, background=_background())
        self._entered = entered
        self.title(LABELS["log_in"][language])
        ttk.Label(self, text=LABELS["code"][language], wraplength=420).pack(padx=20, pady=(20, 8))
        self.code = ttk.Entry(self, width=14, font=("TkFixedFont", 18))
        self.code.pack(padx=20)
        self.code.bind("<Return>", lambda _: self.go_on())
        ttk.Button(self, text=LABELS["go_on"][language], command=self.go_on).pack(pady=16)
        self.code.focus_set()

    def go_on(self) -> None:
        if code := self.code.get().strip():
            self.destroy()
            self._entered(code)


def _background() -> str:
    """As the labels on it have it."""
    return str(ttk.Style().lookup("TFrame", "background"))


def in_a_thread(work: Callable[[], object]) -> None:
    """The window goes on meanwhile; the program may end meanwhile too."""
    threading.Thread(target=work, daemon=True).start()
