"""What is played next: a vote's winner, then the queue, then repeat, then the playlist's order."""

from datetime import datetime

import attrs

from phantom_core.rooms.course import Course
from phantom_core.rooms.names import PlaylistId, SongId
from phantom_core.rooms.ordering import PlayOrder, order_of, places_of
from phantom_core.rooms.playback import RESTARTS_AFTER, Playback, Reason, Repeat, Status

__all__ = ["begin", "go_back", "go_on", "relist", "reorder", "stop"]


def go_on(course: Course, at: datetime, *, skipping: bool = False) -> None:
    """Turn to what comes after the current song.

    Args:
        skipping: whether somebody wants it over; else it has ended by itself, which repeats it
            where one song is repeated.
    """
    course.close_vote(at)
    if not (
        _play_elected(course, at)
        or _play_queued(course, at)
        or (not skipping and _play_again(course, at))
        or _play_listed(course, at)
    ):
        _come_to_the_end(course, at)


def go_back(course: Course, at: datetime) -> None:
    """Turn to the song before the current one in the playlist's order, or to its own beginning.

    To that after its first seconds, and where there is none before it.
    """
    playback = course.room.playback
    order = _order(course)
    place = order.before(playback.place, _listed(playback))
    found = None if place is None else course.song(order.songs[place])
    if playback.position(at) >= RESTARTS_AFTER or place is None or found is None:
        course.turn_playback(playback.sought(0, at), at)
    else:
        course.close_vote(at, called_off=True)
        course.turn_song(found, Reason.PREVIOUS, at, status=playback.status, place=place)


def stop(course: Course, at: datetime) -> None:
    """Go back to the first song of the order, at its beginning, and play nothing."""
    course.close_vote(at, called_off=True)
    _stop_at_first(course, at)


def begin(course: Course, at: datetime, status: Status) -> bool:
    """Turn to the first song of the playlist; false if there is none."""
    return _play_from(course, _order(course), 0, Reason.STARTED, at, status=status)


def reorder(course: Course, at: datetime, *, shuffle: bool) -> None:
    """Have what follows the current song shuffled, or follow as the playlist has it."""
    playback, songs = course.room.playback, course.playlist()
    place = order_of(songs, playback).of(playback.place, _listed(playback))
    current = places_of(len(songs), playback)[place] if place >= 0 else None
    if shuffle:
        seed, place = course.shuffle_seed(), -1 if current is None else 0
        changes = attrs.evolve(playback, shuffle_seed=seed, shuffle_first=current, place=place)
    else:
        place = -1 if current is None else current
        changes = attrs.evolve(playback, shuffle_seed=None, shuffle_first=None, place=place)
    course.turn_playback(changes, at)


def relist(course: Course, playlist_id: PlaylistId) -> Playback:
    """The playback, if another playlist follows the current song.

    It goes on from where that stands in it, else from its beginning.
    """
    playback, songs = course.room.playback, course.playlist(playlist_id)
    current = _listed(playback)
    shuffled = playback.shuffle and current in songs
    first = [*songs].index(current) if shuffled and current is not None else None
    return attrs.evolve(playback, place=-1, shuffle_first=first)


def _play_elected(course: Course, at: datetime) -> bool:
    vote = course.room.elected
    if vote is None or vote.winner is None:
        return False
    order = _order(course)
    place = course.room.playback.place
    if vote.winner.id in order.songs:
        place = order.songs.index(vote.winner.id)
    course.turn_song(vote.winner, Reason.VOTE, at, status=Status.PLAYING, place=place)
    return True


def _play_queued(course: Course, at: datetime) -> bool:
    queue = course.room.playback.queue
    if not queue:
        return False
    course.turn_song(queue[0].song, Reason.QUEUE, at, status=Status.PLAYING, queue=queue[1:])
    return True


def _play_again(course: Course, at: datetime) -> bool:
    playback = course.room.playback
    if playback.repeat is not Repeat.ONE or playback.entry is None or course.room.is_public:
        return False
    course.turn_song(playback.entry.song, Reason.REPEAT, at, status=Status.PLAYING)
    return True


def _play_listed(course: Course, at: datetime) -> bool:
    """Play what follows in the order; at its end it begins anew, where all is repeated."""
    playback, order = course.room.playback, _order(course)
    place = order.after(playback.place, _listed(playback))
    if place is not None and _play_from(course, order, place, Reason.PLAYLIST, at):
        return True
    endless = course.room.is_public or playback.repeat is not Repeat.OFF
    return endless and _play_from(course, order, 0, Reason.REPEAT, at)


def _play_from(
    course: Course,
    order: PlayOrder,
    first: int,
    reason: Reason,
    at: datetime,
    *,
    status: Status = Status.PLAYING,
) -> bool:
    """Play the first song from a place on that the catalogue still has."""
    song = next(course.known(order.songs[first:]), None)
    if song is None:
        return False
    place = order.songs.index(song.id, first)
    course.turn_song(song, reason, at, status=status, place=place)
    return True


def _come_to_the_end(course: Course, at: datetime) -> None:
    """Nothing follows: a public room plays its song again, a private one stops."""
    entry = course.room.playback.entry
    if course.room.is_public and entry is not None:
        course.turn_song(entry.song, Reason.REPEAT, at, status=Status.PLAYING)
    else:
        _stop_at_first(course, at)


def _stop_at_first(course: Course, at: datetime) -> None:
    if _play_from(course, _order(course), 0, Reason.STOPPED, at, status=Status.STOPPED):
        return
    entry = course.room.playback.entry
    if entry is not None:
        course.turn_song(entry.song, Reason.STOPPED, at, status=Status.STOPPED)


def _order(course: Course) -> PlayOrder:
    return order_of(course.playlist(), course.room.playback)


def _listed(playback: Playback) -> SongId | None:
    """The current song, if it is played because of where it stands in the playlist."""
    entry = playback.entry
    return None if entry is None or entry.reason is Reason.QUEUE else entry.song.id
