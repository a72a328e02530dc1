"""What of a principal's certificates an agent may print (R37-R39)."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from contracts.values import Value


class AgentLimits(Value):
    """Whatever is left out is not limited.

    `originals` counts certificates: one whose original is replaced is not counted again.
    """

    type_ids: tuple[Annotated[str, Field(max_length=64)], ...] = Field(default=(), max_length=64)
    valid_from: AwareDatetime | None = None
    valid_to: AwareDatetime | None = None
    originals: int | None = Field(default=None, ge=1, le=1_000_000)

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be later than valid_from")
        return self


UNLIMITED = AgentLimits()
