"""Where one context's repository answers the narrower question of another."""

from datetime import datetime

from phantom_core.audio import AnalysisConsents, AudioFile, AudioFileId, Visibility
from phantom_core.audio.ports import AudioAudit, AudioFiles, Standings
from phantom_core.identity import AuditId, AuditRecord, AuditTrail, Purpose
from phantom_core.identity.ports import AudioOwners, Consents, Users
from phantom_core.kernel import Actor, Id, NotFound, UserId, person

__all__ = ["KeptAudioOwners", "KeptStandings", "StandingAnalysisConsents", "TrailedAudioAudit"]


class StandingAnalysisConsents(AnalysisConsents):
    """Takes it from the consents that stand."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    def allows_analysis(self, user_id: UserId) -> bool:
        """Whether somebody's consent to the analysis of audio stands; it is held."""
        return self._consents.standing(user_id, Purpose.AUDIO_ANALYSIS) is not None


class TrailedAudioAudit(AudioAudit):
    """Adds to the one trail of what those in office did."""

    def __init__(self, trail: AuditTrail) -> None:
        self._trail = trail

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, file: AudioFile
    ) -> None:
        """Write an act down, and whose the recording was."""
        self._trail.add(
            AuditRecord(
                id=AuditId(record_id),
                at=at,
                actor_id=by,
                action=action,
                target_kind="audio",
                target_id=file.id,
                detail=f"of user {file.owner_id}",
            )
        )


class KeptAudioOwners(AudioOwners):
    """Takes it from the recordings that are kept."""

    def __init__(self, files: AudioFiles) -> None:
        self._files = files

    def owner_of(self, audio_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who owns a recording, if it may be known; it is held."""
        found = self._files.find(AudioFileId(audio_id))
        if found is None:
            return None
        known = found.owner_id == seen_by or found.visibility is Visibility.PUBLIC
        return found.owner_id if known else None


class KeptStandings(Standings):
    """Takes them from the accounts that are kept."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now."""
        try:
            user = self._users.get(user_id)
        except NotFound:
            return None
        return person(user_id, is_admin=user.is_admin) if user.active else None
