"""Does taste find friends again, and the artists people like? Beside others, in the same run.

`python -m tests.benchmarks.matching [--data DIR] [--friends FILE] [--seeds N]`. The folder holds
HetRec-2011 Last.fm-2k (`user_artists.dat`, `user_taggedartists.dat`), the file pairs of ids of
friends; by default those of `PHANTOM_TEST_DATA`. Any other file of pairs of these people will do:
no friendship is looked at before it is to be found. Phantom's constants were chosen on friendships
of this data set by the research that they come from; nothing was tuned on the file given here.

Friends: everybody's others are ranked, and it is told where their friends are: AUC, the share of
them among the first 20, and the mean reciprocal rank of the first. S is Phantom's similarity, R
its reciprocal score. Exposure: how the places of all lists of 20 are shared out. Held out: a fifth
of everybody's artists. Cold: half of the people have only the artists they play most; the first
figures are for those, the share is that of the cold in the lists of the others.
"""

import argparse
import os
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from phantom_core.matching import Scorer, common_friends, count_tastes
from tests.benchmarks.listeners.artists import recommend
from tests.benchmarks.listeners.judging import TOP, exposure, find, order_of
from tests.benchmarks.listeners.scores import (
    Scores,
    approximations,
    jaccard,
    phantom,
    raw_cosine,
    tf_idf,
)
from tests.benchmarks.listeners.world import Listeners, read_friends, read_listeners, reduced

DATA: Final = Path(os.environ.get("PHANTOM_TEST_DATA", "../shared/data")) / "taste"
FEW: Final = (1, 3, 5, 10)
FETCHED: Final = (50, 100, 200)
LEVELS: Final = (0.5, 1.0, 1.5, 2.0)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description="Matching by taste, on real listeners.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--friends", type=Path)
    parser.add_argument("--seeds", type=int, default=3, help="how often artists are held out")
    chosen = parser.parse_args()
    listeners = read_listeners(chosen.data)
    file = chosen.friends or chosen.data / "user_friends_dev.dat"
    friends = read_friends(file, listeners)
    tied = int(friends.any(axis=1).sum())
    print(f"{listeners.count} listeners; {file.name}: {int(friends.sum()) // 2} pairs of {tied}")
    score, fair = compare(listeners, friends)
    levels(fair, friends)
    candidates(listeners, score, fair)
    acquaintances(fair, friends)
    hold_out(listeners, chosen.seeds)
    cold(listeners, friends)
    speed(listeners)


def compare(listeners: Listeners, friends: Any) -> tuple[Scores, Scores]:
    """Find friends by every score; the answer is S and R."""
    score, fair = phantom(listeners.profiles())
    plays = listeners.plays
    ways = {
        "Jaccard": jaccard(plays),
        "raw cosine": raw_cosine(plays),
        "TF-IDF cosine": tf_idf(plays),
        "phantom S": score,
        "phantom R": fair,
    }
    print(f"\n{'friends':18}    AUC  recall@20    MRR   Gini  most shown  never shown")
    for name, scores in ways.items():
        order = order_of(scores)
        print(f"{name:18}{find(scores, order, friends).row()}{exposure(order).row()}")
    return score, fair


def levels(fair: Scores, friends: Any) -> None:
    """How often pairs are friends from some R on."""
    pairs = np.triu_indices(len(fair), 1)
    scores, real = fair[pairs], friends[pairs]
    told = (
        f"{real[scores >= level].mean():.3f} of {int((scores >= level).sum())} from R {level}"
        for level in LEVELS
        if (scores >= level).any()
    )
    print(f"\nfriends are {real.mean():.4f} of all pairs; " + "; ".join(told))


def candidates(listeners: Listeners, score: Scores, fair: Scores) -> None:
    """How much of the best an index finds by its vectors."""
    near = order_of(approximations(listeners.profiles()))
    for name, exact in (("S", score), ("R", fair)):
        best = order_of(exact)[:, :TOP]
        pairs = [*zip(best, near, strict=True)]
        shares = (np.mean([np.isin(top, row[:many]) for top, row in pairs]) for many in FETCHED)
        told = ", ".join(
            f"{share:.4f} in {many}" for share, many in zip(shares, FETCHED, strict=True)
        )
        print(f"of the best {TOP} by {name} the index's vectors have {told}")


def acquaintances(fair: Scores, friends: Any) -> None:
    """Hide a fifth of the friendships, and find these by taste and by the others."""
    pairs = np.argwhere(np.triu(friends))
    chance = np.random.default_rng(5).random(len(pairs)) < 0.2
    hidden, known = np.zeros_like(friends), np.zeros_like(friends)
    for matrix, chosen in ((hidden, pairs[chance]), (known, pairs[~chance])):
        matrix[chosen[:, 0], chosen[:, 1]] = matrix[chosen[:, 1], chosen[:, 0]] = True
    degrees = known.sum(axis=1)
    counts = np.array([common_friends([int(degree)]) for degree in degrees])
    social = (known * counts[None, :]) @ known.T
    print(f"\n{'hidden friends':18}    AUC  recall@20    MRR")
    for name, scores in (("phantom R", fair), ("R + friends", fair + social)):
        without = np.where(known, -np.inf, scores)
        print(f"{name:18}{find(without, order_of(without), hidden).row()}")


def hold_out(listeners: Listeners, seeds: int) -> None:
    """Find hidden artists again."""
    runs = [recommend(listeners, seed) for seed in range(1, seeds + 1)]
    print(f"\n{'hidden artists':26}recall@20  nDCG@20")
    for name in runs[0]:
        recall, gain = np.mean([run[name] for run in runs], axis=0)
        print(f"{name:26}{recall:9.3f}{gain:9.3f}")


def cold(listeners: Listeners, friends: Any) -> None:
    """Find the friends of people of whom little is known."""
    few = np.random.default_rng(11).random(listeners.count) < 0.5
    print(f"\n{'cold':26}    AUC  recall@20    MRR  share of lists")
    for most in FEW:
        plays = reduced(listeners.plays, np.flatnonzero(few), most)
        _, fair = phantom(listeners.having(plays).profiles())
        ways = {"Jaccard": jaccard(plays), "raw cosine": raw_cosine(plays), "phantom R": fair}
        for name, scores in ways.items():
            order = order_of(scores)
            share = few[order[~few][:, :TOP]].mean()
            found = find(scores, order, friends, few)
            print(f"{f'{most:2} artists, {name}':26}{found.row()}{share:11.2f}")


def speed(listeners: Listeners) -> None:
    """How long the core takes."""
    profiles = listeners.profiles()
    began = time.process_time()
    scorer = Scorer(count_tastes(profiles, version=1))
    counted = time.process_time()
    tastes = [scorer.taste(profile) for profile in profiles]
    ready = time.process_time()
    for other in tastes:
        scorer.similarity(tastes[0], other)
    done = time.process_time()
    each = 1e6 / len(profiles)
    print(
        f"\nCPU: counting {(counted - began) * each:.0f} us a profile, reading one"
        f" {(ready - counted) * each:.0f} us, comparing two {(done - ready) * each:.0f} us"
    )


if __name__ == "__main__":
    main()
