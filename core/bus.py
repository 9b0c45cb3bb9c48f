"""A small typed event bus. A failing handler is reported and never starves the next one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")
_log = logging.getLogger(__name__)


class Bus:
    """Delivers an event to the handlers of its exact type, in order of subscription.

    Handlers run on the publisher's thread; the desktop bridge hops to the GUI thread.
    """

    def __init__(self) -> None:
        self._handlers: dict[type[Any], list[Callable[[Any], None]]] = {}

    def subscribe(
        self, event_type: type[Event], handler: Callable[[Event], None]
    ) -> Callable[[], None]:
        """Register a handler; call the result to unsubscribe."""
        handlers = self._handlers.setdefault(event_type, [])
        handlers.append(handler)
        return lambda: handlers.remove(handler) if handler in handlers else None

    def publish(self, event: object) -> None:
        for handler in tuple(self._handlers.get(type(event), ())):
            try:
                handler(event)
            except Exception:  # noqa: BLE001 - the bus is a boundary
                _log.exception("bus.handler_failed event=%s", type(event).__name__)
