"""Artists that were hidden from a fifth of everybody's list, and who recommends them."""

import random
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from scipy import sparse

from phantom_core.matching import Neighbour, Scorer, TasteProfile, count_tastes, vote_for_artists
from tests.benchmarks.listeners.judging import TOP, order_of, rank_artists
from tests.benchmarks.listeners.scores import Scores, phantom
from tests.benchmarks.listeners.world import Listeners, Matrix

__all__ = ["NEIGHBOURS", "recommend"]

NEIGHBOURS: Final = 160
"""How many of the nearest vote."""

_HIDDEN: Final = 0.2
_SAMPLE: Final = 20
_SHRINKING: Final = 2.0


def recommend(listeners: Listeners, seed: int) -> dict[str, tuple[float, float]]:
    """Hide artists, and see what each way finds again: its recall and nDCG."""
    plays = listeners.plays
    hidden_places = np.random.default_rng(seed).random(plays.nnz) < _HIDDEN
    shown, hidden = plays.copy(), plays.copy()
    shown.data[hidden_places], hidden.data[~hidden_places] = 0, 0
    shown.eliminate_zeros()
    has, sought = (np.asarray(each.todense()) > 0 for each in (shown, hidden))

    having = has.sum(axis=0)
    ways = {
        "popularity": np.tile(having.astype(float), (len(has), 1)),
        "item-kNN, cosine": _item_knn(shown, 0),
        "item-kNN, cosine, shrunk": _item_knn(shown, _SHRINKING),
        "phantom, neighbours by R": _votes(listeners.having(shown), has),
    }
    return {name: rank_artists(scores, has, sought) for name, scores in ways.items()}


def _item_knn(plays: Matrix, shrinking: float) -> Scores:
    has = (plays > 0).astype(float)
    common = (has.T @ has).tocoo()
    having = np.asarray(has.sum(axis=0)).ravel()
    scale = np.sqrt(having[common.row] * having[common.col]) + shrinking
    near = np.where(common.row == common.col, 0, common.data / scale)
    likeness = sparse.csr_matrix((near, (common.row, common.col)), shape=common.shape)
    return np.asarray((has @ likeness).todense(), dtype=np.float64)


def _votes(listeners: Listeners, has: np.ndarray[Any, np.dtype[np.bool_]]) -> Scores:
    profiles = listeners.profiles()
    _, fair = phantom(profiles)
    nearest = order_of(fair)[:, :NEIGHBOURS]
    statistics = count_tastes(profiles, version=1)
    counts = has.sum(axis=0)
    counted = np.where(counts >= statistics.floor, counts, np.inf)
    closeness = np.zeros_like(fair)
    np.put_along_axis(closeness, nearest, np.take_along_axis(fair, nearest, axis=1), axis=1)
    damping = Scorer(statistics).weights.vote_damping
    votes: Scores = closeness @ has.astype(float) / counted**damping
    _compare_with_core(profiles, nearest, fair, np.where(has, 0, votes))
    return votes


def _compare_with_core(
    profiles: Sequence[TasteProfile], nearest: Any, fair: Scores, votes: Scores
) -> None:
    statistics = count_tastes(profiles, version=1)
    scorer = Scorer(statistics)
    for row in random.Random(3).sample(range(len(profiles)), _SAMPLE):
        neighbours = [
            Neighbour(
                profile=profiles[other],
                closeness=float(fair[row, other]),
                similarity=scorer.similarity(profiles[row], profiles[other]),
            )
            for other in nearest[row].tolist()
        ]
        voted = vote_for_artists(profiles[row], neighbours, statistics, wanted=TOP)
        best = np.sort(votes[row])[::-1][: len(voted)]
        if not np.allclose([vote.score for vote in voted], best):
            raise AssertionError(f"listener {row}: the votes are not those of the core")
