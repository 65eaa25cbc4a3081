"""Listeners and musicians for the tests of matching."""

from datetime import date
from typing import Any

from phantom_core.kernel import Id, UserId
from phantom_core.matching import TasteProfile, Traits, Wishes

__all__ = ["listener", "musician"]


def listener(name: str, genres: str = "", /, **plays: float) -> TasteProfile:
    """Somebody with genres alike dear, and artists by how often they play them."""
    return TasteProfile(
        user_id=UserId(Id(name)),
        artists=tuple((Id(artist), count) for artist, count in plays.items()),
        genres=tuple((Id(genre), 1.0) for genre in genres.split()),
    )


def musician(name: str, *, sought: tuple[str, ...] = (), **told: Any) -> TasteProfile:
    """A grown-up who tells what they are and whom they look for."""
    traits = Traits(birth_date=date(1990, 1, 1), wishes=Wishes(roles=sought))
    return TasteProfile(user_id=UserId(Id(name)), traits=traits, **told)
