"""The kinds of message that cross a boundary: events, requests and replies."""

import re
from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from contracts.moments import check_moment, moments_in
from contracts.values import Caller


def snake_case(class_name: str) -> str:
    """`OpenSession` becomes `open_session`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


class Contract(BaseModel):
    """Frozen; unknown fields are ignored, so a newer sender may add optional ones.

    What does not fit is not quoted in the error: it may be an identity number.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def to_wire(self) -> dict[str, Any]:
        """JSON primitives only."""
        return self.model_dump(mode="json")

    @classmethod
    def from_wire(cls, fields: dict[str, Any]) -> Self:
        """Raise pydantic.ValidationError for what does not fit."""
        return cls.model_validate(fields)


class Event(Contract):
    """A fact in the past tense; goes to the exchange `<SOURCE>.events` under its class name."""

    SOURCE: ClassVar[str]
    VERSION: ClassVar[int] = 1

    enterprise_code: str

    @property
    def subject(self) -> str:
        """What the event is about; events of one subject keep their order."""
        return self.enterprise_code


class Reply(Contract):
    """What a service answers."""


class Done(Reply):
    """The command was carried out; there is nothing more to say."""


ReplyT = TypeVar("ReplyT", bound=Reply)


class Request(Contract, Generic[ReplyT]):
    """A question or command whose caller waits; the RPC method `<SERVICE>.<rpc_method()>`."""

    SERVICE: ClassVar[str]
    CHANGES: ClassVar[bool] = False
    """Whether it changes anything; if not, the database takes no change while it is answered."""
    PATIENCE: ClassVar[int] = 1
    """How many times as long as usual its caller waits."""

    @model_validator(mode="after")
    def _moments_make_sense(self) -> Self:
        for moment in moments_in(self):
            check_moment(moment)
        return self

    @classmethod
    def rpc_method(cls) -> str:
        """The class name in snake case: `OpenSession` is answered by `open_session`."""
        return snake_case(cls.__name__)

    @classmethod
    def rpc_name(cls) -> str:
        """The routing key on nameko's exchange."""
        return f"{cls.SERVICE}.{cls.rpc_method()}"

    @classmethod
    def reply_type(cls) -> type[ReplyT]:
        """The reply named in the class's own brackets."""
        for base in cls.__mro__:
            arguments = getattr(base, "__pydantic_generic_metadata__", {}).get("args", ())
            if arguments:
                reply: type[ReplyT] = arguments[0]
                return reply
        raise TypeError(f"{cls.__name__} names no reply")


class CallerRequest(Request[ReplyT], Generic[ReplyT]):
    """A request on behalf of a person logged in; allowed as `contracts.permissions` says."""

    caller: Caller


class Command(CallerRequest[ReplyT], Generic[ReplyT]):
    """A request that changes something; the same key and content get the first reply again."""

    CHANGES: ClassVar[bool] = True

    idempotency_key: str | None = None
