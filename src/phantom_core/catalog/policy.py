"""Who may do what with playlists and tags; the rest of the catalogue is the admins'."""

from phantom_core.catalog.errors import DefaultPlaylist
from phantom_core.catalog.playlist import Playlist
from phantom_core.catalog.tag import TagKind
from phantom_core.kernel import ALLOWED, Actor, Decision, Hidden, Refused

__all__ = ["may_change", "may_delete", "may_read", "may_tag"]


def may_read(playlist: Playlist) -> Decision:
    """Decide whether somebody who is signed in may look at a playlist: until it is deleted."""
    return ALLOWED if playlist.lives else Hidden("playlist", playlist.id)


def may_change(actor: Actor, playlist: Playlist) -> Decision:
    """Decide whether `actor` may put other songs in a playlist, or call it something else."""
    if not playlist.lives:
        return may_read(playlist)
    if _looks_after(actor) or (actor.user_id is not None and actor.user_id == playlist.created_by):
        return ALLOWED
    return Refused("Only its maker and admins may do this.")


def may_delete(actor: Actor, playlist: Playlist) -> Decision:
    """Decide whether `actor` may delete a playlist."""
    changing = may_change(actor, playlist)
    if changing is ALLOWED and playlist.is_default:
        return Refused("An artist's default playlist goes with the artist.", DefaultPlaylist)
    return changing


def may_tag(actor: Actor, kind: TagKind) -> Decision:
    """Decide whether `actor` may add a tag of a kind."""
    if kind is TagKind.FREE or _looks_after(actor):
        return ALLOWED
    return Refused(f"Only admins add tags of the kind `{kind}`; yours are `{TagKind.FREE}`.")


def _looks_after(actor: Actor) -> bool:
    return actor.is_admin or actor.is_system
