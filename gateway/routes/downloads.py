"""证书下载: several electronic certificates as one ZIP (R85-R87)."""

import io
import zipfile
from collections.abc import AsyncIterator
from typing import Final

import structlog
from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from chassis.errors import Transient
from contracts.base import Request
from contracts.errors import Refused
from contracts.printing import DocumentMade, MakeDownload
from contracts.values import Caller, CertificateNo
from gateway.documentation import LOGGED_IN, binary, refusals
from gateway.documents import attachment, read_object
from gateway.limiting import by_caller
from gateway.parts import Parts, PartsDep
from gateway.problems import problem_of
from gateway.rpc import unavailable
from gateway.sessions import Token, Who

log = structlog.get_logger()

router = APIRouter(tags=["certificates"])

ZIP: Final = "application/zip"
REFUSED_NAME: Final = "未能下载-not-downloaded.txt"


class NewDownload(BaseModel):
    """The certificates that are ticked on the download page."""

    model_config = ConfigDict(extra="forbid")

    certificate_nos: tuple[CertificateNo, ...] = Field(min_length=1, max_length=50)


class _Written(io.RawIOBase):
    """What the archive was given since it was last asked; nothing can be sought in it."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # zipfile writes bytes only
        self._chunks.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


@router.post(
    "/certificates/downloads.zip",
    dependencies=[Depends(by_caller("make"))],
    response_class=StreamingResponse,
    responses={
        **binary(ZIP, "One PDF for each certificate; what was refused stands in a text file"),
        **refusals(*LOGGED_IN, "certificate.unknown", "certificate.not_downloadable"),
    },
)
async def download_certificates(
    body: NewDownload, who: Who, token: Token, parts: PartsDep
) -> StreamingResponse:
    """Several certificates as one ZIP, sent as they are made.

    Each is made once, then always the same file: whoever wants to show how far it is fetches
    `/certificates/{no}/download.pdf` one by one and the ZIP at the end, from what is made by then.
    A single certificate is refused as itself.
    """
    numbers = tuple(dict.fromkeys(body.certificate_nos))
    if len(numbers) == 1:
        await parts.rpc.call(MakeDownload(caller=who, certificate_no=numbers[0]))
    headers = {**attachment("certificates.zip"), "Cache-Control": "no-store"}
    return StreamingResponse(_archive(numbers, who, token, parts), media_type=ZIP, headers=headers)


async def _archive(
    numbers: tuple[str, ...], who: Caller, token: str, parts: Parts
) -> AsyncIterator[bytes]:
    """PDFs do not shrink: they are stored as they are."""
    written = _Written()
    refused: dict[str, Refused] = {}
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for number in numbers:
            made = await _made(number, who, token, parts)
            if isinstance(made, Refused):
                refused[number] = made
                continue
            archive.writestr(f"{number}.pdf", made)
            yield written.taken()
        if refused:
            archive.writestr(REFUSED_NAME, _explanation(refused))
    yield written.taken()


async def _made(number: str, who: Caller, token: str, parts: Parts) -> bytes | Refused:
    """Refused too once the session is over: an archive takes long, and cannot be broken off."""
    asked: Request[DocumentMade] = MakeDownload(caller=who, certificate_no=number)
    try:
        await parts.sessions.resolve(token)
        made = await parts.rpc.call(asked)
        return await read_object(parts.objects, made.document)
    except Refused as refusal:
        return refusal
    except Transient as error:
        log.warning("download_not_read", certificate_no=number, error=str(error))
        return unavailable()


def _explanation(refused: dict[str, Refused]) -> str:
    """With a mark of its encoding, by which old editors read Chinese."""
    lines = [_line(number, refusal) for number, refusal in refused.items()]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _line(number: str, refusal: Refused) -> str:
    problem = problem_of(refusal.code, refusal.details)
    return f"{number}: {problem.detail_zh} / {problem.detail}"
