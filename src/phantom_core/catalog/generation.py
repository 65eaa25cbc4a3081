"""Making a playlist of what somebody likes: pure functions of songs, interests and chance.

Songs are drawn so that one of twice the weight comes twice as likely first (Efraimidis and
Spirakis, Weighted random sampling with a reservoir, 2006), and are then put in an order in which no
artist comes twice in a row, if there is one.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

import attrs

from phantom_core.catalog.ids import ArtistId, GenreId, SongId
from phantom_core.catalog.song import Song
from phantom_core.catalog.taste import Taste
from phantom_core.kernel import Id

if TYPE_CHECKING:
    from random import Random

__all__ = [
    "Candidate",
    "Interest",
    "Reason",
    "ReasonKind",
    "Wish",
    "arranged",
    "drawn",
    "shared",
]

K = TypeVar("K", bound=Id)

_ARTIST: Final = 4.0
_GENRE: Final = 1.0
_HALF: Final = 20  # the favourite of this place, counted from 0, is half as dear as the first


class ReasonKind(StrEnum):
    """Why a song was chosen."""

    SONG = "song"
    ARTIST = "artist"
    GENRE = "genre"


@attrs.frozen
class Reason:
    """Why a song was chosen.

    Attributes:
        text: a sentence for a person.
    """

    kind: ReasonKind
    text: str


@attrs.frozen
class Interest:
    """How much an artist or a genre is asked for.

    Attributes:
        weight: more than 0; of twice the weight, twice as much.
        because: how the reason goes on after what the song is: ", a favourite of yours".
    """

    weight: float
    because: str


@attrs.frozen(kw_only=True)
class Wish:
    """What a playlist shall be of, the most important first."""

    songs: Sequence[Song] = ()
    artists: Mapping[ArtistId, Interest] = attrs.field(factory=dict)
    genres: Mapping[GenreId, Interest] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Candidate:
    """A song that may be chosen."""

    song: Song
    weight: float
    reason: Reason


def shared(tastes: Sequence[Taste]) -> Wish:
    """What several people like, or one: the more of them, and the dearer to each, the more."""
    return Wish(
        artists=_liked([taste.artist_ids for taste in tastes], _ARTIST),
        genres=_liked([taste.genre_ids for taste in tastes], _GENRE),
    )


def _liked(rankings: Sequence[Sequence[K]], weight: float) -> dict[K, Interest]:
    fondness: defaultdict[K, list[float]] = defaultdict(list)
    for ranking in rankings:
        for place, each in enumerate(ranking):
            fondness[each].append(_HALF / (_HALF + place))
    liked = {
        each: Interest(weight * len(by) * sum(by), _because(len(by), len(rankings)))
        for each, by in fondness.items()
    }
    return dict(sorted(liked.items(), key=lambda item: (-item[1].weight, item[0])))


def _because(likers: int, people: int) -> str:
    if people == 1:
        return ", a favourite of yours"
    return f", a favourite of {'one' if likers == 1 else likers} of you"


def drawn(
    first: Sequence[Candidate], others: Sequence[Candidate], length: int, chance: "Random"
) -> list[Candidate]:
    """Up to `length` songs: the first ones, then others as they are drawn, none twice.

    No artist has more than half of them while there is another, so that none need come twice in a
    row.
    """
    keys = [chance.random() ** (1 / each.weight) for each in others]
    order = sorted(range(len(others)), key=lambda place: -keys[place])
    wanted = [*first, *(others[place] for place in order)]
    taken: set[SongId] = set()
    had: Counter[ArtistId] = Counter()
    chosen: list[Candidate] = []
    spare: list[Candidate] = []
    for place, each in enumerate(wanted):
        if each.song.id not in taken:
            taken.add(each.song.id)
            had[each.song.artist_id] += 1
            fits = place < len(first) or 2 * had[each.song.artist_id] <= length + 1
            (chosen if fits else spare).append(each)
    return [*chosen, *spare][:length]


def arranged(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The same songs, mostly in their order, with no artist twice in a row where that can be.

    It cannot where one artist has more than every second song; of those, some follow each other.
    """
    rest = list(chosen)
    left = Counter(each.song.artist_id for each in rest)
    told: list[Candidate] = []
    while rest:
        last = told[-1].song.artist_id if told else None
        pressing = {artist for artist, count in left.items() if 2 * count > len(rest)} - {last}
        others = (each for each in rest if each.song.artist_id != last)
        fitting = (each for each in rest if each.song.artist_id in pressing)
        following = next(fitting if pressing else others, rest[0])
        rest.remove(following)
        left[following.song.artist_id] -= 1
        told.append(following)
    return told
