"""Killing processes until it is enough, and looking at what is left then."""

import random
from collections.abc import Sequence

import attrs

from phantom_core.blobs.drift import DriftReport
from tests.crash.history import History
from tests.crash.judge import judge
from tests.crash.test_kills import tally
from tests.media_crash.aftermath import LONGER_THAN_QUARANTINE, aftermath
from tests.media_crash.owners import Owner
from tests.media_crash.yard import Yard

_OWNERS = 5


@attrs.frozen
class Ordeal:
    """What was found after all of it.

    Attributes:
        report: what the first sweep found.
        faults: whatever should not have been, as sentences.
    """

    report: DriftReport
    history: History
    faults: Sequence[str]


async def ordeal(yard: Yard, seed: int, kills: int, foreign: Sequence[str] = ()) -> Ordeal:
    """Kill so many processes while people hand in and delete, then sweep and judge.

    Of each kind more than a tenth of that are killed; a sweep may end before its turn comes.
    """
    chance, history = random.Random(seed), History()
    owners = [Owner(number, seed, history) for number in range(_OWNERS)]
    while yard.kills < kills or yard.kills_of_the_rarest <= kills // 10:
        await yard.one_round(owners, history, chance)
    data_dir, store = yard.server.data_dir, yard.store
    unexplained, report = await aftermath(data_dir, store, yard.planted, foreign)
    found = await judge(data_dir, owners, later=LONGER_THAN_QUARANTINE, store=store)

    counts = {each.kind.value: each.count for each in report.found}
    told = [f"killed {yard.killed}", f"a sweep found {counts}", *tally(history)]
    print(f"\nseed {seed}", *told, sep="\n  ")  # noqa: T201
    return Ordeal(report, history, [*unexplained, *found, *history.faults])
