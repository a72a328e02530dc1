"""Problem documents (RFC 9457), and the only table from error code to HTTP status."""

import json
from typing import Any

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from contracts.errors import ERRORS, Refused, text_of
from gateway.call_ids import HEADER as CALL_ID_HEADER
from gateway.call_ids import call_id

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:originprint:problem:"

STATUS: dict[str, int] = {
    "request.invalid": 422,
    "request.too_large": 413,
    "request.too_slow": 408,
    "request.broken_off": 400,
    "request.unknown_resource": 404,
    "request.method_not_allowed": 405,
    "request.content_type": 415,
    "request.cross_site": 403,
    "request.upload_missing": 410,
    "request.unproven": 503,
    "idempotency.key_reused": 422,
    "audit.too_many_rows": 422,
    "console.wrong_token": 401,
    "session.required": 401,
    "session.expired": 401,
    "session.wrong_password": 401,
    "session.locked": 429,
    "session.medium_not_allowed": 403,
    "session.unknown": 404,
    "card.untrusted": 403,
    "card.not_valid_now": 403,
    "card.replaced": 403,
    "card.unknown_challenge": 401,
    "card.wrong_signature": 403,
    "card.not_bound": 409,
    "card.revoked": 403,
    "card.revocations_stale": 403,
    "card.statement_differs": 403,
    "card.program_missing": 422,
    "card.program_too_old": 422,
    "card.unknown_login": 404,
    "card.login_refused": 409,
    "card.no_statement": 422,
    "card.unknown_request": 404,
    "operator.unknown": 404,
    "operator.user_name_unavailable": 409,
    "operator.user_name_not_allowed": 422,
    "operator.weak_password": 422,
    "operator.long_password": 422,
    "operator.common_password": 422,
    "operator.wrong_password": 403,
    "operator.wrong_persons_card": 409,
    "operator.wrong_enterprise_card": 403,
    "operator.disabled": 403,
    "operator.self": 409,
    "operator.last_legal_person": 409,
    "operator.named_by_card": 409,
    "operator.id_number_taken": 409,
    "operator.no_user_name": 409,
    "declarer.unknown": 404,
    "declarer.filing_ended": 409,
    "declarer.not_a_person": 409,
    "declarer.disabled": 409,
    "declarer.id_numbers_differ": 409,
    "scan.refused": 422,
    "scan.unreadable": 422,
    "scan.busy": 503,
    "scan.unknown_request": 404,
    "scan.not_there": 409,
    "scan.unknown_scanner": 409,
    "seal.unknown": 404,
    "signature.unknown": 404,
    "seal.name_taken": 409,
    "seal.validity_outside_card": 422,
    "seal.validity_over": 422,
    "seal.still_in_use": 409,
    "seal.disabled": 409,
    "seal.not_yet_valid": 409,
    "seal.expired": 409,
    "signature.left_out": 409,
    "signature.disabled": 409,
    "authorization.nothing_to_send": 409,
    "authorization.unknown_stamp": 409,
    "authorization.none": 404,
    "authorization.signature_mismatch": 409,
    "agent.seal_not_authorized": 409,
    "agent.self": 422,
    "agent.wrong_code": 422,
    "agent.unknown_grant": 404,
    "agent.unknown_type": 422,
    "agent.period_past": 422,
    "agent.granted_otherwise": 409,
    "agent.type_not_granted": 403,
    "agent.grant_not_begun": 403,
    "agent.grant_over": 403,
    "agent.originals_used_up": 403,
    "certificate.unknown": 404,
    "certificate.type_not_open": 409,
    "certificate.not_downloadable": 409,
    "certificate.returned": 409,
    "certificate.seal_not_authorized": 409,
    "certificate.signature_not_authorized": 409,
    "certificate.authorized_too_late": 409,
    "certificate.declarer_not_filed": 409,
    "certificate.claimed_at_counter": 409,
    "certificate.replaced": 409,
    "certificate.agent_not_authorized": 403,
    "certificate.layout_not_received": 409,
    "certificate.archived": 409,
    "certificate.already_printed": 409,
    "export.unknown": 404,
    "export.not_ready": 409,
    "export.grant_ended": 409,
    "export.too_long": 413,
    "print.original_live": 409,
    "print.unknown_job": 404,
    "print.copies_used_up": 429,
    "print.no_copy": 404,
    "print.unknown_ticket": 404,
    "print.ticket_key_removed": 410,
    "print.ticket_expired": 410,
    "print.wrong_workstation": 403,
    "print.ticket_void": 410,
    "print.not_released": 409,
    "print.already_confirmed": 409,
    "print.already_released": 409,
    "print.parts_not_granted": 409,
    "print.not_renderable": 409,
    "print.no_preflight": 409,
    "print.printer_unfit": 409,
    "print.printer_unknown": 409,
    "ledger.no_uses": 404,
    "ledger.proof_too_long": 422,
    "exception.unknown_reason": 422,
    "exception.not_printed": 409,
    "exception.archived": 409,
    "exception.replaced": 409,
    "object.missing": 500,
    "object.altered": 500,
    "service.unavailable": 503,
    "service.failed": 500,
    "service.too_many_requests": 429,
    "token.out_of_scope": 403,
    "token.not_for_programs": 403,
    "token.unknown": 404,
    "token.end_past": 422,
    "token.too_many": 409,
    "webhook.unknown": 404,
    "webhook.unknown_delivery": 404,
    "webhook.bad_url": 422,
    "webhook.too_many": 409,
    "webhook.disabled": 409,
    "workstation.not_installed": 409,
    "workstation.not_running": 409,
    "workstation.too_old": 409,
    "workstation.not_chosen": 409,
    "workstation.unknown": 404,
    "workstation.unknown_printer": 409,
    "workstation.revoked": 403,
    "workstation.wrong_proof": 403,
    "workstation.proof_stale": 401,
    "workstation.proof_replayed": 403,
    "workstation.bad_key": 422,
    "workstation.unknown_code": 404,
    "workstation.too_many_guesses": 429,
    "workstation.unknown_pairing": 404,
    "workstation.name_taken": 409,
    "workstation.key_taken": 409,
}


class Fault(BaseModel):
    """One thing that is wrong with the request; the value itself is never repeated."""

    place: str = Field(examples=["body.certificate_nos.0"])
    reason: str = Field(examples=["String should match the pattern"])


class Advice(BaseModel):
    """A refusal in words."""

    detail: str
    detail_zh: str
    rule: str | None = Field(default=None, description="Number of the business rule broken")
    what_to_do: str | None = None
    what_to_do_zh: str | None = None


class Problem(Advice):
    """RFC 9457 with the error code, both languages, the rule and the call id."""

    type: str
    title: str
    status: int
    code: str
    call_id: str
    details: dict[str, Any] = Field(default_factory=dict)
    errors: list[Fault] | None = None


def advice_of(code: str, details: dict[str, Any]) -> Advice:
    """KeyError for a code that nobody declared."""
    said = text_of(code, details)
    return Advice(
        detail=said.whole_en,
        detail_zh=said.whole_zh,
        rule=said.rule,
        what_to_do=said.advice_en and said.advice_en[:1].upper() + said.advice_en[1:],
        what_to_do_zh=said.advice_zh,
    )


def title_of(code: str) -> str:
    """The same from one occurrence to the next (RFC 9457, 3.1.3)."""
    return ERRORS[code].title or ERRORS[code].en


def problem_of(
    code: str, details: dict[str, Any] | None = None, errors: list[Fault] | None = None
) -> Problem:
    """KeyError for a code that nobody declared."""
    details = details or {}
    return Problem(
        type=TYPE_PREFIX + code,
        title=title_of(code),
        status=STATUS[code],
        code=code,
        call_id=call_id(),
        details=_public(code, details),
        errors=errors,
        **advice_of(code, details).model_dump(),
    )


class _ProblemResponse(JSONResponse):
    """Repeats what a caller sent, which may hold half a surrogate pair."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(
            errors="replace"
        )


def respond(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """`headers` go before those that follow from the problem (RFC 9110)."""
    return _ProblemResponse(
        problem.model_dump(exclude_none=True),
        status_code=problem.status,
        headers={
            CALL_ID_HEADER: problem.call_id,
            "Cache-Control": "no-store",
            **_standard_headers(problem),
            **(headers or {}),
        },
    )


def respond_refused(refused: Refused) -> JSONResponse:
    return respond(problem_of(refused.code, refused.details))


def _public(code: str, details: dict[str, Any]) -> dict[str, Any]:
    """Failures of our own side name object keys and the like, which are nobody else's business."""
    if STATUS[code] < 500:
        return details
    return {name: details[name] for name in ("seconds",) if name in details}


def _standard_headers(problem: Problem) -> dict[str, str]:
    """RFC 9110: 401 names a scheme; 429 and 503 say when to come again, where it is known."""
    if problem.status == 401:
        return {"WWW-Authenticate": 'Bearer realm="originprint"'}
    seconds = str(problem.details.get("seconds", "")).partition(".")[0]
    if problem.status in {429, 503} and seconds.isdigit():
        return {"Retry-After": seconds}
    return {}
