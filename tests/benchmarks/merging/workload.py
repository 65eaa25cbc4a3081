"""What three replicas do, each by itself or in turns: the same for every engine that is measured.

Chance is seeded: whoever asks gets the same ids, values, times and order.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import attrs

__all__ = [
    "AT_ONCE",
    "CLIP",
    "REPLICAS",
    "Op",
    "Value",
    "Workload",
    "last_words",
    "live",
    "note_edits",
    "property_writes",
]

REPLICAS: Final = 3
CLIP: Final = "clip"

_SEED: Final = 42
_BEGIN: Final = 1_700_000_000_000
_CLOCKS_OFF: Final = (-1_000, 0, 700)
_HOUR: Final = 3_600_000
_ENTITIES: Final = 1_000
_WRITES: Final = 100_000 // REPLICAS
_NOTES: Final = 2_000
_EDITS: Final = 30_000 // REPLICAS
AT_ONCE: Final = 10

Value = str | int | float | bool


@attrs.frozen
class Op:
    """One transaction: fields of a record get values.

    Attributes:
        at: when, ms.
        clock: when, by the clock of the replica that does it.
        fields: none, where the record is removed.
        owner: the record that holds one that begins with this.
    """

    at: int
    clock: int
    record: str
    fields: Mapping[str, Value]
    owner: str | None = None


@attrs.frozen
class Workload:
    """What all begin with, and what each replica does then."""

    base: Sequence[Op]
    scripts: Sequence[Sequence[Op]]

    @property
    def count(self) -> int:
        """How many transactions the replicas make together."""
        return sum(map(len, self.scripts))


_PROPERTIES: Final[Mapping[str, Callable[[random.Random], Value]]] = {
    "name": lambda chance: f"stem {chance.randrange(1000)}",
    "color": lambda chance: f"#{chance.getrandbits(24):06x}",
    "volume": lambda chance: round(chance.random(), 3),
    "pan": lambda chance: round(chance.uniform(-1, 1), 3),
    "mute": lambda chance: chance.random() < 0.5,
}
_NOTE: Final[Mapping[str, Callable[[random.Random], Value]]] = {
    "track": lambda chance: chance.randrange(4),
    "channel": lambda chance: chance.randrange(16),
    "pitch": lambda chance: chance.randrange(24, 96),
    "start": lambda chance: chance.randrange(400_000),
    "duration": lambda chance: chance.choice((60, 120, 240, 480, 960)),
    "velocity": lambda chance: chance.randrange(1, 128),
}


def _minted(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def _one(
    kinds: Mapping[str, Callable[[random.Random], Value]], chance: random.Random
) -> Mapping[str, Value]:
    name = chance.choice([*kinds])
    return {name: kinds[name](chance)}


def _all(
    kinds: Mapping[str, Callable[[random.Random], Value]], chance: random.Random
) -> Mapping[str, Value]:
    return {name: draw(chance) for name, draw in kinds.items()}


def _spell(number: int, count: int, chance: random.Random) -> Sequence[tuple[int, int]]:
    """Times in six hours, and what a clock that is off says; each begins an hour later."""
    begin = _BEGIN + number * _HOUR
    times = sorted(chance.randrange(begin, begin + 6 * _HOUR) for _ in range(count))
    return [(at, at + _CLOCKS_OFF[number]) for at in times]


def property_writes() -> Workload:
    """100,000 writes of a field, by three who do not hear of each other, in 1,000 entities."""
    chance = random.Random(_SEED)
    records = [_minted(chance) for _ in range(_ENTITIES)]
    base = [Op(at, at, record, _all(_PROPERTIES, chance)) for at, record in enumerate(records, 1)]
    scripts = [
        [
            Op(at, clock, chance.choice(records), _one(_PROPERTIES, chance))
            for at, clock in _spell(number, _WRITES, chance)
        ]
        for number in range(REPLICAS)
    ]
    return Workload(base, scripts)


def live() -> Workload:
    """The same writes, by three who hear of each other each time that all have made ten.

    Their clocks are right, as those of clients are that hear of the server's.
    """
    offline = property_writes()
    scripts = [
        [_at(op, _BEGIN + 100 * index + 30 * number) for index, op in enumerate(script)]
        for number, script in enumerate(offline.scripts)
    ]
    return Workload(offline.base, scripts)


def _at(op: Op, at: int) -> Op:
    return attrs.evolve(op, at=at, clock=at)


def note_edits() -> Workload:
    """30,000 edits of the notes of a clip that has 2,000, by three who do not hear of each other.

    Of these 40 % add a note, 20 % remove one, 40 % give a field of one a value.
    """
    chance = random.Random(_SEED)
    notes = [_minted(chance) for _ in range(_NOTES)]
    base = [Op(at, at, note, _all(_NOTE, chance), CLIP) for at, note in enumerate(notes, 1)]
    return Workload(base, [[*_edits(number, [*notes], chance)] for number in range(REPLICAS)])


def _edits(number: int, notes: list[str], chance: random.Random) -> Iterator[Op]:
    for at, clock in _spell(number, _EDITS, chance):
        kind = chance.random()
        if kind < 0.4:
            notes.append(_minted(chance))
            yield Op(at, clock, notes[-1], _all(_NOTE, chance), CLIP)
        elif kind < 0.6:
            index = chance.randrange(len(notes))
            notes[index], notes[-1] = notes[-1], notes[index]
            yield Op(at, clock, notes.pop(), {})
        else:
            yield Op(at, clock, chance.choice(notes), _one(_NOTE, chance))


def last_words(workload: Workload) -> Mapping[tuple[str, str], Value]:
    """The truly last value of each field to which each replica gave a last value of its own."""
    words: dict[tuple[str, str], dict[int, tuple[int, Value]]] = {}
    for number, script in enumerate(workload.scripts):
        for op in script:
            for field, value in op.fields.items():
                words.setdefault((op.record, field), {})[number] = op.at, value
    return {
        key: max(said.values())[1]
        for key, said in words.items()
        if len({value for _, value in said.values()}) == REPLICAS
    }
