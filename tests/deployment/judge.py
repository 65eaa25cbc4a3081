"""What is wrong with what an installation holds after all, as sentences.

It asks the servers as anybody may, and the database itself; it shares nothing with the core.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import httpx
import psycopg

from tests.deployment.callers import Caller, Deed
from tests.deployment.trades import Editor, Lover, Speaker, Uploader
from tests.fire.booths import Listener

__all__ = [
    "of_editor",
    "of_listener",
    "of_log",
    "of_lovers",
    "of_speakers",
    "of_uploader",
    "once",
    "told",
]

_AT_ONCE: Final = 200

Log = Mapping[str, Sequence[tuple[int, str]]]
"""By topic, the number and name of each event."""


async def pages(caller: Caller, path: str, **query: str) -> AsyncIterator[Any]:
    """All items of a list."""
    cursor: dict[str, str] = {}
    while True:
        page = await _read(caller, path, {"limit": str(_AT_ONCE), **query, **cursor})
        for item in page["items"]:
            yield item
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}


async def _read(caller: Caller, path: str, params: Mapping[str, str] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {caller.token}"}
    answer = await caller.clients[0].get(path, params=params, headers=headers, timeout=30)
    answer.raise_for_status()
    return answer.json()


def told(url: str) -> Log:
    """What the log has of each topic."""
    query = "SELECT topic, seq, name, at FROM events ORDER BY topic, seq"
    with psycopg.connect(url) as rows:
        found = rows.execute(query).fetchall()
    return {
        topic: [(seq, name) for _, seq, name, _ in events]
        for topic, events in groupby(found, key=lambda row: row[0])
    }


def of_log(url: str) -> Iterator[str]:
    """Each topic's events are numbered without a gap, and none happened before the one before."""
    query = """
        SELECT topic FROM (
            SELECT topic, seq - lag(seq, 1, 0::bigint) OVER w AS step,
                   at < lag(at) OVER w AS back
            FROM events WINDOW w AS (PARTITION BY topic ORDER BY seq)
        ) AS told WHERE step <> 1 OR back GROUP BY topic
    """
    with psycopg.connect(url) as rows:
        for (topic,) in rows.execute(query):
            yield f"{topic} has gaps, or time goes back in it"
        unfinished = "SELECT form, state FROM jobs WHERE state IN ('running', 'dead')"
        for form, state in rows.execute(unfinished):
            yield f"a job {form} is {state}"


async def of_speakers(speakers: Sequence[Speaker]) -> Sequence[str]:
    """What was acknowledged is there once, what was not at most once, each in order."""
    first = speakers[0]
    path = f"/api/messages/rooms/{first.chat}/messages"
    heard = [each async for each in pages(first.caller, path)]
    faults = []
    numbers = [each["seq"] for each in reversed(heard)]
    if numbers != [*range(1, len(numbers) + 1)]:
        faults.append("the messages of the chat are not numbered one by one")
    texts = Counter(each["content"] for each in heard)
    for speaker in speakers:
        faults += [f"talk: {each}" for each in once(speaker.said, texts)]
        mine = {deed.name: at for at, deed in enumerate(speaker.said)}
        order = [mine[each["content"]] for each in reversed(heard) if each["content"] in mine]
        if order != sorted(order):
            faults.append(f"what {speaker.caller.id} said is not in its order")
    return faults


def once(deeds: Sequence[Deed], found: Mapping[str, int]) -> Iterator[str]:
    """Which of the deeds were acknowledged and are not found, or are found more than once."""
    for deed in deeds:
        count = found.get(deed.name, 0)
        if count > 1 or (count == 0 and deed.verdict == "ok"):
            yield f"{deed.name!r} ({deed.verdict}) is there {count} times"


async def of_editor(editor: Editor) -> Sequence[str]:
    """Each acknowledged change stands once, in order, and the stem is as the last one left it."""
    path = f"/api/projects/{editor.project}/changes"
    kept = [
        each["changeId"]
        async for each in pages(editor.caller, path)
        if each["replicaId"] == editor.replica
    ]
    faults = []
    if kept != [f"{editor.replica}:{number}" for number in range(1, len(kept) + 1)]:
        faults.append(f"the changes of {editor.replica} are {kept}")
    if lost := editor.acknowledged - {*kept}:
        faults.append(f"acknowledged changes are lost: {lost}")
    stem = await _read(editor.caller, f"/api/stems/{editor.stem}")
    if stem["volume"] != len(kept) % 100 / 100:
        faults.append(f"after {len(kept)} changes the volume is {stem['volume']}")
    return faults


async def of_uploader(uploader: Uploader) -> Sequence[str]:
    """What was acknowledged is there once, byte by byte, and was analysed once."""
    found = [each async for each in pages(uploader.caller, "/api/audio")]
    faults = [*once(uploader.handed_in, Counter(each["title"] for each in found))]
    for each in found:
        if each["analysisStatus"] != "done":
            faults.append(f"{each['title']} is {each['analysisStatus']}")
        reports = [one async for one in pages(uploader.caller, f"/api/audio/{each['id']}/reports")]
        if len(reports) != 1:
            faults.append(f"{each['title']} has {len(reports)} reports")
        if await _digest(uploader.caller, each["id"]) != uploader.digests[each["title"]]:
            faults.append(f"{each['title']} has other bytes than were handed in")
    return faults


async def _digest(caller: Caller, audio: str) -> str:
    link = await _read(caller, f"/api/audio/{audio}/download")
    async with httpx.AsyncClient(base_url=caller.clients[0].base_url, timeout=30) as anybody:
        return hashlib.sha256((await anybody.get(link["url"])).content).hexdigest()


async def of_lovers(lovers: Sequence[Lover]) -> Sequence[str]:
    """Who both liked are matched, once, in one chat, and were both told once; nobody else is."""
    faults, by_id = [], {lover.caller.id: lover for lover in lovers}
    for lover in lovers:
        mine = lover.caller.id
        mutual = {
            other
            for other, deed in lover.liked.items()
            if deed.verdict == "ok" and _liked(by_id[other], mine) == "ok"
        }
        perhaps = {other for other in lover.liked if _liked(by_id[other], mine) is not None}
        matched = [
            each["user"]["id"]
            async for each in pages(lover.caller, "/api/matches", status="matched")
        ]
        if len({*matched}) < len(matched) or not mutual <= {*matched} <= perhaps:
            faults.append(f"{mine} is matched with {matched}; both sides liked {mutual}")
        chats = [
            each["peer"]["id"]
            async for each in pages(lover.caller, "/api/messages/rooms")
            if each["kind"] == "direct"
        ]
        if sorted(chats) != sorted(matched):
            faults.append(f"{mine} is matched with {matched}, and has chats with {chats}")
    return faults


def _liked(lover: Lover, other: str) -> str | None:
    deed = lover.liked.get(other)
    return None if deed is None else deed.verdict


def of_listener(listener: Listener, log: Sequence[tuple[int, str]], begun: int) -> Iterator[str]:
    """What was heard, over however many connections, is what the log has since one came."""
    heard = [(event.seq, event.type) for event in listener.events]
    if listener.gaps:
        yield f"there are gaps in what was heard: {listener.gaps}"
    if [seq for seq, _ in heard] != [seq for seq, _ in log if seq > begun]:
        yield f"{len(heard)} events were heard of {len([1 for seq, _ in log if seq > begun])}"
