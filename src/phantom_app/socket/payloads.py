"""What clients are told of events and signals: the tables of all contexts, and the writing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.payloads import InstantText, Payload, instant
from phantom_app.socket import (
    arrangement_events,
    audio_events,
    booking_events,
    calls_events,
    catalog_events,
    chat_events,
    export_events,
    identity_events,
    image_events,
    matching_events,
    notification_events,
    rooms_events,
    studio_events,
)
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event, StoredEvent
from phantom_core.live import Message, Notice, Removed, Resync, Signal

__all__ = [
    "EVENT_PAYLOADS",
    "NOTICES",
    "SIGNAL_PAYLOADS",
    "Dropped",
    "Hidden",
    "PresenceSignal",
    "ShownOut",
    "encode_message",
]

EVENT_PAYLOADS: Final[Mapping[type[Event], type[EventPayload]]] = {
    **identity_events.EVENTS,
    **audio_events.EVENTS,
    **rooms_events.EVENTS,
    **calls_events.EVENTS,
    **catalog_events.EVENTS,
    **chat_events.EVENTS,
    **studio_events.EVENTS,
    **arrangement_events.EVENTS,
    **image_events.EVENTS,
    **matching_events.EVENTS,
    **booking_events.EVENTS,
    **export_events.EVENTS,
    **notification_events.EVENTS,
}
"""What is told of each event. An event without a row cannot be told, and a test says so."""

_RESOURCES: Final[Mapping[type[Any], Callable[[Any], Any]]] = {
    datetime: instant,
    **identity_events.RESOURCES,
    **audio_events.RESOURCES,
    **rooms_events.RESOURCES,
    **calls_events.RESOURCES,
    **catalog_events.RESOURCES,
    **chat_events.RESOURCES,
    **studio_events.RESOURCES,
    **arrangement_events.RESOURCES,
    **image_events.RESOURCES,
    **booking_events.RESOURCES,
    **notification_events.RESOURCES,
}


class PresenceSignal(EventPayload):
    """How a person is seen; `offline` when they have gone. `count` is how many are seen there.

    In a topic of more than a hundred people, not everybody's coming and going is told.

    In one's own topic it tells of mutual followers too: of people who follow each other, each
    among the thousand whom the other has followed last, and neither of whom has blocked the other.
    They are seen as they show themselves in their own topics; what they show in quick succession is
    told as it stands at the last.
    """

    status: str
    activity: str
    count: int
    cursor_ms: Annotated[
        int | None, msgspec.Meta(description="Where they are in the music of a project.")
    ] = None


SIGNAL_PAYLOADS: Final[Mapping[str, type[EventPayload]]] = {
    "user.presence": PresenceSignal,
    **calls_events.SIGNALS,
    **chat_events.SIGNALS,
    **studio_events.SIGNALS,
}
"""What is told of each signal, by its name."""


class _Told(Payload):
    """An event on the wire."""

    type: str
    topic: str
    seq: int
    at: InstantText
    by: str | None
    data: EventPayload


class _Signalled(Payload):
    """A signal on the wire."""

    type: str
    topic: str
    at: InstantText
    by: str | None
    data: EventPayload


class Dropped(Payload, tag_field="type", tag="resync"):
    """The client was too slow for a topic, and hears it no longer until it joins again.

    `seq` is the last event that it was told.
    """

    topic: str
    seq: int


class ShownOut(Payload, tag_field="type", tag="removed"):
    """The client may listen to a topic no longer, and hears nothing more of it.

    `seq` is the event that ended it, which it was told before this.
    """

    topic: str
    seq: int


class Hidden(Payload, tag_field="type", tag="withheld"):
    """Something that somebody said whom the user has blocked.

    The event has its number in the topic, and that is all there is to know of it.
    """

    topic: str
    seq: int
    at: InstantText


NOTICES: Final[Mapping[str, type[Payload]]] = {
    "resync": Dropped,
    "removed": ShownOut,
    "withheld": Hidden,
}
"""What single clients are told in place of what happens in a topic, by its type."""

_ENCODER: Final = msgspec.json.Encoder()


def encode_message(message: Message | Notice) -> bytes:
    """Write what readers are told, as the wire has it."""
    if isinstance(message, StoredEvent):
        return _ENCODER.encode(_told(message))
    if isinstance(message, Signal):
        return _ENCODER.encode(_signalled(message))
    return _ENCODER.encode(_noticed(message))


def _noticed(notice: Notice) -> Payload:
    if isinstance(notice, Resync):
        return Dropped(topic=notice.topic, seq=notice.seq)
    if isinstance(notice, Removed):
        return ShownOut(topic=notice.topic, seq=notice.seq)
    return Hidden(topic=notice.topic, seq=notice.seq, at=instant(notice.at))


def _told(stored: StoredEvent) -> _Told:
    event = stored.event
    kind = EVENT_PAYLOADS[type(event)]
    return _Told(
        type=event.name,
        topic=stored.topic,
        seq=stored.seq,
        at=instant(stored.at),
        by=_named(stored),
        data=kind(**{name: _plain(fact) for name, fact in kind.facts(event).items()}),
    )


def _named(stored: StoredEvent) -> str | None:
    """Who is said to have caused an event: in a person's own topic, nobody but themself.

    Whoever else has a part in it is named by its data, if that is theirs to know: who in office
    acted is not, nor who ended a follow of theirs.
    """
    kind, _, owner = stored.topic.partition(":")
    unnamed = kind == "user" and stored.by != owner
    return None if unnamed or rooms_events.is_nobodys(stored) else stored.by


def _plain(value: Any) -> Any:
    if type(value) is tuple:
        return [_plain(each) for each in value]
    resource = _RESOURCES.get(type(value))
    return value if resource is None else resource(value)


def _signalled(signal: Signal) -> _Signalled:
    return _Signalled(
        type=signal.name,
        topic=signal.topic,
        at=instant(signal.at),
        by=signal.by,
        data=SIGNAL_PAYLOADS[signal.name](**signal.data),
    )
