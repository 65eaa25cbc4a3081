"""What suggestions need of storage."""

from typing import Protocol

from phantom_core.kernel import Id, UserId
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.suggesting import HeardRecording

__all__ = ["HeardRecordings", "HearingWork"]


class HeardRecordings(Protocol):
    """What analyses have found in recordings."""

    def find(self, recording_id: Id, *, seen_by: UserId) -> HeardRecording | None:
        """What a recording's current report says.

        None, if there is no report, `seen_by` may not hear the recording, or its owner does not let
        recordings be analysed any more.
        """


class HearingWork(ArrangementWork, Protocol):
    """What looking for suggestions is given."""

    heard_recordings: HeardRecordings
