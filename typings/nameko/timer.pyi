from collections.abc import Callable
from typing import Any, TypeVar

_MethodT = TypeVar("_MethodT", bound=Callable[..., Any])

def timer(*, interval: float, eager: bool = False) -> Callable[[_MethodT], _MethodT]: ...
