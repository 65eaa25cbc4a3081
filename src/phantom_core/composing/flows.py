"""Granting wishes for music."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

import attrs

from phantom_core.composing.asking import MOST_SEED, MidiWish, Wish
from phantom_core.composing.briefing import brief_of
from phantom_core.composing.generated import Generated, Provenance
from phantom_core.composing.ports import Composer
from phantom_core.composing.use_cases import KeepGenerated, RecallGenerated
from phantom_core.kernel import Actor, Doer, Unavailable

__all__ = ["ComposingEdge", "generate"]

_CHORDS: Final = "chords"


@attrs.frozen(kw_only=True)
class ComposingEdge:
    """Whom and what granting wishes needs.

    Attributes:
        composer: whoever composes.
        instead: whoever does so where `composer` cannot; nobody, if there is no other.
        draw: draws a number below another.
        clock: the time now.
    """

    phantom: Doer
    composer: Composer
    instead: Composer | None = None
    draw: Callable[[int], int]
    clock: Callable[[], datetime]


async def generate(
    edge: ComposingEdge, wish: Wish, *, actor: Actor, key: str | None = None
) -> Generated:
    """Make music for somebody, or recall what was made for the same wish within 24 hours.

    Where the wish names no seed one is drawn, and told; so the same wish without a seed is the same
    music for a day, and another seed is other music.

    Raises: NotAuthenticated; KeyReused; Unavailable, if there is nobody who can compose.
    """
    engine = edge.composer.engine
    known = await edge.phantom.ask(RecallGenerated(wish=wish, engine=engine), actor=actor)
    if known is not None and key is None:
        return known
    made = known or await _made(edge, wish)
    keep = KeepGenerated(wish=wish, engine=engine, generated=made)
    return (await edge.phantom.do(keep, actor=actor, idempotency_key=key)).value


async def _made(edge: ComposingEdge, wish: Wish) -> Generated:
    seed = edge.draw(MOST_SEED + 1) if wish.seed is None else wish.seed
    brief, understood = brief_of(wish, seed)
    prompt = wish.prompt if isinstance(wish, MidiWish) else ""
    fallback = None
    try:
        composed = await edge.composer.compose(brief, prompt)
    except Unavailable as error:
        if edge.instead is None:
            raise
        fallback = error.detail
        composed = await edge.instead.compose(brief, prompt)
    return Generated(
        piece=composed.piece,
        understood=understood,
        provenance=Provenance(
            prompt=prompt or f"{_CHORDS} in {brief.key}",
            engine=composed.engine,
            version=composed.version,
            seed=seed,
            generated_at=edge.clock(),
            fallback=fallback,
        ),
    )
