"""What everybody promises who keeps the conflicts of projects."""

import json
from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.studio_documents import entity_id
from phantom_adapters.contracts.studio_examples import (
    add_projects,
    all_of,
    later,
    musician,
    project,
    project_id,
)
from phantom_core.kernel import Conflict, Id, NotFound, PageRequest, Storage, uuid7
from phantom_core.studio import ClashKind, ConflictId, ConflictSide, Kind, ProjectConflict
from phantom_core.sync import RecordId, ReplicaId

__all__ = ["ProjectConflictsContract"]

_ONE = project_id(1)


def _side(number: int, value: Any = None) -> ConflictSide:
    return ConflictSide(
        user_id=musician(number),
        replica=ReplicaId(f"tab {number}"),
        counter=number,
        change_id=f"change {number}",
        written=json.dumps(value),
    )


def _conflict(
    number: int, field: str | None = "volume", of: int = 1, **more: Any
) -> ProjectConflict:
    given: dict[str, Any] = {
        "id": ConflictId(Id(uuid7(MOMENT, 9000 + number))),
        "project_id": project_id(of),
        "kind": ClashKind.WRITES,
        "entity": Kind.STEM,
        "entity_id": entity_id(1),
        "record": RecordId(entity_id(1)),
        "field": field,
        "winner": _side(1, 0.5),
        "losers": (_side(2, [1, {"a": None}]),),
        "opened_at": MOMENT,
    }
    return ProjectConflict(**{**given, **more})


class ProjectConflictsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def conflicts(self, storage: Storage) -> Any:
        """The repository under test; there are two projects."""
        await add_projects(storage, project(1), project(2))
        return Repository(storage, "project_conflicts")

    async def test_a_conflict_is_kept_as_it_was_put(self, conflicts: Any) -> None:
        await conflicts.add(_conflict(1))
        settled = _conflict(1, resolved_at=later(1), resolved_by=musician(1))
        await conflicts.put(settled)

        assert await conflicts.find(settled.id) == settled
        assert await conflicts.find(_conflict(2).id) is None

    async def test_a_conflict_has_an_id_of_its_own(self, conflicts: Any) -> None:
        await conflicts.add(_conflict(1))

        with pytest.raises(Conflict):
            await conflicts.add(_conflict(1))
        with pytest.raises(NotFound):
            await conflicts.put(_conflict(2))

    async def test_of_a_field_the_one_is_found_that_is_open(self, conflicts: Any) -> None:
        await conflicts.add(_conflict(1, resolved_at=later(1)))
        await conflicts.add(_conflict(2))
        await conflicts.add(_conflict(3, field=None))
        await conflicts.add(_conflict(4, of=2))

        record = RecordId(entity_id(1))
        assert await conflicts.open_at(_ONE, (record, "volume")) == _conflict(2)
        assert await conflicts.open_at(_ONE, (record, None)) == _conflict(3, field=None)
        assert await conflicts.open_at(_ONE, (record, "pan")) is None

    async def test_the_newest_comes_first(self, conflicts: Any) -> None:
        for number, seconds in ((1, 1), (2, 3), (3, 2), (4, 3)):
            await conflicts.add(_conflict(number, f"field {number}", opened_at=later(seconds)))
        await conflicts.add(_conflict(5, "pan", of=2))
        await conflicts.add(_conflict(6, "pan", resolved_at=later(9)))

        async def open_ones(page: PageRequest) -> Any:
            return await conflicts.page(_ONE, page, resolved=False)

        found = await all_of(open_ones, 3)
        assert [each.field for each in found] == ["field 4", "field 2", "field 3", "field 1"]
        settled = await conflicts.page(_ONE, PageRequest(), resolved=True)
        assert [each.field for each in settled.items] == ["pan"]
