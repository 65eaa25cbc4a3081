"""Where one context's repository answers the narrower question of another."""

from phantom_core.audio import AnalysisConsents, AudioFileId, Visibility
from phantom_core.audio.ports import AudioFiles, Standings
from phantom_core.identity import Purpose
from phantom_core.identity.ports import AudioOwners, Consents, Users
from phantom_core.kernel import Actor, Id, NotFound, UserId, person

__all__ = ["KeptAudioOwners", "KeptStandings", "StandingAnalysisConsents"]


class StandingAnalysisConsents(AnalysisConsents):
    """Takes it from the consents that stand."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    def allows_analysis(self, user_id: UserId) -> bool:
        """Whether somebody's consent to the analysis of audio stands; it is held."""
        return self._consents.standing(user_id, Purpose.AUDIO_ANALYSIS) is not None


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
