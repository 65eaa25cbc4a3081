"""What becomes of recordings: their owner is told."""

from typing import Final

from phantom_core.audio.events import AnalysisDone, AnalysisFailed, AudioDeleted, AudioEvent
from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import (
    NotificationKind,
    Notify,
    Payload,
    Subject,
    SubjectKind,
    WithdrawPart,
)

__all__ = ["RECORDINGS"]


def _analysed(event: AnalysisDone) -> Notify:
    return _analysis(event, "done")


def _not_analysed(event: AnalysisFailed) -> Notify:
    return _analysis(event, "failed")


def _analysis(event: AudioEvent, move: str) -> Notify:
    subject = Subject(kind=SubjectKind.AUDIO, id=event.audio_file_id)
    return Notify(
        user_id=event.owner_id,
        kind=NotificationKind.ANALYSIS,
        key=f"analysis:{move}",
        part=event.audio_file_id,
        payload=Payload(move=move, subject=subject),
    )


def _drop_analysed(event: AudioDeleted) -> WithdrawPart:
    return _no_analysis(event, "done")


def _drop_not_analysed(event: AudioDeleted) -> WithdrawPart:
    return _no_analysis(event, "failed")


def _no_analysis(event: AudioDeleted, move: str) -> WithdrawPart:
    return WithdrawPart(user_id=event.owner_id, key=f"analysis:{move}", part=event.audio_file_id)


RECORDINGS: Final[Reactions] = {
    AnalysisDone: (_analysed,),
    AnalysisFailed: (_not_analysed,),
    AudioDeleted: (_drop_analysed, _drop_not_analysed),
}
"""Event -> who is notified."""
