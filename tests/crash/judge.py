"""Looking into what a server left behind when it was killed for the last time.

The time is told as later, so that everything that was waiting for some time to pass is due: the
leases of dead workers run out, forsaken uploads are given up, and sweeps clear what they left.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs

from phantom_adapters.blobs import DirectoryBlobStore, DirectoryMultipartUploads
from phantom_adapters.clock import wall_clock
from phantom_adapters.images import PillowRenderer
from phantom_adapters.memory.mail import MemoryMailer
from phantom_adapters.security.argon2_passwords import Argon2Passwords
from phantom_adapters.sql import open_storage
from phantom_app.composition import Technology, services_of
from phantom_app.services import Services
from phantom_app.settings import read_settings
from phantom_app.signing import part_urls
from phantom_app.workers import worker_of
from phantom_core.audio import (
    AnalysisStatus,
    AudioFile,
    AudioFileReport,
    ListAudioFiles,
    ListReports,
)
from phantom_core.blobs import BlobNotFound
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.identity import FindCredential, GetMe, ListFollowing
from phantom_core.identity import ListReports as ListComplaints
from phantom_core.kernel import SYSTEM, Actor, Cursor, Page, PageRequest, Query, Storage, person
from phantom_core.uploads import SweepUploads
from tests.crash.light_server import LightAnalyzer
from tests.crash.people import Person

LONGER_THAN_ANY_WAIT = timedelta(hours=8)
"""Longer than leases and pauses between attempts, and shorter than anything is let be."""


@attrs.frozen
class House:
    """What a server left behind, opened."""

    services: Services
    storage: Storage
    store: Any
    database: Path

    @classmethod
    def open(cls, data_dir: Path, later: timedelta, store: Any = None) -> "House":
        """Open a data folder as if some time had passed; its blobs may be somewhere else."""

        def clock() -> Any:
            return wall_clock() + later

        analyzer = LightAnalyzer(cache_dir=data_dir)
        store = store or DirectoryBlobStore(data_dir / "blobs")
        # The whole log is judged, as if no time had passed for it.
        kept = {"PHANTOM_RETENTION": "events=never"}
        settings = read_settings(kept, data_dir=str(data_dir))
        multipart = DirectoryMultipartUploads(data_dir / "blobs", part_urls(settings))
        database = data_dir / "phantom.db"
        storage = open_storage(f"sqlite:///{database}", clock=clock)
        technology = Technology(
            storage=storage,
            store=store,
            multipart=multipart,
            intake=multipart,
            probe=analyzer,
            analyzer=analyzer,
            renderer=PillowRenderer(hands=1),
            hasher=Argon2Passwords(),
            mailer=MemoryMailer(),
            clock=clock,
        )
        return cls(services_of(settings, technology), storage, store, database)

    async def settle(self) -> None:
        """Let everything happen that is due."""
        await worker_of(self.services).drain()
        await self.services.phantom.do(SweepUploads(), actor=SYSTEM)
        await sweep(self.services.phantom, self.store)
        await self.store.sweep_temporary(self.services.clock())

    async def ask(self, query: Query[Any], actor: Actor = SYSTEM) -> Any:
        """Ask the domain."""
        return await self.services.phantom.ask(query, actor=actor)

    async def all(
        self, query: Callable[[PageRequest], Query[Page[Any]]], actor: Actor = SYSTEM
    ) -> list[Any]:
        """All items of a list."""
        items: list[Any] = []
        cursor: Cursor | None = None
        while True:
            page = await self.ask(query(PageRequest(limit=200, cursor=cursor)), actor)
            items += page.items
            if page.next is None:
                return items
            cursor = page.next

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()


async def judge(
    data_dir: Path, people: Sequence[Person], *, later: timedelta = timedelta(), store: Any = None
) -> list[str]:
    """Everything that is missing, half there or too much, as sentences.

    Whoever has looked into what was left, as if some time had passed, says how much `later`.
    """
    early = House.open(data_dir, later + LONGER_THAN_ANY_WAIT, store)
    await early.settle()
    await early.storage.close()
    house = House.open(data_dir, later + 2 * LONGER_THAN_ANY_WAIT, store)
    await house.settle()
    found = [*_gaps_in_the_log(house), *_loose_ends(house)]
    kept: set[str] = set()
    for each in people:
        found += [f"{each.name}: {fault}" async for fault in _faults_of(house, each, kept)]
    found += [fault async for fault in _complaints(house, people)]
    found += [fault async for fault in _orphans(house, kept)]
    await house.storage.close()
    return found


def _gaps_in_the_log(house: House) -> Iterator[str]:
    heads = dict(house.rows("SELECT topic, seq FROM topics"))
    events = house.rows("SELECT topic, seq, at FROM events ORDER BY topic, seq")
    for topic, told in groupby(events, key=lambda row: row[0]):
        rows = list(told)
        if [seq for _, seq, _ in rows] != list(range(1, heads[topic] + 1)):
            yield f"{topic} has gaps"
        if [at for *_, at in rows] != sorted(at for *_, at in rows):
            yield f"in {topic} time goes back"
    if {topic for topic, *_ in events} != {*heads}:
        yield "some topics have a head and no events, or the other way round"


def _loose_ends(house: House) -> Iterator[str]:
    for state, count in house.rows("SELECT state, COUNT(*) FROM blob_ledger GROUP BY state"):
        if state != "kept":
            yield f"{count} lines of the ledger are {state}"
    for (count,) in house.rows("SELECT COUNT(*) FROM uploads"):
        if count:
            yield f"{count} uploads are still under way"
    for (count,) in house.rows("SELECT COUNT(*) FROM jobs WHERE state = 'running'"):
        if count:
            yield f"{count} jobs are still running"


async def _faults_of(house: House, someone: Person, kept: set[str]) -> AsyncIterator[str]:
    credential = await house.ask(FindCredential(login=someone.name))
    if (credential is not None) not in someone.registered.possible:
        yield f"registered is {credential is not None}"
    if credential is None:
        return
    actor = person(credential.user_id)
    bio = (await house.ask(GetMe(), actor)).profile.bio
    if bio not in someone.bio.possible:
        yield f"the profile says {bio!r}, not one of {someone.bio.possible}"
    async for fault in _follows(house, someone, actor):
        yield fault
    async for fault in _recordings(house, someone, actor, kept):
        yield fault


async def _follows(house: House, someone: Person, actor: Actor) -> AsyncIterator[str]:
    found = await house.all(lambda page: ListFollowing(user_id=actor.person, page=page), actor)
    followed = {other.username for other in found}
    for name, cell in someone.follows.items():
        if (name in followed) not in cell.possible:
            yield f"following {name} is {name in followed}"


async def _recordings(
    house: House, someone: Person, actor: Actor, kept: set[str]
) -> AsyncIterator[str]:
    files: list[AudioFile] = await house.all(lambda page: ListAudioFiles(page=page), actor)
    for fault in _surprises(someone, files):
        yield fault
    for file in files:
        kept.update(file.blobs)
        if await _hash(house, file) != file.sha256:
            yield f"{file.title} ({file.id}) has lost its bytes, or has others"
        async for fault in _analyses(house, file, actor, kept):
            yield fault


async def _hash(house: House, file: AudioFile) -> str | None:
    digest = hashlib.sha256()
    try:
        async for piece in house.store.read(file.blob):
            digest.update(piece)
    except BlobNotFound:
        return None
    return digest.hexdigest()


def _surprises(someone: Person, files: Sequence[AudioFile]) -> Iterator[str]:
    there = {file.sha256: file for file in files}
    known = {hashlib.sha256(each.data).hexdigest(): each for each in someone.recordings}
    if len(there) < len(files):
        yield "a recording is there twice"
    if not there.keys() <= known.keys():
        yield "there is a recording that nobody handed in"
    for sha256, recording in known.items():
        if (sha256 in there) not in recording.exists.possible:
            yield f"{recording.name} ({recording.id}) is there: {sha256 in there}"
        elif sha256 in there and there[sha256].title not in recording.title.possible:
            yield f"{recording.name} is called {there[sha256].title!r}"


async def _analyses(
    house: House, file: AudioFile, actor: Actor, kept: set[str]
) -> AsyncIterator[str]:
    reports: list[AudioFileReport] = await house.all(
        lambda page: ListReports(audio_file_id=file.id, page=page), actor
    )
    for report in reports:
        kept |= {report.waveform, report.picture}
    told = Counter(_told_of(house, file))
    if told["analysis.done"] != len(reports):
        yield f"{file.id} has {len(reports)} reports, and {told['analysis.done']} were told"
    if told["analysis.queued"] != told["analysis.done"] + told["analysis.failed"]:
        yield f"{file.id} has analyses without an end: {told}"
    if file.analysis_status not in {AnalysisStatus.NONE, AnalysisStatus.DONE}:
        yield f"{file.id} is {file.analysis_status}: {file.analysis_reason}"


def _told_of(house: House, file: AudioFile) -> list[str]:
    sql = f"SELECT name FROM events WHERE data ->> 'audio_file_id' = '{file.id}'"  # noqa: S608
    return [name for (name,) in house.rows(sql)]


async def _complaints(house: House, people: Sequence[Person]) -> AsyncIterator[str]:
    filed = Counter(
        each.reason for each in await house.all(lambda page: ListComplaints(status=None, page=page))
    )
    for complaint in (each for someone in people for each in someone.complaints):
        count = filed.pop(complaint.reason, 0)
        if count > 1 or bool(count) not in complaint.exists.possible:
            yield f"the report {complaint.reason!r} was filed {count} times"
    if filed:
        yield f"nobody filed {[*filed]}"


async def _orphans(house: House, kept: set[str]) -> AsyncIterator[str]:
    stored = {entry.key async for entry in house.store.list()}
    lines = {key for (key,) in house.rows("SELECT key FROM blob_ledger WHERE state = 'kept'")}
    for name, keys in (("blobs", stored), ("lines of the ledger", lines)):
        if keys != kept:
            yield f"{name} without a row: {keys - kept}; rows without: {kept - keys}"
