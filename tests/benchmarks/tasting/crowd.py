"""A million people in little memory: their vectors in arrays, as objects only when asked for."""

from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from phantom_adapters.search.person import IndexedPerson
from phantom_core.matching import Traits, Wishes, count_tastes, taste_vector
from tests.benchmarks.tasting.people import GENDERS, WISHED, Listeners, identity

__all__ = ["Crowd", "gather"]

_COUNTED: Final = 20
_NONE: Final = 255


class Crowd(NamedTuple):
    """People.

    Attributes:
        names: (terms,) the terms, by their numbers.
        starts: (people + 1,) where each vector begins.
        terms: (postings,) numbers of terms.
        weights: (postings,) their weights.
        traits: (people, 6) places of the gender and the wished genders, day of birth, region, and
            the ages wished for, 255 for none.
    """

    names: npt.NDArray[np.str_]
    starts: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    traits: npt.NDArray[np.int32]

    def person(self, number: int) -> IndexedPerson:
        """One of them."""
        span = slice(self.starts[number], self.starts[number + 1])
        names = self.names[self.terms[span]].tolist()
        vector = list(zip(names, self.weights[span].tolist(), strict=True))
        return IndexedPerson(identity(number), vector, self.traits_of(number))

    def people(self, first: int, beyond: int) -> Iterator[IndexedPerson]:
        """Some of them."""
        return map(self.person, range(first, beyond))

    def traits_of(self, number: int) -> Traits:
        """The traits of one of them."""
        gender, wished, born, region, lowest, highest = self.traits[number].tolist()
        return Traits(
            gender=GENDERS[gender],
            birth_date=date.fromordinal(born),
            region=f"region {region}",
            wishes=Wishes(
                genders=WISHED[wished], ages=None if lowest == _NONE else (lowest, highest)
            ),
        )


def gather(listeners: Listeners, people: int, kept: Path | None) -> Crowd:
    """Make people, or read those that were kept of an earlier run."""
    if kept is not None and kept.exists():
        with np.load(kept) as arrays:
            crowd = Crowd(*[arrays[name] for name in Crowd._fields])
        if len(crowd.starts) == people + 1:
            return crowd
    crowd = _made(listeners, people)
    if kept is not None:
        np.savez(kept, **crowd._asdict())
    return crowd


def _made(listeners: Listeners, people: int) -> Crowd:
    counted = range(0, people, _COUNTED if people > 10_000 else 1)
    statistics = count_tastes(map(listeners.person, counted), 1)
    numbers: dict[str, int] = {}
    starts, terms, weights, traits = array("q", [0]), array("i"), array("f"), array("i")
    for number in range(people):
        profile = listeners.person(number)
        for term, weight in taste_vector(profile, statistics):
            terms.append(numbers.setdefault(term, len(numbers)))
            weights.append(weight)
        starts.append(len(terms))
        traits.extend(_row(profile.traits))
    return Crowd(
        np.array(list(numbers)),
        np.array(starts),
        np.array(terms),
        np.array(weights),
        np.array(traits).reshape(people, 6),
    )


def _row(traits: Traits) -> list[int]:
    wishes, born = traits.wishes, traits.birth_date or date.min
    region = int((traits.region or "0").split()[-1])
    genders = GENDERS.index(traits.gender), WISHED.index(wishes.genders)
    return [*genders, born.toordinal(), region, *(wishes.ages or (_NONE, _NONE))]
