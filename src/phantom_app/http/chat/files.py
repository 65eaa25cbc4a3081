"""Files in chats: handing one in, loading it, taking it away."""

from typing import Annotated, Final

import msgspec
from litestar import Response, delete, get, post
from litestar.datastructures import ResponseHeader

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.file_form import FileForm
from phantom_app.http.forms import FORM, schema_of_form
from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant
from phantom_core.blobs import BlobTooLarge, Condemned, shared_expiry
from phantom_core.chat import (
    Banned,
    ChatClosed,
    ChatFile,
    ChatFileId,
    ChatRoomId,
    DeleteFile,
    FileRefused,
    GetFile,
    Muted,
)
from phantom_core.chat.flows import IncomingFile, add_file, file_url
from phantom_core.kernel import Id, KeyReused, NotFound
from phantom_core.uploads import StorageQuotaExceeded

__all__ = ["ChatFilePayload", "add", "remove", "show"]

_FIELDS: Final = {
    "required": True,
    "content": {
        FORM: {"schema": schema_of_form("Anything but a program, a script or a page.")},
    },
}
_LOCATION: Final = ResponseHeader(
    name="Location", documentation_only=True, required=True, description="Where the file is."
)


class ChatFilePayload(Payload):
    """A file in a chat."""

    id: IdText
    chat_room_id: IdText
    owner_id: IdText
    name: str
    size_bytes: int
    created_at: InstantText
    url: Annotated[str, msgspec.Meta(description="Where it can be saved from, until it expires.")]
    expires_at: InstantText


class _Form(FileForm):
    once = frozenset()
    nameless = "file"


@post(
    "/rooms/{chat_room_id:str}/files",
    allowance="upload",
    request_max_body_size=None,
    request_body=_FIELDS,
    response_headers=[_LOCATION],
    refuses=[
        Banned,
        BlobTooLarge,
        ChatClosed,
        Condemned,
        FileRefused,
        KeyReused,
        Muted,
        NotFound,
        StorageQuotaExceeded,
    ],
)
async def add(request: PhantomRequest, chat_room_id: IdInPath) -> Response[ChatFilePayload]:
    """Hand a file in, as a form with a part `file`; then it can be sent as a message of this chat.

    Who may read the chat may load it.
    """
    caller = request.caller
    edge = caller.services.files
    room_id = ChatRoomId(Id(chat_room_id))
    with caller.once():
        form = await _Form.open(request, edge.largest)
        incoming = IncomingFile(
            chat_room_id=room_id, name=form.file_name, chunks=form.chunks(), key=caller.key
        )
        file = await add_file(edge, incoming, actor=caller.actor)
    answer = Response(await _shown(request, file), status_code=201)
    answer.headers["Location"] = f"/api/messages/files/{file.id}"
    return answer


@get("/files/{chat_file_id:str}", refuses=[NotFound])
async def show(request: PhantomRequest, chat_file_id: IdInPath) -> ChatFilePayload:
    """Look at a file, and where it can be saved from."""
    return await _shown(request, await request.caller.ask(GetFile(file_id=_id(chat_file_id))))


@delete("/files/{chat_file_id:str}", refuses=[NotFound])
async def remove(request: PhantomRequest, chat_file_id: IdInPath) -> None:
    """Delete a file of one's own. Messages that it was sent in stay."""
    await request.caller.do(DeleteFile(file_id=_id(chat_file_id)))


def _id(text: str) -> ChatFileId:
    return ChatFileId(Id(text))


async def _shown(request: PhantomRequest, file: ChatFile) -> ChatFilePayload:
    caller = request.caller
    services = caller.services
    expires_at = shared_expiry(services.clock(), services.settings.url_ttl)
    url = await file_url(services.links, file, reader=caller.actor, expires_at=expires_at)
    return ChatFilePayload(
        id=file.id,
        chat_room_id=file.chat_room_id,
        owner_id=file.owner_id,
        name=file.name,
        size_bytes=file.size_bytes,
        created_at=instant(file.created_at),
        url=request.whole(url),
        expires_at=instant(expires_at),
    )
