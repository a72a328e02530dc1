"""`/verify/{code}`, the address in every QR code: the public check as a page for people.

Where a number alone was asked about, the page asks for the print serial beside it.
"""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from contracts.errors import Refused
from gateway.limiting import by_address
from gateway.parts import PartsDep
from gateway.routes.public import look_up
from gateway.verdict_page import POLICY, page_of, page_while_away

router = APIRouter(
    prefix="/verify", include_in_schema=False, dependencies=[Depends(by_address("verify"))]
)
HEADERS = {"Content-Security-Policy": POLICY}


@router.get("/{code}", response_class=HTMLResponse)
async def show_verdict(
    code: str, request: Request, parts: PartsDep, serial: str | None = None
) -> HTMLResponse:
    """A page for every answer, and one for none (503)."""
    try:
        beside = serial[:100] if serial else None
        verification = await look_up(request, parts, code[:1000], beside)
    except Refused as refusal:
        if refusal.code in {"request.invalid", "service.too_many_requests"}:
            raise
        return HTMLResponse(page_while_away(), 503, HEADERS | {"Retry-After": "5"})
    return HTMLResponse(page_of(verification), 200, HEADERS)
