"""Events from their JSON form: the usual ones quickly, all others with every fault."""

from collections.abc import Iterator
from typing import Any, Final

from phantom_core.studio.midi.columns import Columns
from phantom_core.studio.midi.event import LAST_TICK, TICK, Oddity
from phantom_core.studio.midi.events import NOTE_BEGINS, NOTE_ENDS
from phantom_core.studio.midi.messages import CHANNEL_KINDS, message_of
from phantom_core.studio.midi.rules import Faults, Field, Flag, Name, Whole
from phantom_core.studio.midi.varlen import MOST_BYTES

__all__ = ["EventsReader"]

_USUAL: Final = {
    name: (status, fields[0], fields[-1], 3 + len(fields))
    for name, (status, fields) in CHANNEL_KINDS.items()
}
"""For each kind its status, its fields, the only one twice where there is one, and how many there
are with the time, the type and the channel."""

_BRIEF: Final = 4
_NAMED: Final = 6
_NOTES: Final = ("noteOn", "noteOff")
_ID: Final = Name()
_PADDED: Final = Whole(1, MOST_BYTES)
_BESIDE: Final[dict[str, Field]] = {
    "id": _ID,
    "runs": Flag(),
    "deltaBytes": _PADDED,
    "lengthBytes": _PADDED,
}
_ODD: Final = frozenset({"deltaBytes", "lengthBytes", "runs"})
_LAST_CHANNEL, _MOST = 15, 127
_KIND, _NOTE_ON = 0xF0, 0x90
_RELEASE: Final = Whole(0, 127)


class EventsReader:
    """Reads the events of the tracks of one content, or of one frame.

    Attributes:
        faults: what was wrong so far.
    """

    def __init__(self, faults: Faults, *, frame: bool) -> None:
        self.faults = faults
        self._frame = frame
        self._begun: set[str] = set()

    def read(self, values: Any, path: str) -> Columns:
        """Read the events of a track; those with faults are left out."""
        columns = Columns()
        if not isinstance(values, list):
            self.faults.add(path, "must be a list")
            return columns
        pairs = enumerate(values)
        while (unusual := self._read_usual(pairs, columns)) is not None:
            place, value = unusual
            self._read_one(value, f"{path}[{place}]", columns)
        return columns

    def _read_usual(
        self, pairs: Iterator[tuple[int, Any]], columns: Columns
    ) -> tuple[int, Any] | None:
        """Read events that have nothing unusual; answers the next that has, and its place."""
        times, messages = columns.times, columns.messages
        last = times[-1] if times else 0
        for place, value in pairs:
            try:
                status, one, two, usual = _USUAL[value["type"]]
                time, channel = value["time"], value["channel"]
                first, second = value[one], value[two]
                message = bytes((status | channel, first, second))
            except (KeyError, TypeError, ValueError):
                return place, value
            if not (
                type(time) is type(channel) is type(first) is type(second) is int
                and last <= time <= LAST_TICK
                and channel <= _LAST_CHANNEL
                and first | second <= _MOST
            ):
                return place, value
            if len(value) != usual and not self._is_named(value, message, columns):
                return place, value
            times.append(time)
            messages.append(message[:2] if usual == _BRIEF else message)
            last = time
        return None

    def _is_named(self, value: dict[str, Any], message: bytes, columns: Columns) -> bool:
        """Whether a name of a note is all that an event has beside the usual; it is taken then."""
        name = value.get("id", "")
        if len(value) != _NAMED or value["type"] not in _NOTES or _ID(name):
            return False
        if _begins(message):
            if name in self._begun:
                return False
            self._begun.add(name)
        columns.ids[len(columns.times)] = name
        return True

    def _read_one(self, value: Any, path: str, columns: Columns) -> None:
        if not isinstance(value, dict):
            self.faults.add(path, "must be an object")
            return
        sound = self.faults.check(f"{path}.time", TICK, value.get("time"))
        for name, rule in _BESIDE.items():
            if name in value:
                sound &= self.faults.check(f"{path}.{name}", rule, value[name])
        message, name = self._message(value, path)
        if not sound or message is None:
            return
        if columns.times and value["time"] < columns.times[-1]:
            self.faults.add(f"{path}.time", f"must not be before {columns.times[-1]}")
            return
        place = len(columns.times)
        columns.times.append(value["time"])
        columns.messages.append(message)
        if name is not None:
            columns.ids[place] = self._named(message, name, path)
        if not _ODD.isdisjoint(value):
            columns.odds[place] = _oddity(value)

    def _message(self, value: dict[str, Any], path: str) -> tuple[bytes | None, Any]:
        """The message of an event, and the name of the note that it begins or ends."""
        if self._frame and ("on" in value or "off" in value):
            return self._edge(value, path)
        message = message_of(value, path, self.faults)
        if "id" in value and value.get("type") not in _NOTES:
            self.faults.add(f"{path}.id", "belongs to notes only")
        return message, value.get("id")

    def _edge(self, value: dict[str, Any], path: str) -> tuple[bytes | None, Any]:
        """What begins or ends a note in a frame."""
        side = "on" if "on" in value else "off"
        known = {"time", side, *_ODD} | ({"release"} if side == "off" else set())
        sound = [self.faults.check(f"{path}.{side}", _ID, value[side])]
        if "release" in value and side == "off":
            sound.append(self.faults.check(f"{path}.release", _RELEASE, value["release"]))
        for name in value:
            if name not in known:
                self.faults.add(f"{path}.{name}", f"is no field of what has {side!r}")
                sound.append(False)
        if not all(sound):
            return None, None
        if side == "on":
            return NOTE_BEGINS, value["on"]
        return NOTE_ENDS + bytes([value["release"]] if "release" in value else []), value["off"]

    def _named(self, message: bytes, name: str, path: str) -> str:
        """Note that a message has a name; no two notes may begin by one."""
        if message == NOTE_BEGINS or _begins(message):
            if name in self._begun:
                self.faults.add(f"{path}.id", f"is that of two notes: {name}")
            self._begun.add(name)
        return name


def _begins(message: bytes) -> bool:
    """Whether a note begins; with a velocity of 0, a `noteOn` ends one."""
    return message[0] & _KIND == _NOTE_ON and message[2] > 0


def _oddity(value: dict[str, Any]) -> Oddity:
    return Oddity(
        delta_bytes=value.get("deltaBytes", 0),
        length_bytes=value.get("lengthBytes", 0),
        runs=value.get("runs"),
    )
