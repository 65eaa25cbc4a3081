"""Gaps: bars in which nothing is heard, at the beginning, in the middle, and at the end."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.suggesting.song import Song
from phantom_core.studio.suggesting.suggestion import (
    SuggestedChange,
    Suggestion,
    SuggestionKind,
    Urgency,
)

__all__ = ["empty_bars"]

_LONG: Final = 4


def empty_bars(song: Song) -> Iterator[Suggestion]:
    """Find bars in which nothing is heard.

    Where no segment reaches over them, all that follows can move up by as many bars; a project that
    is longer than its music can end with it.
    """
    sounding = _sounding(song)
    if not sounding:
        return
    silent = [bar for bar in range(1, max(sounding)) if bar not in sounding]
    for _, run in groupby(enumerate(silent), key=lambda each: each[1] - each[0]):
        bars = [bar for _, bar in run]
        changes = _moved_up(song, bars[0], len(bars))
        if changes:
            yield _suggestion(song, bars[0], len(bars), changes)
    yield from _tail(song, max(sounding))


def _sounding(song: Song) -> set[int]:
    found = {bar for voice in song.voices for bar in song.bars_of(voice)}
    for clip in song.clips:
        if clip.is_audio:
            found |= set(range(song.bar(clip.start), song.bar(clip.end - 1) + 1))
    return found


def _moved_up(song: Song, first: int, count: int) -> tuple[SuggestedChange, ...]:
    """What begins after the gap, moved to where the gap begins; nothing, if something spans it.

    Segments that are muted move too, for they belong to what they stand beside.
    """
    begins, ends = (first - 1) * song.bar_ms, (first - 1 + count) * song.bar_ms
    by = int(count * song.bar_ms)
    moved = []
    for segment in song.material.arrangement.segments:
        start, end = int(segment.fields["startMs"]), int(segment.fields["endMs"])
        if start >= ends - 1:
            moved.append(_moved(segment, start - by, end - by))
        elif end > begins + 1:
            return ()
    return tuple(moved)


def _moved(segment: EntityView, start: int, end: int) -> SuggestedChange:
    return SuggestedChange(
        kind=Kind.SEGMENT,
        entity_id=segment.id,
        op=Op.SET,
        base_version=segment.version,
        fields={"startMs": max(0, start), "endMs": end},
    )


def _suggestion(
    song: Song, first: int, count: int, changes: tuple[SuggestedChange, ...]
) -> Suggestion:
    last = first + count - 1
    bars = f"bar {first}" if count == 1 else f"bars {first} to {last}"
    advice = "All that follows can move up."
    return Suggestion(
        kind=SuggestionKind.EMPTY_BARS,
        severity=Urgency.WARNING if count >= _LONG else Urgency.INFO,
        bar=first,
        reason=f"Nothing is heard in {bars}, which is {count * song.bar_ms / 1000:.1f} s. {advice}",
        figures={"bars": count},
        changes=changes,
    )


def _tail(song: Song, last: int) -> Iterator[Suggestion]:
    """Where the project goes on for a bar or more after its music."""
    ends = max(int(each.fields["endMs"]) for each in song.material.arrangement.segments)
    length = int(song.material.arrangement.fields["lengthMs"])
    if length - ends < song.bar_ms:
        return
    count = int((length - ends) // song.bar_ms)
    change = SuggestedChange(
        kind=Kind.PROJECT,
        entity_id=EntityId(song.material.project_id),
        op=Op.SET,
        base_version=song.material.version,
        fields={"lengthMs": ends},
    )
    yield Suggestion(
        kind=SuggestionKind.EMPTY_BARS,
        severity=Urgency.INFO,
        bar=max(last, song.bar(ends - 1)) + 1,
        reason=f"The project goes on for {count} bars after its last segment ends.",
        figures={"bars": count},
        changes=(change,),
    )
