"""What every record of the office's acts with sets promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, read, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.set_examples import set_id
from phantom_core.identity import AuditId, AuditRecord
from phantom_core.kernel import Conflict, Id, PageRequest, Storage, uuid7

__all__ = ["SetAuditContract"]

_ID = Id(uuid7(MOMENT, 7))


class SetAuditContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def audit(self, storage: Storage) -> Any:
        """What is under test; there is somebody in office."""
        await add_people(storage, user(1, is_admin=True))
        return Repository(storage, "set_audit")

    async def _note(self, audit: Any) -> None:
        await audit.note(
            _ID, at=MOMENT, by=user_id(1), action="set.deleted", set_id=set_id(1), detail="Dawn"
        )

    async def test_an_act_stands_in_the_trail_of_those_in_office(
        self, storage: Storage, audit: Any
    ) -> None:
        await self._note(audit)
        page = await read(storage, lambda work: work.audit_trail.page(PageRequest()))

        assert list(page.items) == [
            AuditRecord(
                id=AuditId(_ID),
                at=MOMENT,
                actor_id=user_id(1),
                action="set.deleted",
                target_kind="set",
                target_id=set_id(1),
                detail="Dawn",
            )
        ]

    async def test_an_act_is_written_down_once(self, audit: Any) -> None:
        await self._note(audit)
        with pytest.raises(Conflict):
            await self._note(audit)
