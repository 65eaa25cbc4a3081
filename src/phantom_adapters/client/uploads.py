"""Sending a recording by plan: some parts at once, again where a line broke, on where one was."""

import asyncio
import hashlib
import mimetypes
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import attrs
import httpx

from phantom_adapters.client.calls import Calls, Patience
from phantom_adapters.client.door import Token
from phantom_core.kernel import NotFound, PhantomError, Unavailable

__all__ = ["UploadProgress", "upload_recording"]

_CHUNK: Final = 256 * 1024
# The server looks at a file of some GiB from end to end before it answers the last call.
_TIMEOUT: Final = httpx.Timeout(30, read=300)

_Plan = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class UploadProgress:
    """How far an upload is.

    Attributes:
        upload_id: by which it is resumed, in another process too.
        sent: bytes that have been sent, those included that came before a break.
        size: bytes of the whole file.
    """

    upload_id: str
    sent: int
    size: int


async def upload_recording(  # noqa: PLR0913 - all but three have a default
    url: str,
    token: Token,
    path: Path,
    *,
    upload_id: str | None = None,
    details: Mapping[str, Any] | None = None,
    at_once: int = 3,
    patience: float = 120.0,
    on_progress: Callable[[UploadProgress], object] = lambda _: None,
    **options: Any,
) -> Mapping[str, Any]:
    """Upload a recording of any size in parts, and answer it as the server shows it.

    What fails is sent again. If this ends early, by an error, by being cancelled or because the
    process dies, the upload stays open for a day: call it again with the `upload_id`. A resumed
    upload whose recording is there already answers it. What arrives is compared with the file by
    its SHA-256, and is kept only if it is the same.

    Args:
        url: where the server is, such as `https://phantom.example`.
        token: a token, or what fetches one; uploads may last longer than a token lives.
        path: the file, which nobody changes meanwhile.
        upload_id: the upload to go on with, as `UploadProgress` told it.
        details: of a new recording, as they go over the wire: `title`, `tags`, `visibility`, and
            `contentType`, where the name of the file does not tell it.
        at_once: how many parts are under way at a time.
        patience: for how many seconds it goes on trying while nothing works.
        on_progress: is told of the upload before its first byte, and then of all that is sent.
        options: what else `httpx.AsyncClient` is to know, such as `verify` or `proxy`.

    Raises: Refused, of the core's kinds too, for what the server does not want; Unavailable, if
        patience is at its end; OSError; ValueError, if the file is not the one that was begun.
    """
    async with httpx.AsyncClient(**{"base_url": url, "timeout": _TIMEOUT, **options}) as http:
        calls = Calls(http, token, Patience(patience))
        try:
            if upload_id is None:
                plan = await _begun(calls, path, details or {})
            else:
                plan = await _resumed(calls, upload_id)
        except NotFound:
            # Its last answer may have been lost.
            return await _recording(calls, upload_id)
        return await _Sending(calls, path, plan, at_once, on_progress, patience).finish()


async def _begun(calls: Calls, path: Path, details: Mapping[str, Any]) -> _Plan:
    promised = {
        "fileName": path.name,
        "sizeBytes": await _size(path),
        "contentType": mimetypes.guess_type(path.name)[0] or "",
    }
    key = {"Idempotency-Key": uuid4().hex}
    plan: _Plan = await calls.ask("POST", "/api/audio", {**promised, **details}, **key)
    return plan


async def _resumed(calls: Calls, upload_id: str) -> _Plan:
    plan: _Plan = await calls.ask("GET", f"/api/uploads/{upload_id}")
    return plan


async def _recording(calls: Calls, upload_id: str | None) -> Mapping[str, Any]:
    file: Mapping[str, Any] = await calls.ask("GET", f"/api/audio/{upload_id}")
    return file


class _Sending:
    """An upload, from its plan to its end."""

    def __init__(
        self,
        calls: Calls,
        path: Path,
        plan: _Plan,
        at_once: int,
        on_progress: Callable[[UploadProgress], object],
        patience: float,
    ) -> None:
        self._calls = calls
        self._path = path
        self._plan = plan
        self._at_once = at_once
        self._on_progress = on_progress
        self._patience = Patience(patience)
        self._id: str = plan["id"]
        self._size = sum(part["size"] for part in [*plan["parts"], *plan["received"]])
        self._sent = {part["number"]: part["size"] for part in plan["received"]}

    async def finish(self) -> Mapping[str, Any]:
        """Send all that is missing, and have it made a recording."""
        if await _size(self._path) != self._size:
            message = f"{self._path} does not have the {self._size} bytes of upload {self._id}"
            raise ValueError(message)
        self._tell()
        # It is read for its digest while the parts are on their way.
        digest = asyncio.create_task(asyncio.to_thread(_sha256, self._path))
        try:
            await self._send_all()
            return await self._complete(await digest)
        finally:
            digest.cancel()

    async def _complete(self, sha256: str) -> Mapping[str, Any]:
        tags = [{"number": part["number"], "etag": part["etag"]} for part in self._plan["received"]]
        whole = {"parts": tags, "sha256": sha256}
        file: Mapping[str, Any] = await self._calls.ask(
            "POST", f"/api/audio/{self._id}/complete", whole
        )
        return file

    async def _send_all(self) -> None:
        """Send what is missing, by a plan that is asked for again as long as something is."""
        while missing := self._plan["parts"]:
            why = await self._round(missing)
            self._plan = await _resumed(self._calls, self._id)
            if len(self._plan["parts"]) < len(missing):
                self._patience.reset()
            if self._plan["parts"]:
                await self._patience.wait(why or Unavailable("Parts were taken and did not come."))

    async def _round(self, parts: Sequence[Mapping[str, Any]]) -> PhantomError | None:
        """Send parts, up to the first failure, and answer it."""
        failures: list[PhantomError] = []
        waiting = iter(parts)
        carriers = [
            asyncio.create_task(self._carry(waiting, failures)) for _ in range(self._at_once)
        ]
        try:
            await asyncio.gather(*carriers)
        finally:
            for carrier in carriers:
                carrier.cancel()
            await asyncio.wait(carriers)
        return failures[0] if failures else None

    async def _carry(
        self, waiting: Iterator[Mapping[str, Any]], failures: list[PhantomError]
    ) -> None:
        while not failures and (part := next(waiting, None)):
            headers = httpx.Headers(part["headers"])
            headers["Content-Length"] = str(part["size"])
            try:
                await self._calls.put(part["url"], self._bytes(part), headers)
            except PhantomError as error:
                self._sent[part["number"]] = 0
                failures.append(error)

    async def _bytes(self, part: Mapping[str, Any]) -> AsyncIterator[bytes]:
        number, left = part["number"], part["size"]
        self._sent[number] = 0
        with self._path.open("rb") as file:
            file.seek((number - 1) * self._plan["partSize"])
            while left:
                chunk = await asyncio.to_thread(file.read, min(_CHUNK, left))
                if not chunk:
                    message = f"{self._path} has become shorter"
                    raise ValueError(message)
                yield chunk
                left -= len(chunk)
                self._sent[number] += len(chunk)
                self._tell()

    def _tell(self) -> None:
        sent = sum(self._sent.values())
        self._on_progress(UploadProgress(upload_id=self._id, sent=sent, size=self._size))


async def _size(path: Path) -> int:
    return (await asyncio.to_thread(path.stat)).st_size


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
