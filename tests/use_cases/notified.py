"""What follows of nearly everything, and has tests of its own: `tests.use_cases.notifications`."""

from collections.abc import Iterable

from phantom_core.kernel import Event
from phantom_core.notifications.events import EVENTS

__all__ = ["apart_from_notifications"]


def apart_from_notifications(events: Iterable[Event]) -> list[Event]:
    """The others of some events."""
    return [event for event in events if not isinstance(event, EVENTS)]
