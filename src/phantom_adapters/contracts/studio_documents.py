"""What everybody promises who keeps where arrangements stand, and how they came there."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.studio_examples import (
    add_projects,
    all_of,
    later,
    musician,
    project,
    project_id,
)
from phantom_core.kernel import Conflict, Id, Storage, uuid7
from phantom_core.studio import (
    ArrangedEntity,
    Checkpoint,
    DocumentHead,
    EntityId,
    KeptChange,
    Kind,
    Mark,
    NamedVersion,
    NamedVersionId,
    NameTaken,
    Refusal,
)
from phantom_core.sync import ReplicaId

__all__ = [
    "ArrangedEntitiesContract",
    "DocumentsContract",
    "KeptChangesContract",
    "NamedVersionsContract",
    "entity_id",
]

_ONE, _OTHER = project_id(1), project_id(2)
_DESK, _TAB = ReplicaId("desk"), ReplicaId("rest:tab")
_REFUSAL = Refusal(kind="invalid", rule="invalid", detail="No.", faults=(("fields.a", "is odd"),))


def entity_id(number: int) -> EntityId:
    """The id of one of many stems and segments."""
    return EntityId(Id(uuid7(MOMENT, 7000 + number)))


def _checkpoint(seq: int, of: int = 1) -> Checkpoint:
    return Checkpoint(
        project_id=project_id(of),
        seq=seq,
        vector={_TAB: seq},
        chain=f"chain {seq}",
        body=bytes([seq]),
    )


def _entity(number: int, version: int = 1) -> ArrangedEntity:
    return ArrangedEntity(
        id=entity_id(number),
        project_id=_ONE,
        kind=Kind.STEM,
        version=version,
        vector={_DESK: version, _TAB: 3},
        created_at=MOMENT,
        updated_at=later(version),
        last_modified_by=musician(1),
    )


def _change(
    counter: int, version: int | None = None, replica: ReplicaId = _DESK, entity: int = 1
) -> KeptChange:
    return KeptChange(
        project_id=_ONE,
        replica=replica,
        counter=counter,
        change_id=f"change {counter}",
        entity_id=None if version is None else entity_id(entity),
        version=version,
        after_seq=counter,
        refusal=_REFUSAL if version is None else None,
    )


def _named(number: int, name: str, of: int = 1, seconds: int = 0) -> NamedVersion:
    return NamedVersion(
        id=NamedVersionId(Id(uuid7(MOMENT, 8000 + number))),
        project_id=project_id(of),
        name=name,
        seq=number,
        created_by=musician(1),
        created_at=later(seconds),
    )


class DocumentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def documents(self, storage: Storage) -> Any:
        """The repository under test; there are two projects."""
        await add_projects(storage, project(1), project(2))
        return Repository(storage, "documents")

    async def test_a_document_stands_where_it_was_last_put(self, documents: Any) -> None:
        for chain, changes in (("one", 1), ("two", 2)):
            head = DocumentHead(project_id=_ONE, chain=chain, changes=changes)
            await documents.put(head)

        assert await documents.head(_ONE) == head
        assert await documents.head(_OTHER) is None

    async def test_the_newest_checkpoint_is_kept_whole(self, documents: Any) -> None:
        for seq in (3, 9, 5):
            await documents.keep(_checkpoint(seq))
        await documents.keep(_checkpoint(20, of=2))

        assert await documents.newest(_ONE) == _checkpoint(9)
        assert await documents.newest(project_id(3)) is None

    async def test_of_all_checkpoints_the_marks_are_left(self, documents: Any) -> None:
        for seq in (3, 5, 9):
            await documents.keep(_checkpoint(seq))
        await documents.keep(_checkpoint(20, of=2))

        marks = await documents.marks(_ONE, 2)
        assert marks == [Mark(seq=9, vector={_TAB: 9}), Mark(seq=5, vector={_TAB: 5})]


class ArrangedEntitiesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def entities(self, storage: Storage) -> Any:
        """The repository under test; there is a project."""
        await add_projects(storage, project(1))
        return Repository(storage, "arranged_entities")

    async def test_an_entity_is_as_it_was_last_put(self, entities: Any) -> None:
        for version in (1, 2):
            await entities.put(_entity(1, version))

        assert await entities.find(entity_id(1)) == _entity(1, 2)
        assert await entities.find(entity_id(2)) is None

    async def test_several_are_found_at_once(self, entities: Any) -> None:
        for number in (1, 2):
            await entities.put(_entity(number))

        found = await entities.of([entity_id(2), entity_id(3), entity_id(1)])
        assert found == {entity_id(1): _entity(1), entity_id(2): _entity(2)}
        assert await entities.of([]) == {}


class KeptChangesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def changes(self, storage: Storage) -> Any:
        """The repository under test; there is a project."""
        await add_projects(storage, project(1))
        return Repository(storage, "kept_changes")

    async def test_what_was_decided_is_found_again(self, changes: Any) -> None:
        await changes.add(_change(1, version=1))
        await changes.add(_change(2))

        assert await changes.find(_ONE, _DESK, 1) == _change(1, version=1)
        assert await changes.find(_ONE, _DESK, 2) == _change(2)
        assert await changes.find(_ONE, _TAB, 1) is None
        assert await changes.find(_OTHER, _DESK, 1) is None

    async def test_a_change_is_decided_once(self, changes: Any) -> None:
        await changes.add(_change(1, version=1))

        with pytest.raises(Conflict):
            await changes.add(_change(1))

    async def test_a_version_was_made_by_the_last_changes_before_it(self, changes: Any) -> None:
        for counter, version, replica in (
            (1, 1, _DESK),
            (2, 2, _DESK),
            (1, 3, _TAB),
            (7, 4, _DESK),
        ):
            await changes.add(_change(counter, version=version, replica=replica))
        await changes.add(_change(9, version=1, entity=2))

        assert await changes.seen_at(entity_id(1), 3) == {_DESK: 2, _TAB: 1}
        assert await changes.seen_at(entity_id(1), 0) == {}

    async def test_after_a_version_comes_the_next_change(self, changes: Any) -> None:
        for counter, version in ((1, 1), (2, 4)):
            await changes.add(_change(counter, version=version))

        assert await changes.after(entity_id(1), 1) == _change(2, version=4)
        assert await changes.after(entity_id(1), 4) is None


class NamedVersionsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def versions(self, storage: Storage) -> Any:
        """The repository under test; there are two projects."""
        await add_projects(storage, project(1), project(2))
        return Repository(storage, "named_versions")

    async def test_a_version_is_found_by_its_name(self, versions: Any) -> None:
        await versions.add(_named(1, "One"))

        assert await versions.find(_ONE, "One") == _named(1, "One")
        assert await versions.find(_ONE, "one") is None
        assert await versions.find(_OTHER, "One") is None

    async def test_a_project_has_one_version_of_each_name(self, versions: Any) -> None:
        await versions.add(_named(1, "One"))
        await versions.add(_named(2, "One", of=2))

        with pytest.raises(NameTaken):
            await versions.add(_named(3, "One"))

    async def test_the_latest_comes_first(self, versions: Any) -> None:
        for number, seconds in ((1, 1), (2, 3), (3, 2), (4, 3)):
            await versions.add(_named(number, f"{number}", seconds=seconds))
        await versions.add(_named(5, "5", of=2))

        found = await all_of(versions.page, 3, _ONE)
        assert [version.seq for version in found] == [4, 2, 3, 1]
