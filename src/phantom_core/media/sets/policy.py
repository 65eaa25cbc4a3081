"""Who may see sets and hear their tracks; all else is the admins'."""

from phantom_core.kernel import ALLOWED, Actor, Decision, Hidden, Visibility
from phantom_core.media.sets.music_set import MusicSet
from phantom_core.media.sets.track import MusicTrack

__all__ = ["looks_after", "may_hear", "may_see", "sees"]


def may_see(actor: Actor, music_set: MusicSet) -> Decision:
    """Decide whether `actor` may look at a set; to others it does not exist."""
    if looks_after(actor) or music_set.visibility is Visibility.PUBLIC:
        return ALLOWED
    return Hidden("set", music_set.id)


def may_hear(actor: Actor, music_set: MusicSet, track: MusicTrack) -> Decision:
    """Decide whether `actor` may see and hear a track: of a public set, and ready."""
    return ALLOWED if sees(actor, music_set, track) else Hidden("track", track.id)


def sees(actor: Actor, music_set: MusicSet, track: MusicTrack) -> bool:
    """Whether a track is there for `actor`."""
    shown = music_set.visibility is Visibility.PUBLIC and track.is_ready
    return shown or looks_after(actor)


def looks_after(actor: Actor) -> bool:
    """Whether `actor` sees all sets, and what is on its way into them."""
    return actor.is_admin or actor.is_system
