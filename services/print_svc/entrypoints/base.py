"""What print_svc's entrypoints share: neighbours, keys, the renderer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chassis.calls import Neighbours
from chassis.service import Service
from contracts.base import Request
from services.print_svc.documents import Renderer, Rendering
from services.print_svc.keyring import Keyring, Keys


class PrintEntrypoints(Service):
    if TYPE_CHECKING:
        ask: Callable[[Request[Any]], Any]
        keys: Keys
        renderer: Renderer
    else:
        ask = Neighbours()
        keys = Keyring()
        renderer = Rendering()
