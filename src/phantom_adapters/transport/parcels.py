"""How messages travel between processes: as JSON, read by name alone, and never as code."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_adapters import codec
from phantom_core.kernel import StoredEvent, Topic, UnknownEvent, UserId
from phantom_core.live import Asking, AtHome, Beat, Near, Parcel, Rolls, Seen, Signal
from phantom_core.registry import REGISTRY

__all__ = ["Letter", "pack", "unpack"]


@attrs.frozen
class Letter:
    """What one process sends at once.

    Attributes:
        sender: who sends it.
        trail: what it is part of; empty, if nobody follows that.
    """

    sender: str
    parcels: Sequence[Parcel]
    trail: str = ""


def pack(letter: Letter) -> bytes:
    """Write it."""
    parcels = [_packed(message) for message in letter.parcels]
    trail = {"trail": letter.trail} if letter.trail else {}
    return codec.dumps({"from": letter.sender, "parcels": parcels, **trail}).encode()


def unpack(data: bytes) -> Letter:
    """Read it: all that this version knows of. Raises: UnknownShape."""
    try:
        text = data.decode()
        envelope = codec.loads(text, Any)
        sender, parcels = str(envelope["from"]), envelope["parcels"]
        read = [_READERS[kind](fields) for kind, fields in parcels if kind in _READERS]
        return Letter(sender, read, str(envelope.get("trail", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise codec.UnknownShape("a message") from error


def _packed(message: Parcel) -> tuple[str, Any]:
    if isinstance(message, StoredEvent):
        fields = attrs.asdict(message, recurse=False)
        return "event", {**fields, "name": message.event.name}
    if isinstance(message, Signal):
        return "signal", attrs.asdict(message, recurse=False)
    return type(message).__name__, message


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


def _word(kind: type[Any]) -> Callable[[Mapping[str, Any]], Any]:
    return lambda fields: codec.load(fields, kind)


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Parcel]]] = {
    "event": _event,
    "signal": _signal,
    **{kind.__name__: _word(kind) for kind in (Asking, AtHome, Beat, Near, Rolls, Seen)},
}
