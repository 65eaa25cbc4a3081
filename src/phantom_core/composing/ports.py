"""What composing needs: somebody who composes, and storage for what was composed."""

from datetime import datetime
from typing import Protocol

from phantom_core.composing.asking import Brief
from phantom_core.composing.generated import Composed, KeptMusic
from phantom_core.kernel import UserId, Work

__all__ = ["Composer", "ComposingWork", "GeneratedMusic"]


class Composer(Protocol):
    """Makes music."""

    @property
    def engine(self) -> str:
        """Who it is, by name and version; another one is asked anew."""

    async def compose(self, brief: Brief, prompt: str) -> Composed:
        """Compose what a brief says: in its key, tempo and meter, so many bars, for its parts.

        Every note lies within the piece, and no two of one pitch overlap in one part; the chords
        fill the piece from its beginning to its end, one after the other.

        Args:
            brief: what must be known.
            prompt: the words that were used; empty where there were none.

        Raises: Unavailable, if it does not answer, or answers with no such piece.
        """
        ...


class GeneratedMusic(Protocol):
    """Music that was made for people, until it is forgotten: one piece for each wish."""

    def find(self, user_id: UserId, mark: str) -> KeptMusic | None:
        """What was made for somebody's wish, also if it is to be forgotten; nothing is held."""

    def keep(self, kept: KeptMusic, now: datetime) -> KeptMusic:
        """Keep something, unless there is something for the same wish that lasts; answer what is.

        Of several who do so at once all are answered the same.
        """

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Forget up to `limit` pieces whose time is over, and say how many."""


class ComposingWork(Work, Protocol):
    """What the commands of composing are given."""

    generated_music: GeneratedMusic
