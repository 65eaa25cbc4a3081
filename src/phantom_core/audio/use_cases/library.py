"""Finding one's way among recordings."""

import attrs

from phantom_core.audio.audio_file import AnalysisStatus, AudioFile, Visibility
from phantom_core.audio.media_type import AudioFormat
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.search import AudioFilter, AudioOrder, TagCount
from phantom_core.audio.use_cases.finding import unseen
from phantom_core.kernel import (
    Access,
    Checked,
    NameQuery,
    Page,
    PageRequest,
    Query,
    UserId,
    line,
    ruled,
)

__all__ = ["ListAudioFiles", "ListAudioTags"]


@attrs.frozen(kw_only=True)
class ListAudioFiles(Checked, Query[Page[AudioFile]]):
    """List one's own recordings, or the public ones of somebody else; by default newest first.

    Attributes:
        owner_id: whose; one's own if absent. Whom the actor does not see has none to show.
        query: words; each is in a recording's title, file name, tags or annotation. Case, accents
            and punctuation are nothing.
        tag: a tag that they have, compared in the same way.
        format: the container that they are in.
        visibility: who else may hear them.
        status: where their analysis stands.
        order: how they are sorted.

    Raises: Invalid, for a foreign cursor too: each order has its own.
    """

    access = Access.PERSON
    owner_id: UserId | None = None
    query: str = ruled(line(0, 100), default="")
    tag: str | None = ruled(line(1, 50), default=None)
    format: AudioFormat | None = None
    visibility: Visibility | None = None
    status: AnalysisStatus | None = None
    order: AudioOrder = AudioOrder.NEWEST
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: AudioWork) -> Page[AudioFile]:
        """Answer a page."""
        me = work.actor.person
        owner_id = self.owner_id or me
        wanted = self._wanted()
        if owner_id != me:
            if self.visibility is Visibility.PRIVATE or self._is_unseen(work, owner_id):
                return Page(())
            wanted = attrs.evolve(wanted, visibility=Visibility.PUBLIC)
        return work.audio_files.of_owner(owner_id, self.page, wanted=wanted, order=self.order)

    def _is_unseen(self, work: AudioWork, owner_id: UserId) -> bool:
        return not work.actor.is_admin and unseen(work, owner_id)

    def _wanted(self) -> AudioFilter:
        return AudioFilter(
            words=NameQuery.of(self.query),
            tag=self.tag,
            format=self.format,
            visibility=self.visibility,
            status=self.status,
        )


@attrs.frozen(kw_only=True)
class ListAudioTags(Query[Page[TagCount]]):
    """List the tags of one's recordings, each with how many have it; as words are sorted.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: AudioWork) -> Page[TagCount]:
        """Answer a page."""
        return work.audio_files.tags_of(work.actor.person, self.page)
