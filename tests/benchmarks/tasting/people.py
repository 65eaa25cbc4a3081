"""People made of real listeners: each of one to three of them, with some artists of their own.

Real are the 1,892 listeners of HetRec-2011 Last.fm-2k (I. Cantador et al., RecSys 2011) with what
they play, and the words that were put to artists, which stand for genres. Vectors of uniform noise
would tell nothing: an index that fails on people finds them easily, and the other way round.
"""

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import attrs

from phantom_core.kernel import Id, UserId
from phantom_core.kernel.ids import id_from_int, id_to_bytes
from phantom_core.matching import TasteProfile, Traits, Wishes

__all__ = ["GENDERS", "TODAY", "WISHED", "Listeners", "identity", "number_of", "read_listeners"]

TODAY: Final = date(2026, 3, 1)
"""The day on which ages are reckoned here."""

_EPOCH: Final = 1_700_000_000_000
_ARTISTS: Final = 20
_GENRES: Final = 40
_NOISE: Final = 0.1
_DAMPING: Final = 0.7

GENDERS: Final = ("female", "male", "non_binary", None)
"""What people tell of their gender."""

WISHED: Final = ((), ("female",), ("male",), ("female", "non_binary"))
"""Whom people wish to meet."""


@attrs.frozen
class Listeners:
    """The real listeners.

    Attributes:
        plays: of each, artists with what they weigh: damped counts of plays.
        artists: an artist for each time that somebody plays them: chance by popularity.
        genres: of each artist, the words put to them, the most frequent first.
    """

    plays: list[list[tuple[int, float]]]
    artists: list[int]
    genres: dict[int, list[int]]

    def person(self, number: int) -> TasteProfile:
        """The same person for the same number."""
        chance = random.Random(number)
        weights: dict[int, float] = {}
        for listener in chance.choices(self.plays, k=chance.randint(1, 3)):
            for artist, weight in listener:
                weights[artist] = max(weight, weights.get(artist, 0.0))
        drawn = sorted(weights, key=lambda artist: chance.expovariate(weights[artist]))[:_ARTISTS]
        own = [each if chance.random() > _NOISE else chance.choice(self.artists) for each in drawn]
        ranked = dict.fromkeys(own)
        genres = Counter(genre for artist in ranked for genre in self.genres.get(artist, ()))
        return TasteProfile(
            user_id=identity(number),
            artists=tuple((_item(1, each), 1 / (rank + 1)) for rank, each in enumerate(ranked)),
            genres=tuple((_item(2, each), float(count)) for each, count in genres.most_common(8)),
            traits=_traits(chance),
        )


def identity(number: int) -> UserId:
    """A user's id: a time, and as good as random beside."""
    mixed = number * 0x9E37_79B9_7F4A_7C15 & 0x3FFF_FFFF_FFFF_FFFF
    return UserId(id_from_int((_EPOCH + number) << 80 | 7 << 76 | 2 << 62 | mixed))


def number_of(user_id: UserId) -> int:
    """Whose id it is."""
    return (int.from_bytes(id_to_bytes(user_id), "big") >> 80) - _EPOCH


def read_listeners(folder: Path) -> Listeners:
    """Read the data set. Raises: OSError, if it is not there."""
    plays: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for user, artist, count in _rows(folder / "user_artists.dat"):
        plays[user].append((artist, max(count, 1) ** _DAMPING))
    words: dict[int, Counter[int]] = defaultdict(Counter)
    for _, artist, word, *_rest in _rows(folder / "user_taggedartists.dat"):
        words[artist][word] += 1
    common = Counter(word for counts in words.values() for word in counts)
    genres = {word for word, _ in common.most_common(_GENRES)}
    return Listeners(
        plays=list(plays.values()),
        artists=[artist for listener in plays.values() for artist, _ in listener],
        genres={
            artist: [word for word, _ in counts.most_common() if word in genres][:3]
            for artist, counts in words.items()
        },
    )


def _rows(path: Path) -> Iterator[list[int]]:
    with path.open(encoding="utf-8") as file:
        lines = csv.reader(file, delimiter="\t")
        next(lines)
        yield from (list(map(int, line)) for line in lines)


def _item(kind: int, number: int) -> Id:
    return Id(id_from_int(kind << 100 | number))


def _traits(chance: random.Random) -> Traits:
    lowest = chance.randint(18, 40)
    years = 18 + min(int(chance.expovariate(1 / 12)), 60)
    return Traits(
        gender=chance.choices(GENDERS, (9, 9, 1, 1))[0],
        birth_date=TODAY - timedelta(days=round(365.25 * years + chance.randrange(365))),
        region=f"region {min(int(chance.expovariate(0.1)), 99)}",
        wishes=Wishes(
            genders=chance.choices(WISHED, (5, 2, 2, 1))[0],
            ages=(lowest, lowest + chance.randint(5, 30)) if chance.random() < 0.3 else None,
        ),
    )
