"""Finding sets and tracks for an actor, who may or may not know of them."""

import attrs

from phantom_core.kernel import Actor, NotFound
from phantom_core.media.sets import policy
from phantom_core.media.sets.music_set import MusicSet, SetId, TrackId
from phantom_core.media.sets.ports import SetsWork
from phantom_core.media.sets.track import MusicTrack, TrackStatus
from phantom_core.media.sets.tracklist import PlacedTrack, Tracklist
from phantom_core.uploads import UploadId

__all__ = ["audit", "hearable", "held_set_of", "list_tracks", "placed", "visible"]

_GIVEN_UP = "The upload was given up."


def visible(work: SetsWork, set_id: SetId) -> MusicSet:
    """A set that the actor may look at. Raises: NotFound."""
    music_set = work.music_sets.get(set_id)
    policy.may_see(work.actor, music_set).enforce()
    return music_set


def held_set_of(work: SetsWork, track_id: TrackId) -> MusicSet:
    """The set of a track. It is held first, then its track. Raises: NotFound."""
    set_id = work.music_tracks.set_of(track_id)
    if set_id is None:
        raise NotFound("track", track_id)
    return work.music_sets.get(set_id)


def hearable(work: SetsWork, track_id: TrackId, reader: Actor | None = None) -> MusicTrack:
    """A track that a reader may hear, by default the actor. Raises: NotFound."""
    music_set = held_set_of(work, track_id)
    track = _as_it_stands(work, work.music_tracks.get(track_id))
    policy.may_hear(reader or work.actor, music_set, track).enforce()
    return track


def list_tracks(work: SetsWork, music_set: MusicSet) -> Tracklist:
    """A set with those of its tracks that the actor may see."""
    places = {track_id: place for place, track_id in enumerate(music_set.track_ids, 1)}
    tracks = [_as_it_stands(work, track) for track in work.music_tracks.of_set(music_set.id)]
    seen = (track for track in tracks if policy.sees(work.actor, music_set, track))
    listed = [PlacedTrack(track=track, position=places[track.id]) for track in seen]
    return Tracklist(
        music_set=music_set, tracks=tuple(sorted(listed, key=lambda each: each.position))
    )


def placed(work: SetsWork, music_set: MusicSet, track: MusicTrack) -> PlacedTrack:
    """A track as it stands in its set."""
    position = music_set.position_of(track.id)
    return PlacedTrack(track=_as_it_stands(work, track), position=position)


def audit(work: SetsWork, action: str, music_set: MusicSet, detail: str = "") -> None:
    """Write down what a person does with a set."""
    me = work.actor.user_id
    if me is not None:
        work.set_audit.note(
            work.new_id(), at=work.now, by=me, action=action, set_id=music_set.id, detail=detail
        )


def _as_it_stands(work: SetsWork, track: MusicTrack) -> MusicTrack:
    """A track is on its way as long as its upload is; whoever gave that up told nobody here."""
    on_its_way = track.status is TrackStatus.UPLOADING
    if on_its_way and work.uploads.find(UploadId(track.id)) is None:
        return attrs.evolve(track, status=TrackStatus.FAILED, reason=_GIVEN_UP)
    return track
