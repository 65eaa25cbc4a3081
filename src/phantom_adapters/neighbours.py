"""Where one context's repository answers the narrower question of another."""

from phantom_core.audio import AnalysisConsents
from phantom_core.identity import Purpose
from phantom_core.identity.ports import Consents
from phantom_core.kernel import UserId

__all__ = ["StandingAnalysisConsents"]


class StandingAnalysisConsents(AnalysisConsents):
    """Takes it from the consents that stand."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    def allows_analysis(self, user_id: UserId) -> bool:
        """Whether somebody's consent to the analysis of audio stands; it is held."""
        return self._consents.standing(user_id, Purpose.AUDIO_ANALYSIS) is not None
