"""The request bodies that FastAPI does not see, because uploads are read by hand."""

from typing import Any

from pydantic import BaseModel


def upload_form(file: str, form: type[BaseModel] | None = None) -> dict[str, Any]:
    """A multipart form with one file and the fields of `form`."""
    properties: dict[str, Any] = {file: {"type": "string", "format": "binary"}}
    required = [file]
    if form is not None:
        schema = form.model_json_schema()
        properties |= schema["properties"]
        required += schema["required"]
    content = {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": properties, "required": required}
        }
    }
    return {"requestBody": {"required": True, "content": content}}


def upload_document(file: str, media_type: str) -> dict[str, Any]:
    """Either a multipart form with one file, or the file itself as the body."""
    body = upload_form(file)
    schema = {"type": "string", "format": "binary"}
    body["requestBody"]["content"][media_type] = {"schema": schema}
    return body
