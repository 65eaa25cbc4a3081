"""What the audio context needs of storage, and of its neighbours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.audio.annotation import UserMusicAnalysis
from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.report import AudioFileReport
from phantom_core.audio.search import AudioFilter, AudioOrder, TagCount
from phantom_core.kernel import Actor, Id, Page, PageRequest, UserId
from phantom_core.uploads import UploadsWork

__all__ = [
    "AnalysisConsents",
    "Annotations",
    "AudioAudit",
    "AudioFiles",
    "AudioReports",
    "AudioWork",
    "Blocks",
    "People",
    "Standings",
]


class AudioFiles(Protocol):
    """Recordings."""

    def add(self, file: AudioFile) -> None:
        """Store a new recording. Raises: Conflict, if its id is in use."""

    def get(self, audio_file_id: AudioFileId) -> AudioFile:
        """Find a recording, held until the transaction ends. Raises: NotFound."""

    def find(self, audio_file_id: AudioFileId) -> AudioFile | None:
        """Find a recording, held until the transaction ends; `None` if there is none."""

    def owner_of(self, audio_file_id: AudioFileId) -> UserId | None:
        """Whose a recording is, for ever; `None` if there is none. Nothing is held."""

    def put(self, file: AudioFile) -> None:
        """Store a recording's new state. Raises: NotFound."""

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording away. Raises: NotFound."""

    def of_owner(
        self,
        owner_id: UserId,
        page: PageRequest,
        *,
        wanted: AudioFilter,
        order: AudioOrder = AudioOrder.NEWEST,
    ) -> Page[AudioFile]:
        """Those of somebody's recordings that are wanted, in an order; among equals, by id.

        What is sought is found in annotations too. Raises: Invalid, for a foreign cursor.
        """

    def tags_of(self, owner_id: UserId, page: PageRequest) -> Page[TagCount]:
        """The tags of somebody's recordings, sorted as they are compared.

        Raises: Invalid, for a foreign cursor.
        """

    def with_analysis(
        self, owner_id: UserId, limit: int, after: AudioFileId | None = None
    ) -> Sequence[AudioFile]:
        """Up to `limit` of somebody's recordings whose analysis status is not `none`, by id.

        They begin behind `after`, or with the first.
        They are held until the transaction ends.
        """


class AudioReports(Protocol):
    """Reports of recordings."""

    def add(self, report: AudioFileReport) -> None:
        """Store a report. Raises: Conflict, if its id is in use."""

    def current(self, audio_file_id: AudioFileId) -> AudioFileReport | None:
        """A recording's newest report."""

    def of_file(self, audio_file_id: AudioFileId, page: PageRequest) -> Page[AudioFileReport]:
        """A recording's reports, newest first. Raises: Invalid, for a foreign cursor."""

    def remove_of(self, audio_file_id: AudioFileId, *, but: int = 0) -> Sequence[AudioFileReport]:
        """Take all but the `but` newest reports of a recording away; answer them, newest first."""


class Annotations(Protocol):
    """What owners say about their recordings; at most one each."""

    def find(self, audio_file_id: AudioFileId) -> UserMusicAnalysis | None:
        """A recording's annotation, held until the transaction ends."""

    def put(self, annotation: UserMusicAnalysis) -> None:
        """Store an annotation, in place of the recording's earlier one."""

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take a recording's annotation away. Where there is none, nothing happens."""


class AnalysisConsents(Protocol):
    """Who lets their recordings be analysed."""

    def allows_analysis(self, user_id: UserId) -> bool:
        """Whether somebody allows it now; so it stays until the transaction ends."""


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""


class Standings(Protocol):
    """As whom people may act."""

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now; `None` if they are suspended, or not there at all."""


class People(Protocol):
    """Who is here."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""


class AudioAudit(Protocol):
    """What those in office do with other people's recordings."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, file: AudioFile
    ) -> None:
        """Write an act down. Raises: Conflict, if one with its id is there."""


class AudioWork(UploadsWork, Protocol):
    """The unit of work of the audio context."""

    audio_files: AudioFiles
    audio_reports: AudioReports
    annotations: Annotations
    analysis_consents: AnalysisConsents
    standings: Standings
    audio_audit: AudioAudit

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own, of which this context asks less."""

    @property
    def people(self) -> People:
        """Who is here; identity's own too."""
