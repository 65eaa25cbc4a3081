"""How messages travel between processes: as JSON, read by name alone, and never as code."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_adapters import codec
from phantom_core.kernel import StoredEvent, Topic, UnknownEvent, UserId
from phantom_core.live import Message, Signal
from phantom_core.registry import REGISTRY

__all__ = ["pack", "unpack"]


def pack(sender: str, messages: Sequence[Message]) -> bytes:
    """Write what one process sends at once."""
    parcels = [_packed(message) for message in messages]
    return codec.dumps({"from": sender, "parcels": parcels}).encode()


def unpack(data: bytes) -> tuple[str, Sequence[Message]]:
    """Read who sent it, and what: all that this version knows of. Raises: UnknownShape."""
    try:
        text = data.decode()
        envelope = codec.loads(text, Any)
        sender, parcels = str(envelope["from"]), envelope["parcels"]
        read = [_READERS[kind](fields) for kind, fields in parcels if kind in _READERS]
    except (ValueError, KeyError, TypeError) as error:
        raise codec.UnknownShape("a message") from error
    return sender, read


def _packed(message: Message) -> tuple[str, Any]:
    if isinstance(message, StoredEvent):
        fields = attrs.asdict(message, recurse=False)
        return "event", {**fields, "name": message.event.name}
    return "signal", attrs.asdict(message, recurse=False)


def _event(fields: Mapping[str, Any]) -> StoredEvent:
    """An event; one that this version cannot read has its number all the same, as in the log."""
    topic, by = Topic(fields["topic"]), fields["by"]
    try:
        event = codec.load_event(fields["name"], fields["event"], REGISTRY)
    except codec.UnknownShape:
        event = UnknownEvent(topic=topic, written=fields["name"])
    return StoredEvent(
        topic=topic,
        seq=fields["seq"],
        at=datetime.fromisoformat(fields["at"]),
        by=None if by is None else UserId(by),
        event=event,
    )


def _signal(fields: Mapping[str, Any]) -> Signal:
    return Signal(**{**fields, "at": datetime.fromisoformat(fields["at"])})


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Message]]] = {
    "event": _event,
    "signal": _signal,
}
