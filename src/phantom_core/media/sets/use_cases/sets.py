"""Sets: looking at them, and what those in office do with them."""

import attrs

from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import (
    UNCHANGED,
    Access,
    Command,
    Page,
    PageRequest,
    Query,
    Unchanged,
    Visibility,
    given,
)
from phantom_core.media.sets import policy
from phantom_core.media.sets.music_set import MusicSet, SetId, TrackId
from phantom_core.media.sets.ports import SetsWork
from phantom_core.media.sets.track import TrackTally
from phantom_core.media.sets.tracklist import ListedSet, Tracklist
from phantom_core.media.sets.use_cases.finding import audit, list_tracks, visible
from phantom_core.media.sets.use_cases.leaving import blobs_of

__all__ = [
    "ChangeMusicSet",
    "CreateMusicSet",
    "DeleteMusicSet",
    "GetMusicSet",
    "ListMusicSets",
    "OrderTracks",
]


@attrs.frozen(kw_only=True)
class ListMusicSets(Query[Page[ListedSet]]):
    """List the sets, newest first: the public ones; for admins all.

    Attributes:
        visibility: only those of one visibility.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    visibility: Visibility | None = None
    page: PageRequest = attrs.field(factory=PageRequest)

    def run(self, work: SetsWork) -> Page[ListedSet]:
        """Answer a page."""
        wanted = self.visibility
        if not policy.looks_after(work.actor):
            if wanted is Visibility.PRIVATE:
                return Page(())
            wanted = Visibility.PUBLIC
        page = work.music_sets.listed(self.page, wanted)
        tallies = work.music_tracks.tallies([each.id for each in page.items])
        return page.map(
            lambda each: ListedSet(music_set=each, tally=tallies.get(each.id, TrackTally()))
        )


@attrs.frozen(kw_only=True)
class GetMusicSet(Query[Tracklist]):
    """Look at a set and its tracks; those that are not ready are the admins' to see.

    Raises: NotFound.
    """

    access = Access.PERSON
    set_id: SetId

    def run(self, work: SetsWork) -> Tracklist:
        """Answer it."""
        return list_tracks(work, visible(work, self.set_id))


@attrs.frozen(kw_only=True)
class CreateMusicSet(Command[Tracklist]):
    """Make a set, still without tracks. Raises: Invalid."""

    access = Access.ADMIN
    title: str
    description: str | None = None
    visibility: Visibility = Visibility.PRIVATE

    def run(self, work: SetsWork) -> Tracklist:
        """Answer it."""
        music_set = MusicSet(
            id=SetId(work.new_id()),
            title=self.title,
            description=self.description,
            visibility=self.visibility,
            created_at=work.now,
            updated_at=work.now,
        )
        work.music_sets.add(music_set)
        audit(work, "set.created", music_set, music_set.title)
        return Tracklist(music_set=music_set, tracks=())


@attrs.frozen(kw_only=True)
class ChangeMusicSet(Command[Tracklist]):
    """Describe a set otherwise, or show it to others or not. What is not given stays as it is.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated.
    """

    access = Access.ADMIN
    set_id: SetId
    title: str | Unchanged = UNCHANGED
    description: str | Unchanged | None = UNCHANGED
    visibility: Visibility | Unchanged = UNCHANGED
    version: int | None = None

    def run(self, work: SetsWork) -> Tracklist:
        """Answer the set as it is now."""
        before = work.music_sets.get(self.set_id).based_on(self.version)
        changes = given(title=self.title, description=self.description, visibility=self.visibility)
        changed = before.changed(work.now, **changes)
        if changed != before:
            work.music_sets.put(changed)
            audit(work, "set.changed", changed, ", ".join(sorted(changes)))
        return list_tracks(work, changed)


@attrs.frozen(kw_only=True)
class OrderTracks(Command[Tracklist]):
    """Put the tracks of a set in another order.

    Attributes:
        track_ids: every track of the set once.
        version: the one that the change is based on; any, if absent.

    Raises: Invalid, for what is no order of the set's tracks; NotFound; Outdated.
    """

    access = Access.ADMIN
    set_id: SetId
    track_ids: tuple[TrackId, ...]
    version: int | None = None

    def run(self, work: SetsWork) -> Tracklist:
        """Answer the set as it is now."""
        before = work.music_sets.get(self.set_id).based_on(self.version)
        ordered = before.ordered(self.track_ids, work.now)
        if ordered != before:
            work.music_sets.put(ordered)
            audit(work, "set.ordered", ordered)
        return list_tracks(work, ordered)


@attrs.frozen(kw_only=True)
class DeleteMusicSet(Command[None]):
    """Delete a set and its tracks; those on their way as well.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Outdated.
    """

    access = Access.ADMIN
    set_id: SetId
    version: int | None = None

    def run(self, work: SetsWork) -> None:
        """Let it go, and its blobs after it."""
        music_set = work.music_sets.get(self.set_id).based_on(self.version)
        tracks = work.music_tracks.of_set(music_set.id)
        work.music_tracks.remove_of(music_set.id)
        work.music_sets.remove(music_set.id)
        doom_blobs(work, *blobs_of(work, tracks))
        audit(work, "set.deleted", music_set, f"{music_set.title}, {len(tracks)} tracks")
