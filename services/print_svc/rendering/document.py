"""What is asked of the renderer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from contracts.certificate_types import CertificateType
from contracts.layouts import CertificateData

Part = Literal["original", "copy"]
QrContent = Callable[[Part, int, int], str]
"""The text of the QR code on sheet m of n of a part, counted from 1; an https address."""

MAX_SHEETS: Final = 999


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal or a signature as PNG, printed at its physical size in millimetres, never scaled."""

    png: bytes = field(repr=False)
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDocument:
    """One certificate to print: its data, its images and what is said about each sheet.

    `parts` are printed in the order given, each on sheets of its own. `preview` marks every page
    非有效证书 (R65), `specimen` marks it 样本 SPECIMEN. `enterprise_seal` is None exactly where the
    form takes none (R102). `ink_mark_key` signs the ink of the stamps, which carries each part's
    print serial. `keywords` lets the file be recognized.
    """

    form: CertificateType
    data: CertificateData
    parts: tuple[Part, ...]
    certificate_no: str
    issue_date: date
    print_serials: Mapping[Part, str]
    qr_content: QrContent
    ink_mark_key: bytes = field(repr=False)
    enterprise_seal: Stamp | None
    declarer_signature: Stamp
    customs_seal: Stamp
    officer_signature: Stamp
    specimen: bool = False
    preview: bool = False
    keywords: str = ""
