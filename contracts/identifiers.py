"""The two numbers that name an enterprise and a person in China, checked by their own arithmetic.

Registers of issued numbers are not consulted: a well-formed number may belong to nobody.
"""

import re
from datetime import date

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_ID_CHECKS = "10X98765432"


def is_credit_code(text: str) -> bool:
    """Whether this is a unified social credit code (统一社会信用代码), GB 32100-2015."""
    return _CREDIT_CODE.fullmatch(text) is not None and credit_code_check(text[:17]) == text[17]


def credit_code_check(first17: str) -> str:
    """The eighteenth character: weights are powers of 3, modulo 31 (GB 32100-2015, 5.4)."""
    total = sum(
        _CREDIT_ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(first17)
    )
    return _CREDIT_ALPHABET[-total % 31]


def is_id_number(text: str) -> bool:
    """Whether this is a citizen's identity number (公民身份号码), GB 11643-1999, X in capitals."""
    return (
        _ID_NUMBER.fullmatch(text) is not None
        and _is_date(text[6:14])
        and id_number_check(text[:17]) == text[17]
    )


def id_number_check(first17: str) -> str:
    """The eighteenth character: ISO 7064 MOD 11-2, powers of 2 counted from the right."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return _ID_CHECKS[total % 11]


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
