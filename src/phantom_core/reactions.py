"""What must follow from what: the whole table.

A reaction turns an event into a command, which runs as the system in the same transaction. It
never refuses, and reactions to reactions go no deeper than two. What would touch more than some
twenty rows enqueues a job instead.
"""

from typing import Final

from phantom_core.audio import AudioFileId, DeleteDerived, DiscardAudioFile
from phantom_core.audio.events import AudioDeleted
from phantom_core.catalog import DropAudio
from phantom_core.identity import (
    ConsentRevoked,
    ContentCondemned,
    DropSample,
    Purpose,
    ReportKind,
)
from phantom_core.identity.events import UserBlocked
from phantom_core.kernel.performing import Reactions
from phantom_core.rooms import PartInvites

__all__ = ["REACTIONS"]


def _delete_derived(event: ConsentRevoked) -> DeleteDerived | None:
    revoked = event.consent.purpose is Purpose.AUDIO_ANALYSIS
    return DeleteDerived(user_id=event.user_id) if revoked else None


def _discard_audio(event: ContentCondemned) -> DiscardAudioFile | None:
    condemned = event.kind is ReportKind.AUDIO
    return DiscardAudioFile(audio_file_id=AudioFileId(event.target_id)) if condemned else None


def _drop_sample(event: AudioDeleted) -> DropSample:
    return DropSample(user_id=event.owner_id, audio_id=event.audio_file_id)


def _drop_audio(event: AudioDeleted) -> DropAudio:
    return DropAudio(audio_file_id=event.audio_file_id)


def _part_invites(event: UserBlocked) -> PartInvites:
    return PartInvites(one=event.user_id, other=event.blocked_id)


REACTIONS: Final[Reactions] = {
    AudioDeleted: (_drop_sample, _drop_audio),
    ConsentRevoked: (_delete_derived,),
    ContentCondemned: (_discard_audio,),
    UserBlocked: (_part_invites,),
}
"""Event -> what follows."""
