"""What a server decides of changes."""

from collections.abc import Iterable

import attrs

from phantom_core.sync import (
    Accepted,
    Change,
    Document,
    Problem,
    Put,
    Refused,
    Repeated,
    Verdict,
    VersionVector,
    accept,
    hybrid_time,
    wall_of,
)
from tests.unit.sync.changes import P, put

NOW = 10_000_000


def nothing_against(_: Change, __: Document) -> Problem | None:
    return None


def loudness(change: Change, _: Document) -> Problem | None:
    for number, edit in enumerate(change.edits):
        volume = edit.fields.get("volume") if isinstance(edit, Put) else None
        if isinstance(volume, float) and volume > 1:
            path = f"edits[{number}].fields.volume"
            return Problem(rule="too-loud", path=path, detail="A volume is at most 1.")
    return None


def decide(document: Document, *changes: Change, now_ms: int = NOW) -> list[Verdict]:
    return accept(document, changes, now_ms=now_ms, judge=loudness)


def rules(verdicts: Iterable[Verdict]) -> list[str]:
    return [each.problem.rule if isinstance(each, Refused) else "" for each in verdicts]


def test_what_is_in_order_stands_as_it_was_sent() -> None:
    document, change = Document(), put("a1", NOW, {"volume": 0.5})

    assert decide(document, change) == [Accepted(change=change)]
    assert document.value(P, "volume") == 0.5


def test_what_is_sent_twice_has_one_effect() -> None:
    document, change = Document(), put("a1", NOW, {"volume": 0.5})
    decide(document, change)
    again = attrs.evolve(change, edits=(Put(P, {"volume": 0.9}),))

    assert decide(document, again) == [Repeated(change=again)]
    assert document.value(P, "volume") == 0.5


def test_a_counter_that_skips_is_told_which_one_is_expected_and_stays_free() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    early, right = put("a3", NOW, {"volume": 0.1}), put("a2", NOW, {"volume": 0.2})
    refused, accepted = decide(document, early, right)

    assert isinstance(refused, Refused)
    assert refused.problem.rule == "counter-skipped"
    assert refused.problem.detail == "The next change of this replica has the counter 2."
    assert refused.void is None
    assert isinstance(accepted, Accepted)


def test_a_replica_of_somebody_else_cannot_be_used() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    stolen = put("a2", NOW, {"volume": 0.1}, author="B")

    assert rules(decide(document, stolen)) == ["replica-of-another"]
    assert document.vector == VersionVector({stolen.replica: 1})


def test_what_the_judge_refuses_is_void_and_the_rest_of_the_batch_stands() -> None:
    document = Document()
    loud, after = put("a1", NOW, {"volume": 7.0}), put("a2", NOW + 1, {"volume": 0.2})
    refused, accepted = decide(document, loud, after)

    assert isinstance(refused, Refused)
    assert (refused.problem.rule, refused.problem.path) == ("too-loud", "edits[0].fields.volume")
    assert refused.void is not None
    assert (refused.void.counter, refused.void.edits) == (1, ())
    assert accepted == Accepted(change=after)
    assert document.vector == VersionVector({loud.replica: 2})


def test_a_refused_change_is_not_judged_again_when_it_is_repeated() -> None:
    document, loud = Document(), put("a1", NOW, {"volume": 7.0})
    decide(document, loud)

    assert decide(document, loud) == [Repeated(change=loud)]


def test_the_judge_sees_what_stood_before_each_change() -> None:
    document, seen = Document(), []

    def watch(_: Change, before: Document) -> Problem | None:
        seen.append(before.value(P, "volume"))
        return None

    both = [put("a1", NOW, {"volume": 0.1}), put("a2", NOW, {"volume": 0.2})]
    accept(document, both, now_ms=NOW, judge=watch)

    assert seen == [None, 0.1]


def test_nobody_has_seen_what_is_not_known() -> None:
    document = Document()
    refused, after = decide(
        document,
        put("a1", NOW, {"volume": 0.5}, seen={"b": 1}),
        put("a2", NOW, {"volume": 0.6}),
    )

    assert isinstance(refused, Refused)
    assert (refused.problem.rule, refused.problem.path) == ("seen-unknown", "seen.b")
    assert refused.void is not None
    assert not refused.void.seen
    assert isinstance(after, Accepted)


def test_a_stamp_from_the_future_becomes_the_servers_and_keeps_its_authors_order() -> None:
    document = Document()
    day = NOW + 86_400_000
    sent = [put(f"a{number}", day - number, {"volume": 0.1 * number}) for number in (1, 2, 3)]
    times = [each.change.time for each in decide(document, *sent)]

    assert times == sorted(set(times))
    assert [wall_of(time) for time in times] == [NOW] * 3
    assert document.value(P, "volume") == 0.1 * 3


def test_a_stamp_a_minute_ahead_is_let_stand() -> None:
    change = put("a1", NOW + 60_000, {"volume": 0.5})

    assert decide(Document(), change) == [Accepted(change=change)]


def test_a_stamp_is_lifted_above_what_its_change_has_seen() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    late = put("b1", NOW - 3_600_000, {"volume": 0.7}, seen={"a": 1})
    (verdict,) = decide(document, late)

    assert verdict.change.time == hybrid_time(NOW, 1)
    assert document.value(P, "volume") == 0.7


def test_a_stamp_is_not_lifted_above_what_its_change_has_not_seen() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    late = put("b1", NOW - 3_600_000, {"volume": 0.7})

    assert decide(document, late) == [Accepted(change=late)]
    assert document.value(P, "volume") == 0.5


def test_an_authors_later_word_counts_though_the_clock_was_set_back() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    decide(document, put("a2", NOW - 3_600_000, {"volume": 0.6}))

    assert document.value(P, "volume") == 0.6


def test_what_may_be_forgotten_is_edited_only_by_those_who_took_the_snapshot() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    document.horizon = document.vector
    old = put("b1", NOW + 1, {"volume": 0.7}, record="q")
    new = put("b1", NOW + 1, {"volume": 0.7}, record="q", seen={"a": 1})

    assert rules(decide(document, old)) == ["older-than-horizon"]
    assert decide(document, new) == [Accepted(change=new)]


def test_what_is_known_is_edited_by_those_who_are_older_than_the_horizon_too() -> None:
    document = Document()
    decide(document, put("a1", NOW, {"volume": 0.5}))
    document.horizon = document.vector
    old = put("b1", NOW + 1, {"volume": 0.7})

    assert decide(document, old) == [Accepted(change=old)]
