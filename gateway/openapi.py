"""The OpenAPI document, with an example for every body; `python -m gateway.openapi` prints it."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.documentation import problem_examples
from gateway.examples import EXAMPLES
from gateway.problems import Problem

VERSION = "0.1.0"
DESCRIPTION = """Self-service printing of Chinese certificates of origin (原产地证书自助打印).

Log in with `POST /sessions` or with a card; send the token as `Authorization: Bearer`. Whatever is
refused is refused with a problem document (RFC 9457): a stable `code`, a sentence in English and
Chinese, the business rule where there is one, and what to do.
"""
JSON = "application/json"
REFERENCE = "#/components/schemas/"


def describe(app: FastAPI) -> None:
    """Make `app` answer with the document, built once."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _build(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


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
    for body in bodies:
        content = body.get("content", {}).get(JSON)
        name = content["schema"].get("$ref", "").removeprefix(REFERENCE) if content else ""
        if name in EXAMPLES:
            content["example"] = EXAMPLES[name]


def main() -> None:
    """Sorted and without any connection, so that a change of the surface shows as a diff."""
    from gateway.app import create_app  # noqa: PLC0415 - the application imports this module
    from gateway.parts import assemble  # noqa: PLC0415
    from gateway.settings import Settings  # noqa: PLC0415

    nowhere = Settings(
        amqp_url="amqp://127.0.0.1",
        s3_endpoint="http://127.0.0.1:9000",
        s3_access_key="-",
        s3_secret_key="-",  # noqa: S106 - nothing is connected
        s3_bucket="-",
        object_key=bytes(32),
        http_port=8000,
    )
    document = create_app(assemble(nowhere)).openapi()
    print(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True))  # noqa: T201


if __name__ == "__main__":
    main()
