"""How near all listeners are to each other, by Phantom and by its peers.

Phantom's figures are made of the vectors that its core makes of every profile, multiplied for all
pairs at once; on a sample of pairs they are compared with what the core answers for the pair.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy import sparse

from phantom_core.matching import Scorer, Taste, TasteProfile, count_tastes, taste_vector
from tests.benchmarks.listeners.world import Matrix

__all__ = ["Scores", "approximations", "jaccard", "phantom", "raw_cosine", "similarities", "tf_idf"]

Scores = np.ndarray[Any, np.dtype[np.float64]]
"""A square matrix: how near two are."""

_SAMPLE: Final = 300
_EXACT: Final = 1e-9


def phantom(profiles: Sequence[TasteProfile]) -> tuple[Scores, Scores]:
    """S and R of all pairs."""
    scorer = Scorer(count_tastes(profiles, version=1))
    tastes = [scorer.taste(profile) for profile in profiles]
    score = similarities(scorer, tastes)
    alone = np.eye(len(tastes), dtype=bool)
    reach = np.array(
        [scorer.reach(row[~own].tolist()) for row, own in zip(score, alone, strict=True)]
    )
    fair = 2 * score / (reach[:, None] + reach[None, :])
    chance = random.Random(7)
    for _ in range(_SAMPLE):
        a, b = chance.sample(range(len(tastes)), 2)
        exact = scorer.score(profiles[a], profiles[b])
        both = (exact, scorer.reciprocal(exact, reach[a], reach[b]))
        if max(abs(both[0] - score[a, b]), abs(both[1] - fair[a, b])) > _EXACT:
            raise AssertionError(f"pair {a}, {b}: {both}, not {score[a, b], fair[a, b]}")
    return score, fair


def approximations(profiles: Sequence[TasteProfile]) -> Scores:
    """Inner products of the vectors that an index stores, of all pairs."""
    statistics = count_tastes(profiles, version=1)
    return _products([dict(taste_vector(profile, statistics)) for profile in profiles])


def similarities(scorer: Scorer, tastes: Sequence[Taste]) -> Scores:
    """S of all pairs who have artists and genres only."""
    weights, statistics = scorer.weights, scorer.statistics
    trust = np.array([taste.artist_trust for taste in tastes])
    trusts = np.outer(trust, trust)
    leanings = [taste.genres for taste in tastes]
    roots = _products([each.roots if each else {} for each in leanings])
    mean = np.array([each.mean_product if each else 0.0 for each in leanings])
    inverse = np.array([each.inverse_length if each else 0.0 for each in leanings])
    cross = np.outer(mean, inverse)
    genres = roots - cross - cross.T + statistics.genre_square * np.outer(inverse, inverse)
    background = weights.background * (1 - weights.fading * trusts) * np.maximum(genres, 0)
    return trusts * _products([taste.artists for taste in tastes]) + background


def _products(vectors: Sequence[Mapping[Any, float]]) -> Scores:
    columns = {
        item: place for place, item in enumerate(dict.fromkeys(i for v in vectors for i in v))
    }
    rows = [row for row, vector in enumerate(vectors) for _ in vector]
    places = [columns[item] for vector in vectors for item in vector]
    values = [value for vector in vectors for value in vector.values()]
    shape = (len(vectors), max(len(columns), 1))
    matrix = sparse.csr_matrix((values, (rows, places)), shape=shape)
    return _dense(matrix @ matrix.T)


def jaccard(plays: Matrix) -> Scores:
    """What share of their artists two have in common."""
    has = (plays > 0).astype(float)
    common = _dense(has @ has.T)
    sizes = np.asarray(has.sum(axis=1)).ravel()
    shared: Scores = common / np.maximum(sizes[:, None] + sizes[None, :] - common, 1)
    return shared


def raw_cosine(plays: Matrix) -> Scores:
    """The cosine of how often each artist is played."""
    return _cosine(plays)


def tf_idf(plays: Matrix) -> Scores:
    """The cosine of logarithmic counts by inverse document frequency."""
    having = np.asarray((plays > 0).sum(axis=0)).ravel()
    rarity = np.log((plays.shape[0] + 1) / (having + 1))
    return _cosine(plays.log1p() @ sparse.diags(rarity))


def _cosine(matrix: Matrix) -> Scores:
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    unit = sparse.diags(1 / np.where(length > 0, length, 1)) @ matrix
    return _dense(unit @ unit.T)


def _dense(matrix: Matrix) -> Scores:
    return np.asarray(matrix.todense(), dtype=np.float64)
