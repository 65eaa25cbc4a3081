"""How well scores find what was hidden, and whom they show to everybody.

Equal scores count half in the AUC. In lists they stand by chance, but alike in every run.
"""

from collections.abc import Iterator
from typing import Any, Final

import attrs
import numpy as np

from tests.benchmarks.listeners.scores import Scores

__all__ = ["TOP", "Exposure", "Found", "exposure", "find", "order_of", "rank_artists"]

TOP: Final = 20
"""How long the lists are that are looked at."""

Chosen = np.ndarray[Any, np.dtype[np.bool_]]
"""For each row, what should be found."""

Order = np.ndarray[Any, np.dtype[np.int64]]
"""For each row, all rows in some order."""


@attrs.frozen
class Found:
    """Means over all who have something to be found."""

    auc: float
    recall: float
    reciprocal_rank: float

    def row(self) -> str:
        """The figures as columns of a table."""
        return f"{self.auc:7.3f}{self.recall:11.3f}{self.reciprocal_rank:7.3f}"


@attrs.frozen
class Exposure:
    """How the places in all lists of 20 are shared out."""

    gini: float
    most: int
    never: int

    def row(self) -> str:
        """The figures as columns of a table."""
        return f"{self.gini:7.2f}{self.most:12}{self.never:13}"


def order_of(scores: Scores) -> Order:
    """For each row the other rows, nearest first, the row itself last."""
    ranked: Scores = -scores
    np.fill_diagonal(ranked, np.inf)
    chance = np.random.default_rng(0).uniform(size=scores.shape)
    order: Order = np.lexsort(np.stack([chance, ranked]), axis=1)
    return order


def find(scores: Scores, order: Order, friends: Chosen, people: Chosen | None = None) -> Found:
    """Judge scores, and the order they make, by where the friends are.

    Args:
        people: whose lists are judged; by default everybody's.
    """
    figures = np.array([*_places(scores, order, friends, people)])
    return Found(*figures.mean(axis=0).tolist())


def _places(
    scores: Scores, order: Order, friends: Chosen, people: Chosen | None
) -> Iterator[tuple[float, float, float]]:
    for row in np.flatnonzero(friends.any(axis=1)):
        if people is not None and not people[row]:
            continue
        others = order[row][:-1]
        hits = friends[row][others]
        ranks = np.flatnonzero(hits)
        yield _auc(scores[row][others][::-1], hits[::-1]), (ranks < TOP).mean(), 1 / (ranks[0] + 1)


def _auc(rising: Any, hits: Chosen) -> float:
    """How often a friend scores higher than another; equal scores count half."""
    theirs = rising[hits]
    ends = [np.searchsorted(rising, theirs, side) for side in ("left", "right")]
    count, others = len(theirs), len(rising) - len(theirs)
    return float(((sum(ends) + 1).sum() / 2 - count * (count + 1) / 2) / (count * others))


def exposure(order: Order) -> Exposure:
    """Count in whose lists everybody is."""
    shown = np.sort(np.bincount(order[:, :TOP].ravel(), minlength=len(order)))
    weights = np.arange(1, len(shown) + 1)
    gini = 2 * (weights * shown).sum() / (len(shown) * shown.sum()) - (len(shown) + 1) / len(shown)
    return Exposure(float(gini), int(shown[-1]), int((shown == 0).sum()))


def rank_artists(scores: Scores, known: Chosen, hidden: Chosen) -> tuple[float, float]:
    """Recall and nDCG of the best 20 artists that somebody does not have."""
    chance = np.random.default_rng(0).permutation(scores.shape[1])
    distance = np.where(known, np.inf, -scores)[:, chance]
    first = np.argpartition(distance, TOP, axis=1)[:, :TOP]
    order = np.argsort(np.take_along_axis(distance, first, axis=1), axis=1, kind="stable")
    best = chance[np.take_along_axis(first, order, axis=1)]
    discounts = 1 / np.log2(np.arange(TOP) + 2)
    ideal = np.concatenate([[0.0], np.cumsum(discounts)])
    figures = [
        (hits.sum() / many, (hits * discounts).sum() / ideal[min(many, TOP)])
        for row, top in enumerate(best)
        if (many := int(hidden[row].sum()))
        for hits in [hidden[row][top]]
    ]
    recall, gain = np.array(figures).mean(axis=0).tolist()
    return recall, gain
