"""The Keywords entry of every printed or downloaded PDF: which certificate, which sheet."""

import re
from typing import NamedTuple

from services.print_svc.domain.serials import SerialError, parse_serial

FORM = re.compile(r"originprint:([A-Z]{1,2}[0-9]{2}[0-9A-Z]{9}[0-9]{4}):([0-9A-Z-]{14})")


class DocumentIdentity(NamedTuple):
    """What a file we made says of itself."""

    certificate_no: str
    print_serial: str


def document_keywords(certificate_no: str, print_serial: str) -> str:
    """Give `originprint:<certificate number>:<print serial>`; raise ValueError for other parts."""
    keywords = f"originprint:{certificate_no}:{print_serial}"
    if read_keywords(keywords) is None:
        raise ValueError(f"no certificate number and print serial: {keywords}")
    return keywords


def read_keywords(keywords: str) -> DocumentIdentity | None:
    """Give None for the keywords of any other document."""
    found = FORM.fullmatch(keywords)
    if found is None:
        return None
    try:
        return DocumentIdentity(found[1], parse_serial(found[2]))
    except SerialError:
        return None
