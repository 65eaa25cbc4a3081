"""The queue over HTTP: looked at by those in office, tried again, and dropped."""

import attrs
import pytest

from phantom_core.audio import AnalyseAudio
from phantom_core.identity import (
    AccountChange,
    Recipient,
    SendNotice,
    SendReset,
    SendVerification,
)
from phantom_core.jobs import FailJob
from phantom_core.kernel import Access, Command, Id, UserId, Work
from phantom_core.matching import ReviewMatches
from tests.http.job_scenes import planted
from tests.http.test_audio import added, consent
from tests.http.world import World


@attrs.frozen(kw_only=True)
class Ask(Command[None]):
    """Have somebody's matches looked at."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: Work) -> None:
        work.enqueue(ReviewMatches(user_ids=(self.user_id,)))


@attrs.frozen(kw_only=True)
class GiveUp(Command[None]):
    """Give a job up, as a worker does after its last attempt."""

    access = Access.SYSTEM
    job_id: Id

    def run(self, work: Work) -> None:
        running = work.jobs.get(self.job_id).begin("a worker", work.now)
        work.jobs.put(running)
        FailJob(lease=running.lease, error="Boom.", final=True).run(work)


async def test_what_was_given_up_is_told_with_its_error_its_attempts_and_its_times(
    world: World,
) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    job_id = await planted(world, SendReset(user_id=UserId(Id(ada.id))), "Boom: 550 no such user")

    found = (await root.send("GET", "/api/admin/jobs?state=dead")).json()

    assert [each["id"] for each in found["items"]] == [job_id]
    job = found["items"][0]
    assert (job["kind"], job["state"], job["version"]) == ("identity.send-reset", "dead", 1)
    assert (job["attempts"], job["begun"], job["worker"]) == (5, 5, "a worker")
    assert (job["error"], job["about"]) == ("Boom: 550 no such user", {"userId": [ada.id]})
    assert job["failedAt"] == job["createdAt"]
    assert (await root.send("GET", f"/api/admin/jobs/{job_id}")).json() == job


async def test_of_what_a_job_says_ids_alone_are_told(world: World) -> None:
    root = await world.admin()
    to = Recipient(email="ada@example.org", display_name="Ada of the sea")
    notice = SendNotice(to=to, what=AccountChange.PASSWORD, at=world.clock.now)
    job_id = await planted(world, notice, 'Refused: "ada@example.org" is <ada@example.org>')

    told = (await root.send("GET", f"/api/admin/jobs/{job_id}")).text

    assert "ada" not in told.lower()
    assert "Refused" in told


async def test_jobs_are_listed_by_state_and_kind_a_page_at_a_time(world: World) -> None:
    root = await world.admin()
    dead = sorted([await planted(world, SendReset(user_id=None)) for _ in range(3)])
    other = await planted(world, SendVerification(user_id=UserId(Id(root.id))))

    async def listed(query: str, place: str = "") -> list[str]:
        page = (await root.send("GET", f"/api/admin/jobs?{query}{place}")).json()
        ids = [each["id"] for each in page["items"]]
        more = page.get("next")
        return ids if more is None else ids + await listed(query, f"&cursor={more}")

    assert await listed("state=dead&limit=1") == sorted([other, *dead], reverse=True)
    assert await listed("state=dead&kind=identity.send-reset&limit=2") == dead[::-1]
    assert set(await listed("limit=200")) > {other, *dead}
    assert await listed("kind=nothing.of-ours") == []


@pytest.mark.parametrize(
    ("query", "path"),
    [("state=lost", "state"), ("kind=%00", "kind"), ("kind=a%20b", "kind"), ("cursor=x", "cursor")],
)
async def test_what_cannot_be_asked_is_refused_by_name(world: World, query: str, path: str) -> None:
    root = await world.admin()
    answer = await root.send("GET", f"/api/admin/jobs?{query}")

    assert answer.status_code == 400
    assert [fault["path"] for fault in answer.json()["errors"]] == [path]


async def test_what_was_given_up_is_tried_again_and_that_is_in_the_audit(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    await world.work()
    job_id = await planted(world, SendReset(user_id=UserId(Id(ada.id))))
    before = len(world.mailer.sent)

    answer = await root.send("POST", f"/api/admin/jobs/{job_id}/retry")
    waiting = answer.json()
    await world.work()
    done = (await root.send("GET", f"/api/admin/jobs/{job_id}")).json()
    again = await root.send("POST", f"/api/admin/jobs/{job_id}/retry")
    audit = (await root.send("GET", "/api/admin/audit?action=job.retried")).json()["items"]

    assert (answer.status_code, waiting["state"], waiting["attempts"]) == (200, "waiting", 0)
    assert (done["state"], done["begun"]) == ("done", 6)
    assert len(world.mailer.sent) == before + 1
    assert (again.status_code, again.json()["type"]) == (409, "urn:phantom:job-stands")
    assert [(each["actor"]["id"], each["targetId"]) for each in audit] == [(root.id, job_id)]
    assert audit[0]["detail"] == "identity.send-reset"


async def test_what_was_given_up_is_dropped_and_nothing_else_is(world: World) -> None:
    root = await world.admin()
    job_id = await planted(world, SendReset(user_id=None))
    first = await root.send("DELETE", f"/api/admin/jobs/{job_id}")
    second = await root.send("DELETE", f"/api/admin/jobs/{job_id}")
    audit = (await root.send("GET", "/api/admin/audit?action=job.discarded")).json()["items"]
    (waiting, *_) = (await root.send("GET", "/api/admin/jobs?state=waiting")).json()["items"]
    refused = await root.send("DELETE", f"/api/admin/jobs/{waiting['id']}")

    assert (first.status_code, second.status_code) == (204, 404)
    assert [each["targetId"] for each in audit] == [job_id]
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:phantom:job-stands")


async def test_where_another_waits_that_asks_the_same_that_one_is_answered(world: World) -> None:
    root = await world.admin()
    job_id = await planted(world, ReviewMatches(user_ids=(UserId(Id(root.id)),)))
    await world.do(Ask(user_id=UserId(Id(root.id))))
    (waiting,) = (
        await root.send("GET", "/api/admin/jobs?kind=ReviewMatches&state=waiting")
    ).json()["items"]
    answer = await root.send("POST", f"/api/admin/jobs/{job_id}/retry")
    gone = await root.send("GET", f"/api/admin/jobs/{job_id}")

    assert answer.json()["id"] == waiting["id"]
    assert gone.status_code == 404


async def test_an_analysis_that_was_given_up_is_awaited_again(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    await consent(ada)
    file = await added(ada)
    (job,) = (await root.send("GET", "/api/admin/jobs?kind=audio.analyse")).json()["items"]
    await world.do(GiveUp(job_id=Id(job["id"])))
    await world.work()
    failed = (await ada.send("GET", f"/api/audio/{file['id']}")).json()["analysisStatus"]

    retried = await root.send("POST", f"/api/admin/jobs/{job['id']}/retry")
    queued = (await ada.send("GET", f"/api/audio/{file['id']}")).json()["analysisStatus"]
    await world.work(AnalyseAudio)
    done = (await ada.send("GET", f"/api/audio/{file['id']}")).json()["analysisStatus"]

    assert retried.status_code == 200
    assert (failed, queued, done) == ("failed", "queued", "done")


async def test_an_analysis_that_nobody_awaits_is_not_tried_again(world: World) -> None:
    root, ada = await world.admin(), await world.someone("ada")
    await consent(ada)
    file = await added(ada)
    (job,) = (await root.send("GET", "/api/admin/jobs?kind=audio.analyse")).json()["items"]
    await world.do(GiveUp(job_id=Id(job["id"])))
    await world.work()
    await ada.send("DELETE", f"/api/audio/{file['id']}")

    retried = await root.send("POST", f"/api/admin/jobs/{job['id']}/retry")
    assert (retried.status_code, retried.json()["type"]) == (409, "urn:phantom:job-stands")
    assert "Nobody awaits" in retried.json()["detail"]
