"""How an example is made."""

from typing import Any, TypeVar

from pydantic import BaseModel

ModelT = TypeVar("ModelT", bound=BaseModel)


def example(model: type[ModelT], /, **fields: Any) -> ModelT:
    """Raise ValidationError for a wrong value and for a field that `model` does not have.

    Contracts ignore unknown fields, so that a misspelt one would vanish from the example.
    """
    return model.model_validate(fields, extra="forbid")
