"""Which card this workstation uses; kept in `card.json`, which names no secret."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from workstation.cards import Card, CardError, CardUnreadable
from workstation.soft_cards import CountingCard
from workstation.token_cards import cards_in, chosen
from workstation.words import card as sentence

_FILE: Final = "card.json"
MODULES: Final = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib/opensc-pkcs11.so",
)
"""Where drivers lie that may be found without being named, the first that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """A .p12 file, or a PKCS#11 module and, of several certificates, the one of a fingerprint."""

    file: str | None = None
    module: str | None = None
    certificate: str | None = None

    @classmethod
    def load(cls, state: Path) -> Self:
        """What was chosen, or the reader's only card. Raises CardUnreadable."""
        try:
            return cls(**json.loads((state / _FILE).read_text()))
        except FileNotFoundError:
            return cls(module=next((one for one in MODULES if Path(one).exists()), None))
        except (ValueError, TypeError) as error:
            raise CardUnreadable(f"{state / _FILE}: {error}") from error

    def save(self, state: Path) -> None:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        (state / _FILE).write_text(json.dumps(asdict(self)))

    def card(self) -> Card:
        """Looked for anew each time: cards come and go. Raises CardError."""
        if self.file is not None:
            return CountingCard(Path(self.file))
        if self.module is None:
            raise CardError("no card was found", sentence("no_card"))
        return chosen(cards_in(self.module), self.certificate)
