"""Cautions: an answer that is given all the same, and what its caller should know about it."""

from collections.abc import Sequence
from typing import Any, Final

from contracts.sentences import Sentence
from contracts.values import CertificateNo, Value

NAMED: Final = 20
"""Certificates named in one caution; its sentence gives the number of all."""


class Caution(Value):
    """A sentence in both languages, what to do included, about these certificates."""

    code: str
    rule: str | None = None
    message_zh: str
    message_en: str
    certificate_nos: tuple[CertificateNo, ...] = ()


def caution(
    code: str, sentence: Sentence, certificate_nos: Sequence[str], **details: Any
) -> Caution:
    """The sentence may name `count` and any of the details; the first NAMED numbers are told."""
    said = sentence.filled({"count": len(certificate_nos), **details})
    return Caution(
        code=code,
        rule=said.rule,
        message_zh=said.whole_zh,
        message_en=said.whole_en,
        certificate_nos=tuple(certificate_nos[:NAMED]),
    )
