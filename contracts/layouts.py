"""The layout (版式) of a certificate: its data, the issuing seal and the officer's signature.

Customs makes it, cert_svc receives it by object key and SHA-256, print_svc prints it.
"""

import base64
import binascii
import json
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_LAYOUT_BYTES: Final = 16 * 1024 * 1024

FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,39}$")]
FieldText = Annotated[str, Field(max_length=20_000)]
Millimetres = Annotated[float, Field(gt=0, le=60)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CertificateData(_Frozen):
    """What is printed in the boxes, as text; dates are ISO 8601, flags are "1" or "0".

    Keys are the field names of the certificate types; keys of an item lack the prefix `item.`.
    """

    fields: dict[FieldName, FieldText]
    items: Annotated[tuple[dict[FieldName, FieldText], ...], Field(min_length=1, max_length=200)]


class StampImage(_Frozen):
    """A seal or a signature as a PNG with its physical size (millimetres)."""

    png_base64: Annotated[str, Field(max_length=6 * 1024 * 1024, repr=False)]
    width_mm: Millimetres
    height_mm: Millimetres

    @classmethod
    def of(cls, png: bytes, width_mm: float, height_mm: float) -> Self:
        """`png` is not checked to the end: its signature must be right, or ValidationError."""
        encoded = base64.b64encode(png).decode("ascii")
        return cls(png_base64=encoded, width_mm=width_mm, height_mm=height_mm)

    @property
    def png(self) -> bytes:
        return base64.b64decode(self.png_base64)

    @field_validator("png_base64")
    @classmethod
    def _is_png(cls, value: str) -> str:
        try:
            start = base64.b64decode(value, validate=True)[: len(PNG_SIGNATURE)]
        except binascii.Error as error:
            raise ValueError("a stamp image must be base64") from error
        if start != PNG_SIGNATURE:
            raise ValueError("a stamp image must be a PNG")
        return value


class Layout(_Frozen):
    """One certificate as customs made it; a higher revision replaces a lower one."""

    certificate_no: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{2}[0-9A-Z]{9}[0-9]{4}$")]
    type_id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    revision: Annotated[int, Field(ge=1)]
    data: CertificateData
    customs_seal: StampImage
    officer_signature: StampImage
    specimen: bool

    def to_bytes(self) -> bytes:
        """The same layout always gives the same bytes, so that its SHA-256 can be compared."""
        return canonical_json(self)

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises ValueError for anything but a complete layout of at most MAX_LAYOUT_BYTES."""
        if len(content) > MAX_LAYOUT_BYTES:
            raise ValueError(f"a layout has at most {MAX_LAYOUT_BYTES} bytes")
        return cls.model_validate_json(content)


def canonical_json(model: BaseModel) -> bytes:
    """JSON with sorted keys, without blanks, in UTF-8."""
    content = model.model_dump(mode="json")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
