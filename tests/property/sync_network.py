"""A server, some devices and a bad network between them, all in memory and from one seed."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import Final

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.sync import (
    Accepted,
    Change,
    Document,
    Problem,
    Put,
    RecordId,
    Refused,
    Replica,
    ReplicaId,
    Verdict,
    VersionVector,
    accept,
    compact,
    delta,
    hybrid_time,
    load_snapshot,
    pack,
    snapshot,
)
from tests.property.sync_checker import Book, Dot, Outcome
from tests.property.sync_world import drawn_edits

__all__ = ["Device", "Network", "Server"]

TOO_LOUD: Final = 3
"""The server takes no such velocity."""


FEWEST: Final = 5
"""How many devices there are at first."""

MOST: Final = 8
"""How many there are in the end, with those who come late."""


def judge(change: Change, _: Document) -> Problem | None:
    for edit in change.edits:
        if isinstance(edit, Put) and edit.fields.get("velocity") == TOO_LOUD:
            return Problem(rule="too-loud", path=edit.record, detail="That is too loud.")
    return None


class Server:
    """What is durable of it is `base` and `log`; its document is made of them at each start."""

    def __init__(self, book: Book) -> None:
        self.base = snapshot(Document())
        self.log: list[Change] = []
        self.book = book
        self.forgotten: set[RecordId] = set()
        self.start()

    def start(self) -> None:
        """Read what is durable; all else a crash has lost."""
        self.document = load_snapshot(self.base)
        for change in self.log:
            self.document.apply(change)

    def push(self, batch: Sequence[Change], now_ms: int) -> Sequence[Verdict]:
        """Decide, and keep what was decided, before anybody is told."""
        verdicts = accept(self.document.branch(), batch, now_ms=now_ms, judge=judge)
        for sent, verdict in zip(batch, verdicts, strict=True):
            match verdict:
                case Accepted(change=change):
                    self._keep(change)
                    self.book.accepted(sent)
                case Refused(void=Change() as void):
                    self._keep(void)
                    self.book.refused(sent)
        return verdicts

    def _keep(self, change: Change) -> None:
        self.log.append(change)
        self.document.apply(change)

    def pull(self, vector: VersionVector) -> list[Change]:
        """What somebody lacks who has so much."""
        return [change for change in self.log if change.counter > vector[change.replica]]

    def compact(self, now_ms: int) -> None:
        """Forget what was removed."""
        before = {*self.document.entries}
        compact(self.document, hybrid_time(now_ms + 7_200_000))
        self.forgotten |= before - self.document.entries.keys()
        self.base, self.log = snapshot(self.document), []


class Device:
    """Somebody's replica, its store and its clock."""

    def __init__(self, number: int, network: "Network") -> None:
        self.number = number
        self.network = network
        self.store = MemoryReplicaStore()
        self.skew_ms = network.drawn_skew()
        self.is_online = True
        self.known: set[Dot] = set()
        self.start()

    def start(self) -> None:
        """Start the program; it finds what is in the store."""
        author = f"person{self.number % 4}"
        self.replica = Replica(self.store, new_id=ReplicaId(f"r{self.number}"), author=author)
        view = self.replica.view
        self.known = {dot for dot in self.known if view.knows(ReplicaId(dot[0]), dot[1])}

    def crash(self) -> None:
        """Lose what is not durable, and start again."""
        self.store.cut_power()
        self.start()

    def work(self, chance: Random) -> None:
        """Do something, as people do."""
        now_ms = self.network.now_ms + self.skew_ms
        match chance.randrange(12):
            case 0 | 1:
                change = self.replica.undo(now_ms=now_ms)
            case 2:
                change = self.replica.redo(now_ms=now_ms)
            case _:
                name = f"r{self.number}-{chance.randrange(10**9)}"
                edits = drawn_edits(self.replica.view, chance, name)
                gesture = chance.choice((None, None, "drag"))
                change = self.replica.edit(*edits, now_ms=now_ms, gesture=gesture)
        if change is not None:
            self.network.book.made(change, self.known, self.network.now_ms, now_ms)
            self.known.add((change.replica, change.counter))

    def hear(self, changes: Iterable[Change]) -> None:
        """Take what the server has decided."""
        changes = list(changes)
        self.replica.receive(changes)
        self.known |= {(change.replica, change.counter) for change in changes}

    def load(self, packed: bytes, known: Iterable[Dot]) -> None:
        """Take a snapshot, and with it all that was decided by then."""
        self.replica.load(packed)
        self.known |= set(known)

    def merge(self, packed: bytes, known: Iterable[Dot]) -> None:
        """Take a delta, if it is not from before or after a snapshot."""
        with suppress(ValueError):
            self.replica.merge(packed)
            self.known |= set(known)


class Network:
    """Carries messages: late, twice, in any order, or never."""

    def __init__(
        self,
        seed: int,
        *,
        skew_ms: int = 3_600_000,
        paces_ms: Sequence[int] = (1, 20, 500, 5_000),
    ) -> None:
        self.chance = Random(seed)
        self.skew_ms = skew_ms
        self.paces_ms = paces_ms
        self.now_ms = 1_800_000_000_000
        self.book = Book()
        self.server = Server(self.book)
        self.devices = [Device(number, self) for number in range(FEWEST)]
        self.waiting: list[tuple[Device, Callable[[], None]]] = []
        self.is_settling = False

    def drawn_skew(self) -> int:
        """How far a device's clock is off."""
        return self.chance.randint(-self.skew_ms, self.skew_ms)

    def run(self, steps: int, *, compacting: bool = False) -> None:
        """Let things happen."""
        for _ in range(steps):
            self.now_ms += self.chance.choice(self.paces_ms)
            self._happen(self.chance.choice(self.devices), self.chance.random())
            if compacting and self.chance.random() < 0.03:
                self.server.compact(self.now_ms)

    def _happen(self, device: Device, what: float) -> None:
        if what < 0.4:
            device.work(self.chance)
        elif what < 0.6:
            self.synchronise(device)
        elif what < 0.9:
            for _ in range(self.chance.randrange(1, 8)):
                self._carry()
        else:
            self._trouble(device, self.chance.randrange(5))

    def _trouble(self, device: Device, what: int) -> None:
        match what:
            case 0:
                device.is_online = not device.is_online
            case 1:
                device.crash()
            case 2:
                self.server.start()
            case 3:
                device.skew_ms = self.drawn_skew()
            case _ if len(self.devices) < MOST:
                self.devices.append(Device(len(self.devices), self))

    def synchronise(self, device: Device) -> None:
        """Send what a device has to send, and ask for what it lacks."""
        replica = device.replica
        batch, horizon = replica.outgoing(self.chance.choice((1, 3, 200))), replica.horizon
        if batch:
            self._post(device, partial(self._push, device, batch, horizon))
        self._post(device, partial(self._pull, device, replica.vector, horizon))

    def _push(self, device: Device, batch: Sequence[Change], horizon: VersionVector) -> None:
        if horizon != self.server.document.horizon:
            self._pull(device, VersionVector(), horizon)
            return
        before = len(self.server.log)
        verdicts = self.server.push(batch, self.now_ms)
        self._post(device, partial(self._acknowledge, device, verdicts))
        news = self.server.log[before:]
        for other in self.devices if news and not self.is_settling else ():
            if other.replica.horizon == horizon:
                self._post(other, partial(other.hear, news))

    def _acknowledge(self, device: Device, verdicts: Sequence[Verdict]) -> None:
        device.replica.acknowledge(verdicts)

    def _pull(self, device: Device, vector: VersionVector, horizon: VersionVector) -> None:
        server, known = self.server, self.book.all_decided()
        if horizon != server.document.horizon:
            self._post(device, partial(device.load, snapshot(server.document), known))
        elif self.chance.random() < 0.3:
            packed = pack(delta(server.document, vector))
            self._post(device, partial(device.merge, packed, known))
        else:
            self._post(device, partial(device.hear, server.pull(vector)))

    def _post(self, device: Device, deliver: Callable[[], None]) -> None:
        self.waiting.append((device, deliver))

    def _carry(self) -> None:
        if not self.waiting:
            return
        at = self.chance.randrange(len(self.waiting))
        device, deliver = self.waiting[at]
        if self.chance.random() > 0.15:
            del self.waiting[at]
        if device.is_online and self.chance.random() > 0.15:
            deliver()

    def outcome(self) -> Outcome:
        """What everybody sees in the end."""
        return Outcome(self.server.document.state(), self.server.document.conflicts())

    def settle(self) -> None:
        """Let everybody be online, and ask, until all have everything."""
        self.waiting.clear()
        self.is_settling = True
        for device in self.devices:
            device.is_online = True
        while not all(map(self._is_settled, self.devices)):
            for device in self.devices:
                self.synchronise(device)
            while self.waiting:
                self.waiting.pop(0)[1]()

    def _is_settled(self, device: Device) -> bool:
        replica, document = device.replica, self.server.document
        return (
            not replica.pending
            and replica.vector == document.vector
            and replica.horizon == document.horizon
        )
