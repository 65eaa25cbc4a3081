"""Counting jobs by name and state, whatever they were counted by before."""

from collections.abc import Iterable, Sequence

from phantom_core.kernel import JobState, JobTally

__all__ = ["tallied"]


def tallied(counted: Iterable[JobTally]) -> Sequence[JobTally]:
    """Counts of the same name and state put together; by name and state."""
    sums: dict[tuple[str, JobState], JobTally] = {}
    for each in counted:
        key = each.name, each.state
        known = sums.get(key)
        count, oldest = (known.count, known.oldest) if known else (0, each.oldest)
        sums[key] = JobTally(
            name=each.name,
            state=each.state,
            count=count + each.count,
            oldest=min(oldest, each.oldest),
        )
    return [sums[key] for key in sorted(sums, key=lambda key: (key[0], key[1].value))]
