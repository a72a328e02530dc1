from collections.abc import Callable, Iterable
from typing import Any

from eventlet.greenthread import GreenThread

from nameko.extensions import DependencyProvider, Entrypoint, Extension

class ServiceContainer:
    service_cls: type[Any]
    service_name: str
    config: dict[str, Any]
    max_workers: int
    accept: list[str]
    entrypoints: Iterable[Entrypoint]
    dependencies: Iterable[DependencyProvider]
    extensions: Iterable[Extension]
    def __init__(self, service_cls: type[Any], config: dict[str, Any]) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self, exc_info: Any = None) -> None: ...
    def wait(self) -> None: ...
    def spawn_worker(
        self,
        entrypoint: Entrypoint,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        context_data: dict[str, Any] | None = None,
        handle_result: Callable[..., Any] | None = None,
    ) -> WorkerContext: ...
    def spawn_managed_thread(
        self, fn: Callable[[], Any], identifier: str | None = None
    ) -> GreenThread: ...

class WorkerContext:
    container: ServiceContainer
    service: Any
    service_name: str
    entrypoint: Entrypoint
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    data: dict[str, Any]
    call_id: str
    call_id_stack: list[str]
