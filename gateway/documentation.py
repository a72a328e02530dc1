"""What the OpenAPI document says about every route besides its own types."""

from typing import Any

from contracts.card_program import LEAST_VERSION
from contracts.errors import ERRORS
from contracts.seal_authority import SEAL_PROBLEMS, SIGNATURE_PROBLEMS
from contracts.values import LONGEST_PASSWORD, MINIMUM_PASSWORD
from gateway.body_limits import MOST_SECONDS
from gateway.problems import MEDIA_TYPE, STATUS, problem_of, title_of
from gateway.rpc import RETRY_AFTER_SECONDS
from gateway.settings import Settings
from gateway.specimens import CALL_ID, CERTIFICATE_NO, ORIGINAL_SERIAL
from gateway.uploads import MULTIPART

EXAMPLE_DETAILS: dict[str, Any] = {
    "needs": "duplex, color",
    "address": "https://originprint.example/workstation",
    "answer_en": "yes",
    "answer_zh": "是",
    "call_id": CALL_ID,
    "certificate_no": CERTIFICATE_NO,
    "expected": MULTIPART,
    "last_seen": "2026-03-02 09:00",
    "least_version": LEAST_VERSION,
    "limit": 20_000,
    "limit_mib": Settings.upload_limit_mib,
    "limit_seconds": MOST_SECONDS,
    "message_en": "Measured on the A4 sheet the scan has 300 dpi and needs at least 600. Set the "
    "scanner to 600 dpi and scan again.",
    "message_zh": "按 A4 纸计算分辨率只有 300 dpi，至少需要 600 dpi。"
    "请把扫描仪设为 600 dpi 重新扫描。",
    "maximum": LONGEST_PASSWORD,
    "minimum": MINIMUM_PASSWORD,
    "name": "样本印章",
    "originals": 20,
    "print_serial": ORIGINAL_SERIAL,
    "reason": "body.parts: Field required",
    "reason_en": "box 7 is too small for its text",
    "reason_zh": "第 7 栏放不下其内容",
    "rows": 1_043_512,
    "scope": "prints:issue",
    "seconds": RETRY_AFTER_SECONDS,
    "type_id": "china_atlantis",
    "user_name": "zhang",
    "valid_from": "2026-01-01",
    "valid_to": "2028-12-31",
    "version": "1.5.9",
}
"""By the names that the sentences of the errors use."""
EVERYWHERE = ("request.invalid", "service.unavailable", "service.failed")
LOGGED_IN = (
    "session.required",
    "session.expired",
    "card.revocations_stale",
    "service.too_many_requests",
)
BY_CARD = ("session.medium_not_allowed", "token.not_for_programs")
OF_RIGHTS = (*BY_CARD, "operator.disabled")
"""What gives or takes rights is refused to whoever was disabled while it was under way, too."""
SIGNED = (
    "card.unknown_challenge",
    "card.statement_differs",
    "card.wrong_signature",
    "card.not_valid_now",
    "card.replaced",
    "card.revoked",
)
"""What the signature over a statement is refused with."""
STAMPS = (*SEAL_PROBLEMS, *SIGNATURE_PROBLEMS)
"""What a document is refused with whose seal or signature may not be used now."""

Responses = dict[int | str, dict[str, Any]]


def refusals(*codes: str) -> Responses:
    """One response for each status, with an example for each code."""
    responses: Responses = {}
    for code in sorted({*codes, *EVERYWHERE}, key=lambda code: (STATUS[code], code)):
        response = responses.setdefault(STATUS[code], _problem_response())
        examples = response["content"][MEDIA_TYPE]["examples"]
        examples[code] = {"$ref": f"#/components/examples/{code}"}
    for response in responses.values():
        codes_of_status = response["content"][MEDIA_TYPE]["examples"]
        response["description"] = ", ".join(f"`{code}`" for code in codes_of_status)
    return responses


def binary(media_type: str, description: str, status: int = 200) -> Responses:
    """A success whose body is a picture or a document."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    headers = {
        "X-Content-SHA256": {
            "description": "SHA-256 of the body, in hexadecimal",
            "schema": {"type": "string"},
        }
    }
    return {status: {"description": description, "content": content, "headers": headers}}


def problem_examples() -> dict[str, Any]:
    """One for every code, to be referred to."""
    return {code: {"summary": title_of(code), "value": _example(code)} for code in STATUS}


def _problem_response() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "", "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}}}


def _example(code: str) -> dict[str, Any]:
    text = ERRORS[code].whole_zh + ERRORS[code].whole_en
    details = {name: value for name, value in EXAMPLE_DETAILS.items() if f"{{{name}}}" in text}
    problem = problem_of(code, details).model_copy(update={"call_id": CALL_ID})
    return problem.model_dump(exclude_none=True)
