"""What the OpenAPI document says about every route besides its own types."""

from typing import Any

from contracts.errors import ERRORS
from gateway.problems import MEDIA_TYPE, STATUS, problem_of, title_of

EXAMPLE_CALL_ID = "5f0e6f0f2f1d4c0e9a4b1c2d3e4f5a6b"
EXAMPLE_DETAILS: dict[str, Any] = {
    "answer_en": "printed",
    "answer_zh": "是",
    "call_id": EXAMPLE_CALL_ID,
    "certificate_no": "A26SPECIMEN10001",
    "expected": "multipart/form-data",
    "limit": 20_000,
    "limit_mib": 64,
    "limit_seconds": 120,
    "message_en": "The scan is not a whole A4 page",
    "message_zh": "扫描件不是完整的 A4 纸",
    "minimum": 8,
    "print_serial": "P7K2-M9QX",
    "reason": "body.parts: Field required",
    "rows": 1_043_512,
    "seconds": 5,
    "user_name": "zhang",
    "valid_from": "2026-01-01",
    "valid_to": "2028-12-31",
}
EVERYWHERE = ("request.invalid", "service.unavailable", "service.failed")
LOGGED_IN = ("session.required", "session.expired")
BY_CARD = ("session.medium_not_allowed",)

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


def binary(media_type: str, description: str) -> Responses:
    """A success whose body is a picture or a document."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    headers = {
        "X-Content-SHA256": {
            "description": "SHA-256 of the body, in hexadecimal",
            "schema": {"type": "string"},
        }
    }
    return {200: {"description": description, "content": content, "headers": headers}}


def problem_examples() -> dict[str, Any]:
    """One for every code, to be referred to."""
    return {code: {"summary": title_of(code), "value": _example(code)} for code in STATUS}


def _problem_response() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "", "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}}}


def _example(code: str) -> dict[str, Any]:
    text = ERRORS[code].whole_zh + ERRORS[code].whole_en
    details = {name: value for name, value in EXAMPLE_DETAILS.items() if f"{{{name}}}" in text}
    problem = problem_of(code, details).model_copy(update={"call_id": EXAMPLE_CALL_ID})
    return problem.model_dump(exclude_none=True)
