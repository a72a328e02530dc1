"""A small window: what prints, what waits, what went wrong and what to do; the card asks in front.

It reads the queue from the disk, so that it may be opened and closed while another process prints.
"""

import tkinter as tk
from collections.abc import Iterable
from pathlib import Path
from tkinter import font, ttk
from typing import Any, Final

from contracts.sentences import Sentence
from workstation.asked import Asked
from workstation.card_choice import CardChoice
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.card_desk import CardDesk
from workstation.cards import CardError
from workstation.enrolment import Enrolment, NotEnrolled
from workstation.journal import FILE as JOURNAL_FILE
from workstation.pin_window import CodeWindow, WindowAsker, in_a_thread
from workstation.queue import Question, Queue, QueuedPrint, answer, read_queue
from workstation.tickets import TicketError
from workstation.unanswered import FILE as UNANSWERED_FILE
from workstation.unanswered import read_unanswered, sentences_of
from workstation.window_words import COLUMNS, FAMILIES, LABELS, STATES, TITLE
from workstation.words import Language, text

LOOK_MILLISECONDS: Final = 1000
REMINDERS: Final = 3
"""Shown in full."""
_WIDTHS: Final = {"state": 150, "certificate": 180, "printer": 170, "said": 420}
_COLOURS: Final = {"went_wrong": "#b00020", "unknown": "#b00020", "printing": "#00539b"}


class Window:
    """`run` shows it until it is closed; `look` is what it does by itself each second."""

    def __init__(self, state: Path, language: Language) -> None:
        self._state = state
        self._language = language
        self._asker = WindowAsker(lambda: self._language)
        self.desk = CardDesk(card=lambda: CardChoice.load(state).card(), asker=self._asker)
        self._asked = Asked(state)
        self._seen: tuple[int, ...] | None = None
        self.root = tk.Tk(className="originprint-workstation")
        self.root.geometry("960x480")
        _choose_font(self.root)
        self._build()

    def run(self) -> None:
        self._later()
        self.root.mainloop()

    def look(self) -> None:
        """Cheap while nothing changes: the files' times are asked for and nothing is read."""
        self._asker.look(self.root)
        if self._asked.is_new():
            in_a_thread(self._answer_waiting)
        times = _times(self._state)
        if times != self._seen:
            self._seen = times
            self.show(read_queue(self._state))

    def show(self, queue: Queue) -> None:
        self.rows.delete(*self.rows.get_children())
        for one in (*queue.printing, *queue.waiting, *queue.went_wrong, *queue.over):
            self.rows.insert("", "end", values=self._row(one), tags=(one.state,))
        if not self.rows.get_children():
            self.rows.insert("", "end", values=("", LABELS["nothing"][self._language], "", ""))
        self._tell()
        self._remind()
        for old in self.questions.winfo_children():
            old.destroy()
        for question in queue.questions:
            self._question(question)

    def turn(self) -> None:
        """To the other language."""
        self._language = "en" if self._language == "zh" else "zh"
        for old in self.root.winfo_children():
            old.destroy()
        self._build()
        self.show(read_queue(self._state))

    def log_in(self, code: str) -> None:
        """Sign for the browser that shows this code; in a thread of its own."""
        try:
            with CardLoginClient(Enrolment.load(self._state).gateway) as gateway:
                self.desk.log_in(gateway, code)
        except CardError as error:
            self._asker.tell(error.sentence)
        except (TicketError, NotEnrolled) as error:
            self._asker.tell(_plain(error))

    def _answer_waiting(self) -> None:
        try:
            with CardRequestClient(Enrolment.load(self._state)) as gateway:
                self.desk.answer_waiting(gateway)
        except (TicketError, NotEnrolled) as error:
            self._asker.tell(_plain(error))

    def _later(self) -> None:
        self.look()
        self.root.after(LOOK_MILLISECONDS, self._later)

    def _build(self) -> None:
        said = {name: both[self._language] for name, both in LABELS.items()}
        self.root.title(TITLE[self._language])
        head = ttk.Frame(self.root, padding=(12, 10))
        head.pack(fill="x")
        ttk.Label(head, text=self._who(said)).pack(side="left")
        ttk.Button(head, text=said["other"], command=self.turn).pack(side="right")
        log_in = ttk.Button(head, text=said["log_in"], command=self._ask_for_code)
        log_in.pack(side="right", padx=8)
        self.reminders = ttk.Label(self.root, wraplength=920, foreground=_COLOURS["went_wrong"])
        self.reminders.pack(fill="x", padx=12)
        self.questions = ttk.Frame(self.root, padding=(12, 0))
        self.questions.pack(fill="x")
        self.rows = ttk.Treeview(self.root, columns=list(COLUMNS), show="headings")
        for name, both in COLUMNS.items():
            self.rows.heading(name, text=both[self._language], anchor="w")
            self.rows.column(name, width=_WIDTHS[name], stretch=name == "said")
        for state, colour in _COLOURS.items():
            self.rows.tag_configure(state, foreground=colour)
        self.rows.pack(fill="both", expand=True, padx=12, pady=(12, 4))
        self.rows.bind("<<TreeviewSelect>>", lambda _: self._tell())
        self.told = ttk.Label(self.root, padding=(12, 4, 12, 12), wraplength=900)
        self.told.pack(fill="x")

    def _who(self, said: dict[str, str]) -> str:
        try:
            enrolment = Enrolment.load(self._state)
        except NotEnrolled:
            return said["not_paired"]
        return said["paired"].format(name=enrolment.name, gateway=enrolment.gateway)

    def _row(self, one: QueuedPrint) -> tuple[str, ...]:
        place = "" if one.place is None else f" ({one.place + 1}/{one.size})"
        troubles = " ".join(text(trouble, self._language) for trouble in one.troubles)
        return (
            STATES[one.state][self._language] + place,
            one.certificate_no or "-",
            one.printer_name or one.printer_uri or "-",
            troubles,
        )

    def _tell(self) -> None:
        """In full, of the row that is chosen, or of the first that anything is to be said of."""
        rows = self.rows.selection() or self.rows.get_children()
        said = [str(self.rows.set(row, "said")) for row in rows]
        self.told.configure(text=next(filter(None, said), ""))

    def _remind(self) -> None:
        """Of what nobody has answered for; as of when, since another process asks for it."""
        known, said = read_unanswered(self._state), ""
        if known is not None:
            lines = [text(one, self._language) for one in sentences_of(known.told, REMINDERS)]
            at = f"{known.asked_at.astimezone():%H:%M}"
            said = "\n".join([*lines, LABELS["as_of"][self._language].format(at=at)])
        self.reminders.configure(text=said)

    def _question(self, question: Question) -> None:
        frame = ttk.Frame(self.questions, padding=(0, 4))
        frame.pack(fill="x")
        said = text(question.sentence, self._language)
        ttk.Label(frame, text=said, wraplength=720).pack(side="left")
        for key, yes in (("no", False), ("yes", True)):
            button = ttk.Button(frame, text=LABELS[key][self._language])
            button.configure(command=self._answering(question.subject, yes=yes))
            button.pack(side="right", padx=4)

    def _answering(self, subject: str, *, yes: bool) -> Any:
        def answered() -> None:
            answer(self._state, subject, yes=yes)
            self.show(read_queue(self._state))

        return answered

    def _ask_for_code(self) -> None:
        CodeWindow(self.root, self._language, lambda code: in_a_thread(lambda: self.log_in(code)))


def _plain(error: Exception) -> Sentence:
    return Sentence(zh=str(error), en=str(error))


def _times(state: Path) -> tuple[int, ...]:
    """When what is shown was written last, in nanoseconds."""
    files = (state / JOURNAL_FILE, state / f"{JOURNAL_FILE}-wal", state / UNANSWERED_FILE)
    return tuple(map(_written, files))


def _written(file: Path) -> int:
    """0 for one that is not there."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _choose_font(root: tk.Tk) -> None:
    """One with Chinese characters for all that is shown, the statement too."""
    known = set(font.families(root))
    family = next(_known(FAMILIES, known), None)
    for name in ("TkDefaultFont", "TkTextFont", "TkHeadingFont", "TkFixedFont", "TkMenuFont"):
        named = font.nametofont(name, root)
        named.configure(size=11)
        if family is not None:
            named.configure(family=family)
    style = ttk.Style(root)
    style.theme_use("clam" if "clam" in style.theme_names() else style.theme_use())
    style.configure("Treeview", rowheight=26)
    root.configure(background=style.lookup("TFrame", "background"))


def _known(families: Iterable[str], known: set[str]) -> Any:
    return (family for family in families if family in known)
