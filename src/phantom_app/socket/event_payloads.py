"""What payloads of events are made of, and how an event's fields become theirs."""

from collections.abc import Mapping
from typing import Any

from phantom_app.http.payloads import Payload

__all__ = ["EventPayload", "NothingMore"]


class EventPayload(Payload):
    """The base of what is told of an event; each field is taken from the event's own.

    What an event holds of the domain is told as the REST resource that it is.
    """

    @classmethod
    def facts(cls, event: Any) -> Mapping[str, Any]:
        """What is told of an event, by field; a subclass may take it from deeper in the event."""
        return {name: getattr(event, name) for name in cls.__struct_fields__}


class NothingMore(EventPayload):
    """The event's type says it all."""
