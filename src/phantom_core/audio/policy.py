"""Who may do what with a recording."""

from phantom_core.audio.audio_file import AudioFile, Visibility
from phantom_core.audio.errors import NoConsent
from phantom_core.kernel import ALLOWED, Actor, Allowed, Decision, Hidden, Refused

__all__ = ["may_analyse", "may_change", "may_delete", "may_read"]


def may_read(actor: Actor, file: AudioFile, *, unseen: bool) -> Decision:
    """Decide whether `actor` may hear a recording, and read what is known of it.

    To everybody else it does not exist; `unseen` says that the actor does not see its owner:
    one of the two has blocked the other, or the owner is suspended.
    """
    if _looks_after(actor) or actor.user_id == file.owner_id:
        return ALLOWED
    if file.visibility is Visibility.PUBLIC and not unseen:
        return ALLOWED
    return Hidden("audio file", file.id)


def may_change(actor: Actor, file: AudioFile, *, unseen: bool) -> Decision:
    """Decide whether `actor` may say something else of a recording."""
    if actor.is_system or actor.user_id == file.owner_id:
        return ALLOWED
    reading = may_read(actor, file, unseen=unseen)
    return Refused("Only its owner may do this.") if isinstance(reading, Allowed) else reading


def may_delete(actor: Actor, file: AudioFile, *, unseen: bool) -> Decision:
    """Decide whether `actor` may delete a recording."""
    return ALLOWED if _looks_after(actor) else may_change(actor, file, unseen=unseen)


def may_analyse(actor: Actor, file: AudioFile, *, unseen: bool, consented: bool) -> Decision:
    """Decide whether `actor` may have a recording analysed, given the owner's consent."""
    changing = may_change(actor, file, unseen=unseen)
    if isinstance(changing, Allowed) and not consented:
        return Refused("Analysis needs its owner's consent to `audio_analysis`.", NoConsent)
    return changing


def _looks_after(actor: Actor) -> bool:
    return actor.is_system or actor.is_admin
