"""The person at a terminal: reads the statement there, and enters the PIN unseen."""

import getpass
import os
import sys
from dataclasses import dataclass, field
from typing import Final

from contracts.sentences import Sentence
from workstation.signing import Shown
from workstation.words import Language, language_of, text

PIN_VARIABLE: Final = "ORIGINPRINT_CARD_PIN"
_PIN: Final = {"zh": "PIN 码（直接回车表示拒绝签名）：", "en": "PIN (nothing: do not sign): "}
_CARD: Final = {"zh": "签名的卡", "en": "signing card"}


@dataclass(slots=True)
class Terminal:
    """Where nobody sits there, the PIN comes once from the environment or from standard input."""

    language: Language = field(default_factory=language_of)
    asked_again: bool = False
    """After a wrong PIN."""

    def ask_pin(self, shown: Shown) -> str | None:
        if shown.trouble is not None:
            self.tell(shown.trouble)
            self.asked_again = True
        if shown.trouble is None:
            said = (shown.asked_by, f"{_CARD[self.language]}: {shown.holder.shown()}")
            sys.stderr.write("\n".join([shown.statement, *filter(None, said), ""]))
            sys.stderr.flush()
        if sys.stdin.isatty() and PIN_VARIABLE not in os.environ:
            return getpass.getpass(_PIN[self.language]) or None
        return None if self.asked_again else given_pin()

    def tell(self, sentence: Sentence) -> None:
        sys.stderr.write(text(sentence, self.language) + "\n")
        sys.stderr.flush()


def given_pin() -> str | None:
    """From the environment, the terminal or the first line of input; never from the arguments."""
    pin = os.environ.get(PIN_VARIABLE)
    if pin is None and sys.stdin.isatty():
        pin = getpass.getpass("PIN: ")
    elif pin is None:
        pin = sys.stdin.readline().rstrip("\n")
    return pin or None
