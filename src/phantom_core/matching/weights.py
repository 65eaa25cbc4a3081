"""The constants of the formula, each with where it comes from."""

from typing import Final

import attrs

__all__ = ["FORMULA_VERSION", "WEIGHTS", "Weights"]

FORMULA_VERSION: Final = 1
"""Kept with every score; raise it whenever the same profiles may get another score."""


@attrs.frozen(kw_only=True)
class Weights:
    """What each facet counts, and when.

    "Tuned" constants were chosen on HetRec-2011 Last.fm-2k (1,892 listeners; I. Cantador et al.,
    RecSys 2011) with the friendships as truth, before this code was written. "Set" ones had no
    data to be tuned on; they are measured by nothing but judgement.

    Attributes:
        background: what genre and sound count beside artists that are shared in full. Tuned.
        fading: the part of `background` that full confidence in the artists takes away. Tuned.
        half_known: with so many artists a profile is trusted by half. Tuned.
        fewest_artists: who names fewer, of those that not everybody has, has none that count: who
            names one would read from the scores who else likes it. Set.
        tags: what tags shared in full count; half of what genre does, for the tags of listeners
            told half as much of friendships (AUC .62 against .84, chance being .5). Set.
        roles: what roles shared in full count. Set.
        sought: what it counts that one is what the other looks for. Set.
        lowest_reach: the least that anybody is held to get; keeps a profile that resembles nobody
            from making everyone its match. Tuned.
        reach: how many of the best make up what somebody can get. Tuned.
        reach_share: in a small world, this share of it instead of `reach`, but at least three. Set.
        friends: what common acquaintances add to the reciprocal score. Tuned.
        company: the most that one's matches in a room add to what its music counts. Set.
        vote_damping: the power of an artist's popularity that votes are divided by. Tuned.
    """

    background: float = 0.157
    fading: float = 0.7
    half_known: float = 5.0
    fewest_artists: int = 3
    tags: float = 0.08
    roles: float = 0.04
    sought: float = 0.08
    lowest_reach: float = 0.02
    reach: int = 20
    reach_share: float = 0.2
    friends: float = 1.0
    company: float = 0.1
    vote_damping: float = 0.25


WEIGHTS: Final = Weights()
"""The constants in force."""
