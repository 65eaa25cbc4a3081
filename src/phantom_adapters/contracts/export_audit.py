"""What every record of exports by others promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, read, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.identity import AuditId, AuditRecord
from phantom_core.kernel import Conflict, Id, PageRequest, Storage, uuid7

__all__ = ["ExportAuditContract"]

_ID = Id(uuid7(MOMENT, 7))


class ExportAuditContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def audit(self, storage: Storage) -> Any:
        """What is under test; there is somebody whose data it is."""
        await add_people(storage, user(1))
        return Repository(storage, "export_audit")

    async def test_an_export_by_an_operator_stands_in_the_trail(
        self, storage: Storage, audit: Any
    ) -> None:
        await audit.note(_ID, at=MOMENT, by=None, user_id=user_id(1))
        page = await read(storage, lambda work: work.audit_trail.page(PageRequest()))

        assert list(page.items) == [
            AuditRecord(
                id=AuditId(_ID),
                at=MOMENT,
                actor_id=None,
                action="user.exported",
                target_kind="user",
                target_id=user_id(1),
            )
        ]

    async def test_an_act_is_written_down_once(self, audit: Any) -> None:
        await audit.note(_ID, at=MOMENT, by=None, user_id=user_id(1))
        with pytest.raises(Conflict):
            await audit.note(_ID, at=MOMENT, by=None, user_id=user_id(1))
