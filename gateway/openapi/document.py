"""The OpenAPI document, with an example for every body."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.documentation import problem_examples
from gateway.examples import EXAMPLES
from gateway.examples.live import STREAMED
from gateway.problems import Problem
from gateway.routes.live import EVENT_STREAM

VERSION = "0.1.0"
DESCRIPTION = """Self-service printing of Chinese certificates of origin (原产地证书自助打印).

Log in with `POST /sessions` or with a card; send the token as `Authorization: Bearer`. Whatever is
refused is refused with a problem document (RFC 9457): a stable `code`, a sentence in English and
Chinese, the business rule where there is one, and what to do.
"""
JSON = "application/json"
REFERENCE = "#/components/schemas/"


def describe(app: FastAPI) -> None:
    """Make `app` answer with the document, built once; call it after all routes are added."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _build(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # FastAPI documents this way


def _build(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=VERSION, description=DESCRIPTION, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template=REFERENCE + "{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    document["components"]["examples"] = problem_examples()
    for operations in document["paths"].values():
        for operation in operations.values():
            _add_examples(operation)
    return document


def _add_examples(operation: dict[str, Any]) -> None:
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for content in (body.get("content", {}) for body in bodies):
        if EVENT_STREAM in content:
            content[EVENT_STREAM]["example"] = STREAMED
        if (name := _schema_name(content)) in EXAMPLES:
            content[JSON]["example"] = EXAMPLES[name]


def _schema_name(content: dict[str, Any]) -> str:
    """Of a JSON body; empty for any other."""
    schema = content.get(JSON, {}).get("schema", {})
    return str(schema.get("$ref", "")).removeprefix(REFERENCE)
