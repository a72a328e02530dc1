"""What whoever runs the process asks."""

from typing import Final

from pydantic import BaseModel

from gateway.examples.making import example
from gateway.routes.operations import Health, Readiness

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(Health, status="ok"),
    example(Readiness, broker=True, objects=True),
)
