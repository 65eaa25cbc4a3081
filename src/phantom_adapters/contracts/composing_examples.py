"""Music for the suites of composing's ports."""

from datetime import datetime, timedelta
from hashlib import sha256

from phantom_adapters.contracts.recording_examples import ADA, EVE, MOMENT
from phantom_core.composing import (
    Brief,
    Generated,
    KeptMusic,
    MidiWish,
    Provenance,
    brief_of,
    compose,
)
from phantom_core.kernel import UserId

__all__ = ["ADA", "EVE", "MOMENT", "a_brief", "generated", "kept"]


def a_brief(prompt: str = "calm piano and flute in D dorian, 4 bars", seed: int = 7) -> Brief:
    """What somebody must know who grants that wish."""
    return brief_of(MidiWish(prompt=prompt), seed)[0]


def generated(seed: int = 7) -> Generated:
    """A piece that was made."""
    brief, understood = brief_of(MidiWish(prompt="sad piano, 2 bars, glorp"), seed)
    provenance = Provenance(
        prompt="sad piano, 2 bars, glorp",
        engine="somebody",
        version="1",
        seed=seed,
        generated_at=MOMENT,
        fallback="Nobody else was there.",
    )
    return Generated(piece=compose(brief), understood=understood, provenance=provenance)


def kept(
    user_id: UserId, wish: str, *, seed: int = 7, expires_at: datetime | None = None
) -> KeptMusic:
    """A piece that is kept for a day."""
    return KeptMusic(
        user_id=user_id,
        mark=sha256(wish.encode()).hexdigest(),
        generated=generated(seed),
        expires_at=expires_at or MOMENT + timedelta(days=1),
    )
