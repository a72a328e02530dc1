"""The seal-use ledger as its enterprise reads it (promise 5)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from contracts.seal_uses import GetSealUseProof, ListSealUses, SealUseList, SealUseProof
from gateway.documentation import LOGGED_IN, refusals
from gateway.parameters import CertificateFilter, Cursor, PageLimit
from gateway.parts import PartsDep
from gateway.sessions import Who
from gateway.specimens import ORIGINAL_SERIAL, SEAL_ID

router = APIRouter(prefix="/seal-uses", tags=["seal uses"])


@router.get("", responses=refusals(*LOGGED_IN))
async def list_seal_uses(
    who: Who,
    parts: PartsDep,
    *,
    certificate_no: CertificateFilter = None,
    seal_id: Annotated[
        UUID | None, Query(description="Only of this seal or signature", examples=[SEAL_ID])
    ] = None,
    from_day: Annotated[date | None, Query(description="China's day of the first use")] = None,
    to_day: Annotated[date | None, Query(description="China's day of the last use")] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> SealUseList:
    """Every use of the enterprise's seal, newest first: certificate, print serial, who, when."""
    return await parts.rpc.call(
        ListSealUses(
            caller=who,
            certificate_no=certificate_no,
            seal_id=seal_id,
            from_day=from_day,
            to_day=to_day,
            cursor=cursor,
            limit=limit,
        )
    )


@router.get("/proof", responses=refusals(*LOGGED_IN, "ledger.no_uses", "ledger.proof_too_long"))
async def get_proof(
    who: Who,
    parts: PartsDep,
    certificate_no: CertificateFilter = None,
    print_serial: Annotated[str | None, Query(examples=[ORIGINAL_SERIAL])] = None,
) -> SealUseProof:
    """What an outsider needs to check the hash-chained ledger without the service.

    Of all uses up to now, or just long enough for the uses on one certificate or one sheet.
    """
    return await parts.rpc.call(
        GetSealUseProof(caller=who, certificate_no=certificate_no, print_serial=print_serial)
    )
