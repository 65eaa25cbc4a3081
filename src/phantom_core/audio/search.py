"""Which of somebody's recordings are listed, in which order: the same for every storage.

What is sought is found anywhere in what is said of a recording: each word of a query in its title,
its file's name, a tag, or its owner's annotation. Case, accents and punctuation are nothing.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.audio.annotation import UserMusicAnalysis
from phantom_core.audio.audio_file import AnalysisStatus, AudioFile, Visibility
from phantom_core.audio.listing import RECORDINGS
from phantom_core.audio.media_type import AudioFormat
from phantom_core.kernel import Cursor, NameQuery, PageRequest, cursor_after, name_key, position
from phantom_core.kernel.name_search import spelled
from phantom_core.kernel.paging import identifier_in

__all__ = [
    "AudioFilter",
    "AudioOrder",
    "SortKey",
    "TagCount",
    "is_sought_by",
    "is_sought_in",
    "order_cursor",
    "order_position",
    "sort_key",
    "tag_keys",
]

SortKey = tuple[str | int, ...]
"""What a recording stands by in an order; its id comes last."""


class AudioOrder(StrEnum):
    """How a list of recordings is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LONGEST = "longest"
    SHORTEST = "shortest"

    @property
    def descends(self) -> bool:
        """Whether greater keys come first."""
        return self in {AudioOrder.NEWEST, AudioOrder.LONGEST}


@attrs.frozen(kw_only=True)
class AudioFilter:
    """Which recordings are listed; what is absent does not narrow.

    Attributes:
        words: what is sought.
        tag: one of their tags; its spelling counts no more than a word's.
    """

    words: NameQuery = NameQuery.of("")
    tag: str | None = None
    format: AudioFormat | None = None
    visibility: Visibility | None = None
    status: AnalysisStatus | None = None

    @property
    def tag_key(self) -> str | None:
        """The tag as tags are compared."""
        return None if self.tag is None else spelled(self.tag)

    def admits(self, file: AudioFile, said: UserMusicAnalysis | None) -> bool:
        """Whether a recording of which this is said is listed."""
        return (
            self.format in {None, file.format}
            and self.visibility in {None, file.visibility}
            and self.status in {None, file.analysis_status}
            and (self.tag_key is None or self.tag_key in tag_keys(file.tags))
            and self._is_found(is_sought_by(file) + (is_sought_in(said) if said else ""))
        )

    def _is_found(self, text: str) -> bool:
        return all(word in text for word in self.words.words)


@attrs.frozen(kw_only=True)
class TagCount:
    """A tag, and how many recordings have it.

    Attributes:
        tag: as it is spelled; where that differs, the first of its spellings.
        count: one at the least.
    """

    tag: str
    count: int


def is_sought_by(file: AudioFile) -> str:
    """What a recording is found by; a word never runs from one thing said into the next."""
    return _sought(file.title, file.original_file_name, *file.tags)


def is_sought_in(said: UserMusicAnalysis) -> str:
    """What a recording is found by besides: its owner's own words."""
    words = said.words
    given = (words.description, words.mood, words.genre)
    return _sought(*[text for text in given if text], *words.instruments, *words.tags)


def tag_keys(tags: Sequence[str]) -> Mapping[str, str]:
    """Tags by how they are compared; of several spellings of one, the first by code point."""
    return {spelled(tag): tag for tag in sorted(tags, reverse=True)}


def sort_key(order: AudioOrder, file: AudioFile) -> SortKey:
    """What a recording stands by in an order."""
    if order is AudioOrder.TITLE:
        return (name_key(file.title), file.id)
    if order in {AudioOrder.LONGEST, AudioOrder.SHORTEST}:
        return (file.duration_ms, file.id)
    return (file.id,)


def order_cursor(order: AudioOrder, file: AudioFile) -> Cursor:
    """The place after a recording in an order."""
    return cursor_after(_LISTINGS[order], *sort_key(order, file))


def order_position(page: PageRequest, order: AudioOrder) -> SortKey | None:
    """The key behind which a page begins; `None` for the first page.

    Raises: Invalid, for a cursor of another order too.
    """
    keys = position(page, _LISTINGS[order], *_KINDS.get(order, ()), str)
    if keys is None:
        return None
    return (*keys[:-1], identifier_in(keys[-1]))


_LISTINGS: Final[Mapping[AudioOrder, str]] = {
    order: RECORDINGS if order is AudioOrder.NEWEST else f"{RECORDINGS}-{order}"
    for order in AudioOrder
}
_KINDS: Final[Mapping[AudioOrder, tuple[type, ...]]] = {
    AudioOrder.TITLE: (str,),
    AudioOrder.LONGEST: (int,),
    AudioOrder.SHORTEST: (int,),
}


def _sought(*texts: str) -> str:
    return "".join(f"{spelled(text)}\n" for text in texts)
