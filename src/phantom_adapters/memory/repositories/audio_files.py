"""Recordings, in memory."""

import operator
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.audio import (
    AnalysisStatus,
    Annotations,
    AudioFile,
    AudioFileId,
    AudioFiles,
    AudioFilter,
    AudioOrder,
    TagCount,
)
from phantom_core.audio.listing import TAG_COUNTS
from phantom_core.audio.search import order_cursor, order_position, sort_key, tag_keys
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import NotFound, Page, PageRequest, UserId, cursor_after, position

__all__ = ["MemoryAudioFiles"]


class MemoryAudioFiles(AudioFiles):
    """Recordings by id."""

    def __init__(self, journal: Journal, annotations: Annotations) -> None:
        self._annotations = annotations
        self._rows: MemoryRows[AudioFileId, AudioFile] = MemoryRows(
            journal, "audio file", attrgetter("id"), name="audio_files"
        )

    def add(self, file: AudioFile) -> None:
        """Store a new recording."""
        self._rows.add(file)

    def get(self, audio_file_id: AudioFileId) -> AudioFile:
        """Find a recording, or refuse."""
        return self._rows.get(audio_file_id)

    def find(self, audio_file_id: AudioFileId) -> AudioFile | None:
        """Find a recording."""
        return self._rows.find(audio_file_id)

    def owner_of(self, audio_file_id: AudioFileId) -> UserId | None:
        """Whose a recording is."""
        file = self._rows.find(audio_file_id)
        return None if file is None else file.owner_id

    def put(self, file: AudioFile) -> None:
        """Store a recording's new state."""
        self._rows.put(file)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording away."""
        if not self._rows.remove(audio_file_id):
            raise NotFound("audio file", audio_file_id)

    def of_owner(
        self,
        owner_id: UserId,
        page: PageRequest,
        *,
        wanted: AudioFilter,
        order: AudioOrder = AudioOrder.NEWEST,
    ) -> Page[AudioFile]:
        """Those of somebody's recordings that are wanted."""
        behind = order_position(page, order)
        rows = [
            (sort_key(order, file), file)
            for file in self._rows
            if file.owner_id == owner_id and wanted.admits(file, self._annotations.find(file.id))
        ]
        rows.sort(reverse=order.descends)
        if behind is not None:
            passes = operator.lt if order.descends else operator.gt
            rows = [row for row in rows if passes(row[0], behind)]
        files = [file for _, file in rows]
        return Page.of(files, page.limit, lambda file: order_cursor(order, file))

    def tags_of(self, owner_id: UserId, page: PageRequest) -> Page[TagCount]:
        """The tags of somebody's recordings."""
        after = (position(page, TAG_COUNTS, str) or [""])[0]
        spellings: dict[str, list[str]] = defaultdict(list)
        for file in self._rows:
            if file.owner_id == owner_id:
                for key, tag in tag_keys(file.tags).items():
                    spellings[key].append(tag)
        found = [
            (key, TagCount(tag=min(tags), count=len(tags)))
            for key, tags in sorted(spellings.items())
            if key > str(after)
        ]
        cut = Page.of(found, page.limit, lambda each: cursor_after(TAG_COUNTS, each[0]))
        return cut.map(lambda each: each[1])

    def with_analysis(
        self, owner_id: UserId, limit: int, after: AudioFileId | None = None
    ) -> Sequence[AudioFile]:
        """Somebody's recordings that were analysed, or are to be."""
        touched = [
            file
            for file in self._rows
            if file.owner_id == owner_id
            and file.analysis_status is not AnalysisStatus.NONE
            and (after is None or file.id > after)
        ]
        return sorted(touched, key=attrgetter("id"))[:limit]

    def uses(self) -> Iterator[BlobUse]:
        """The blobs that recordings name."""
        return (
            BlobUse(key=key, kind="recording", id=file.id)
            for file in self._rows
            for key in file.blobs
        )
