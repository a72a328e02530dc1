"""Prints of which people were reminded: asked for, kept on disk, and told to who sits here.

The gateway's notice says nothing but that there is something to ask for. What it says is kept for
the window, so that this may be closed and opened; 是 or 否 is said in the portal.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from contracts.sentences import Sentence
from contracts.unanswered import UnansweredPrint, UnansweredPrints
from workstation import logs
from workstation.places import write_private
from workstation.surviving import survived
from workstation.tickets import TicketError
from workstation.words import both

FILE: Final = "unanswered.json"
AGAIN_SECONDS: Final = 60.0
"""While something is unanswered or the gateway could not be asked, without any notice."""

Ask = Callable[[], UnansweredPrints]
"""Raises TicketError."""


class Known(BaseModel):
    """What the gateway said, and when."""

    model_config = ConfigDict(frozen=True)

    asked_at: AwareDatetime
    told: UnansweredPrints


def read_unanswered(state: Path) -> Known | None:
    """None where nothing is unanswered, as far as is known here."""
    try:
        known = Known.model_validate_json((state / FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return known if known.told.count else None


class Reminders:
    """Asks in a thread of its own; `tell` gets each print once for each step of its reminding."""

    def __init__(
        self,
        state: Path,
        ask: Ask,
        tell: Callable[[Sentence], None],
        again_seconds: float = AGAIN_SECONDS,
    ) -> None:
        self._state, self._ask, self._tell = state, ask, tell
        self._again_seconds = again_seconds
        self._stirred = threading.Event()
        self._said: dict[UUID, str] = {}
        threading.Thread(target=self._run, name="unanswered", daemon=True).start()

    def notice(self) -> None:
        """The list may be another one; returns at once."""
        self._stirred.set()

    def _run(self) -> None:
        again = False
        while True:
            self._stirred.wait(self._again_seconds if again else None)
            self._stirred.clear()
            again = True
            with survived("reminders_failed"):
                try:
                    again = self._keep(self._ask())
                except (TicketError, OSError) as error:
                    logs.warning("unanswered_not_known", reason=str(error))

    def _keep(self, told: UnansweredPrints) -> bool:
        """Whether there are any; the file says so before anybody is told."""
        file = self._state / FILE
        if told.count:
            known = Known(asked_at=datetime.now(UTC), told=told)
            write_private(file, known.model_dump_json())
        else:
            file.unlink(missing_ok=True)
        for one in told.prints:
            if self._said.get(one.job_id) != one.unanswered.step:
                self._tell(sentence_of(one))
        self._said = {one.job_id: one.unanswered.step for one in told.prints}
        return told.count > 0


def sentence_of(one: UnansweredPrint) -> Sentence:
    """What nobody has said, what the printer said, and where to answer (R72)."""
    asked = one.unanswered
    details = {"no": one.certificate_no, "at": f"{asked.since.astimezone():%Y-%m-%d %H:%M}"}
    said = _SAID.filled(details)
    if asked.hint_zh is None or asked.hint_en is None:
        return said
    return replace(said, zh=f"{said.zh}。{asked.hint_zh}", en=f"{said.en}. {asked.hint_en}")


def sentences_of(told: UnansweredPrints, most: int) -> tuple[Sentence, ...]:
    """Of so many at most, and then how many more there are."""
    shown = tuple(sentence_of(one) for one in told.prints[:most])
    more = told.count - len(shown)
    return (*shown, _MORE.filled({"more": more})) if more > 0 else shown


def teller() -> Callable[[Sentence], None]:
    """Shown to who sits at this terminal; the log of a service has it otherwise."""
    if not sys.stdin.isatty():
        return lambda sentence: logs.warning("print_unanswered", said=both(sentence))
    from workstation.terminal import Terminal  # noqa: PLC0415 - a service needs none of it

    return Terminal().tell


_SAID: Final = Sentence(
    zh="证书 {no} 已于 {at} 交付打印，至今没有回答是否打印成功",
    en="Certificate {no} was handed out for printing at {at}, and nobody has said whether it "
    "was printed",
    advice_zh="请查看纸张，登录网页在“打印任务”中回答：已打印成功务必点“是”，否则会影响清关；没有打印出正本点“否”",
    advice_en="look at the sheets and answer in the portal under Print jobs: yes is a must where "
    "it was printed, or clearance suffers; no where no original came out",
    rule="R72",
)
_MORE: Final = Sentence(
    zh="另有 {more} 份已打印的证书没有回答",
    en="{more} more certificates are not answered for",
    advice_zh="请在网页的“打印任务”中查看",
    advice_en="see Print jobs in the portal",
    rule="R72",
)
