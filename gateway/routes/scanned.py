"""`/verify/{code}`, the address in every QR code: the public check as a page for people."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from contracts.errors import Refused
from contracts.verification import VerifyCode
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.verdict_page import POLICY, page_of, page_while_away

router = APIRouter(
    prefix="/verify", include_in_schema=False, dependencies=[Depends(by_address("verify"))]
)
HEADERS = {"Content-Security-Policy": POLICY}


@router.get("/{code}", response_class=HTMLResponse)
async def show_verdict(code: str, parts: PartsDep) -> HTMLResponse:
    """A page for every answer, and one for none (503)."""
    try:
        verification = await parts.rpc.call(VerifyCode(code=code[:1000]))
    except Refused as refusal:
        if refusal.code == "request.invalid":
            raise
        return HTMLResponse(page_while_away(), 503, HEADERS | {"Retry-After": "5"})
    return HTMLResponse(page_of(verification), 200, HEADERS)
