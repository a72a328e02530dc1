"""Certificate numbers as people type or paste them, brought to the form they are stored in."""

import unicodedata

LONGEST = 64


def tidy_certificate_no(text: str) -> str:
    """Half width, capitals, without blanks, hyphens and invisible characters; at most LONGEST.

    Look-alikes (0 and O) stay as they are: which one is meant is not for a search to decide.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = (character for character in folded if not _is_filler(character))
    return "".join(kept)[:LONGEST]


def _is_filler(character: str) -> bool:
    """Blanks, separators, control and format characters, dashes of every length."""
    return unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
