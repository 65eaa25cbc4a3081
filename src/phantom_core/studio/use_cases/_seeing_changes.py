"""What a change knew of others, where its client says no more than a version."""

from typing import Final

import attrs

from phantom_core.kernel import Id
from phantom_core.studio.arrangement.draft import STEM, Draft
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.use_cases._books import Books
from phantom_core.sync import Document, RecordId, ReplicaId
from phantom_core.sync.writes import COUNTER, REPLICA

_PLACES: Final = (STEM, "group")


@attrs.frozen
class Sight:
    """Tells what drafts had seen, given where entities stand."""

    books: Books
    document: Document

    def of(self, draft: Draft, *, live: bool) -> dict[ReplicaId, int]:
        """What a draft had seen of each other replica.

        Whoever names the version of an entity has seen what made it that, and what was forgotten
        before. Whoever names none has seen all that stands.
        """
        seen: dict[ReplicaId, int] = {}
        if draft.seen is not None:
            seen = {ReplicaId(each): counter for each, counter in draft.seen.value.items()}
        elif not draft.faults:
            seen = self._up_to(draft.entity_id, draft.base_version)
            self._see_horizon(draft, seen)
            if draft.base_version is None:
                self._see_removals(draft, seen)
            if draft.op is Op.DELETE and (live or self._is_newest(draft)):
                self._see_contents(draft, seen)
        seen.pop(draft.replica, None)
        return seen

    def _is_newest(self, draft: Draft) -> bool:
        """Whoever deletes what they know as it stands knows what is in it, too."""
        found = self.books.entity(draft.entity_id)
        version = draft.base_version
        return version is None or (found is not None and version >= found.version)

    def _up_to(self, entity_id: EntityId, version: int | None) -> dict[ReplicaId, int]:
        found = self.books.entity(entity_id)
        if found is None:
            return {}
        if version is None or version >= found.version:
            return dict(found.vector)
        return dict(self.books.work.kept_changes.seen_at(entity_id, version))

    def _see_horizon(self, draft: Draft, seen: dict[ReplicaId, int]) -> None:
        """Who knows a version that is no older than the horizon knows what is forgotten."""
        horizon = self.document.horizon
        if draft.base_version is not None:
            next_one = self.books.work.kept_changes.after(draft.entity_id, draft.base_version)
            if next_one is not None and next_one.counter <= horizon[next_one.replica]:
                return
        for replica, counter in horizon.counters.items():
            _see(seen, replica, counter)

    def _see_removals(self, draft: Draft, seen: dict[ReplicaId, int]) -> None:
        """Who changes what stands, and names no version, knows whether it still does.

        So they do of where they put it: in which stem, or group.
        """
        fields = draft.fields.value
        places = (fields.get(name) for name in _PLACES)
        for each in (draft.entity_id, *places):
            if isinstance(each, str):
                self._see_removals_of(RecordId(each), seen)

    def _see_removals_of(self, first: RecordId, seen: dict[ReplicaId, int]) -> None:
        record: RecordId | None = first
        passed: set[RecordId] = set()
        while record is not None and record not in passed:
            passed.add(record)
            for removal in self.document.removals.get(record, ()):
                _see(seen, removal[REPLICA], removal[COUNTER])
            record = self.document.owner(record)

    def _see_contents(self, draft: Draft, seen: dict[ReplicaId, int]) -> None:
        for each in self.document.children(RecordId(draft.entity_id)):
            found = self.books.entity(EntityId(Id(each)))
            for replica, counter in found.vector.items() if found is not None else ():
                _see(seen, replica, counter)


def _see(seen: dict[ReplicaId, int], replica: ReplicaId, counter: int) -> None:
    seen[replica] = max(seen.get(replica, 0), counter)
