from collections.abc import Callable
from typing import Any, TypeVar

_MethodT = TypeVar("_MethodT", bound=Callable[..., Any])

def event_handler(
    source_service: str, event_type: str, **options: Any
) -> Callable[[_MethodT], _MethodT]: ...
