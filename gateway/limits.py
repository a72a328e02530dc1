"""How much of what one address, one account and one enterprise may ask for: data, no more.

Generous for people and their programs; what they hold back are floods. Each is a token bucket that
fills with `rate` a second up to `burst`.
"""

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal[
    "log_in",
    "password",
    "card",
    "look_up",
    "unknown_token",
    "verify",
    "verify_pdf",
    "guess",
    "ticket",
    "call",
    "make",
    "upload",
    "page",
]
Kind = Literal["address", "account", "enterprise"]


@dataclass(frozen=True, slots=True)
class Limit:
    """`handful`: how many tokens a process fetches at once, where calls are many and cheap."""

    kind: Kind
    rate: float
    burst: int
    handful: int = 1


LIMITS: Final[dict[Group, tuple[Limit, ...]]] = {
    "log_in": (Limit("address", 1, 30),),
    "password": (Limit("account", 0.5, 30), Limit("enterprise", 1, 60)),
    "card": (Limit("address", 4, 120),),
    "look_up": (Limit("address", 100, 1000, handful=20),),
    "unknown_token": (Limit("address", 2, 200),),
    "verify": (Limit("address", 20, 200),),
    "verify_pdf": (Limit("address", 1, 20),),
    "guess": (Limit("address", 0.2, 20),),
    "ticket": (Limit("address", 20, 200),),
    "call": (
        Limit("account", 100, 500, handful=20),
        Limit("enterprise", 300, 1500, handful=50),
    ),
    "make": (Limit("account", 5, 100), Limit("enterprise", 10, 300)),
    "upload": (Limit("enterprise", 1, 40),),
    "page": (Limit("address", 200, 4000, handful=50),),
}
"""`log_in` hashes a password, `look_up` asks auth_svc for a session not known here, `make` renders.
`password` judges and hashes a new one: an enterprise that begins adds its people in a row.
`guess` is a look-up at the public check that found nothing: people mistype, and a machine that
guesses is to give up. `unknown_token` was never seen here; its burst is what a house behind one
address asks about at once when a gateway is new. Both are given back where they found something.
`page` is the portal's own files: some thirty for each who opens it, and a house shares an address.

No limit counts failures by the name that somebody tried: strangers could use it up.
"""
