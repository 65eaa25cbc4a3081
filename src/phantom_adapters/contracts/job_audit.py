"""What every record of the office's acts with jobs promises."""

from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, read, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.identity import AuditId, AuditRecord, SendReset
from phantom_core.kernel import Conflict, Id, Job, PageRequest, Storage, uuid7

__all__ = ["JobAuditContract"]

_ID = Id(uuid7(MOMENT, 7))
_JOB = Job(id=uuid7(MOMENT, 8), deferred=SendReset(user_id=None), run_at=MOMENT, created_at=MOMENT)


class JobAuditContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def audit(self, storage: Storage) -> Any:
        """What is under test; there is somebody in office."""
        await add_people(storage, user(1, is_admin=True))
        return Repository(storage, "job_audit")

    @pytest.mark.parametrize("by", [None, user_id(1)])
    async def test_an_act_stands_in_the_trail_with_the_kind_of_the_job(
        self, storage: Storage, audit: Any, by: Any
    ) -> None:
        await audit.note(_ID, at=MOMENT, by=by, action="job.retried", job=_JOB)
        page = await read(storage, lambda work: work.audit_trail.page(PageRequest()))

        assert list(page.items) == [
            AuditRecord(
                id=AuditId(_ID),
                at=MOMENT,
                actor_id=by,
                action="job.retried",
                target_kind="job",
                target_id=_JOB.id,
                detail="identity.send-reset",
            )
        ]

    async def test_an_act_is_written_down_once(self, audit: Any) -> None:
        await audit.note(_ID, at=MOMENT, by=None, action="job.retried", job=_JOB)
        with pytest.raises(Conflict):
            await audit.note(_ID, at=MOMENT, by=None, action="job.retried", job=_JOB)
