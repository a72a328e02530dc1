"""Certificate numbers as customs composes them (R97)."""

SERIALS_PER_YEAR = 9999


def organisation_code(credit_code: str) -> str:
    """Characters 9 to 17 of the unified social credit code (GB 32100-2015)."""
    return credit_code[8:17]


def certificate_number(type_code: str, year: int, credit_code: str, serial: int) -> str:
    """Type code, two digits of the year, organisation code, serial of 1 to 9999 (R97)."""
    if not 1 <= serial <= SERIALS_PER_YEAR:
        raise ValueError(f"a serial lies between 1 and {SERIALS_PER_YEAR}, not {serial}")
    return f"{type_code}{year % 100:02d}{organisation_code(credit_code)}{serial:04d}"
