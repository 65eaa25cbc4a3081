"""Keeping what was composed, so that the same wish is answered at once."""

import attrs

from phantom_core.composing.asking import Wish
from phantom_core.composing.generated import LIFE, LIFE_INSTEAD, Generated, KeptMusic
from phantom_core.composing.ports import ComposingWork
from phantom_core.kernel import Access, Command, Query, fingerprint

__all__ = ["KeepGenerated", "RecallGenerated"]


@attrs.frozen(kw_only=True)
class RecallGenerated(Query[Generated | None]):
    """Recall what was made for the same wish of the actor; none, if that is long ago.

    Attributes:
        engine: who composes now: what another one made counts no more.
    """

    access = Access.PERSON
    wish: Wish
    engine: str

    def run(self, work: ComposingWork) -> Generated | None:
        """Answer it."""
        kept = work.generated_music.find(work.actor.person, _mark(self.wish, self.engine))
        return None if kept is None or kept.expires_at <= work.now else kept.generated


@attrs.frozen(kw_only=True)
class KeepGenerated(Command[Generated]):
    """Keep what was made for a wish, and answer what counts: what was there first.

    Attributes:
        engine: who was meant to compose.
    """

    access = Access.PERSON
    wish: Wish
    engine: str
    generated: Generated = attrs.field(repr=False)

    def run(self, work: ComposingWork) -> Generated:
        """Keep it, unless the same wish was granted meanwhile."""
        me, mark = work.actor.person, _mark(self.wish, self.engine)
        life = LIFE if self.generated.provenance.fallback is None else LIFE_INSTEAD
        mine = KeptMusic(
            user_id=me, mark=mark, generated=self.generated, expires_at=work.now + life
        )
        return work.generated_music.keep(mine, work.now).generated


def _mark(wish: Wish, engine: str) -> str:
    """What tells wishes apart, for one composer."""
    return fingerprint((wish, engine))
