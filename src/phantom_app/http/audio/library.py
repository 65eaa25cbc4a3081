"""Finding one's way among recordings."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_of
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import Payload
from phantom_app.http.problems import naming
from phantom_core.audio import (
    AnalysisStatus,
    AudioFormat,
    AudioOrder,
    ListAudioFiles,
    ListAudioTags,
    TagCount,
    Visibility,
)
from phantom_core.kernel import ID_PATTERN, Id, UserId

__all__ = ["OwnerId", "TagCountPayload", "list_files", "tags"]

OwnerId = Annotated[
    str | None,
    QueryParameter(
        name="ownerId",
        pattern=ID_PATTERN,
        description="Whose public recordings; one's own, if absent.",
    ),
]
"""Whose recordings are listed."""

_Sought = Annotated[
    str,
    QueryParameter(
        description="Words, each found in a title, a file name, a tag or an annotation. Case, "
        "accents and punctuation are nothing."
    ),
]
_Tag = Annotated[str | None, QueryParameter(description="With this tag; compared as words are.")]
_Format = Annotated[AudioFormat | None, QueryParameter(description="In this container.")]
_Shown = Annotated[Visibility | None, QueryParameter(description="Only private, or only public.")]
_Status = Annotated[
    AnalysisStatus | None,
    QueryParameter(name="status", description="Where their analysis stands."),
]
_Sort = Annotated[AudioOrder, QueryParameter(description="What comes first.")]


class TagCountPayload(Payload):
    """A tag, and how many recordings have it."""

    tag: str
    count: int


@get("/")
async def list_files(  # noqa: PLR0913, PLR0917 - a list is narrowed in many ways
    request: PhantomRequest,
    owner_id: OwnerId = None,
    q: _Sought = "",
    tag: _Tag = None,
    format: _Format = None,  # noqa: A002 - faults are told by this name
    visibility: _Shown = None,
    status: _Status = None,
    sort: _Sort = AudioOrder.NEWEST,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[AudioFilePayload]:
    """One's own recordings, or the public ones of somebody else; newest first by default."""
    with naming(query="q"):
        query = ListAudioFiles(
            owner_id=None if owner_id is None else UserId(Id(owner_id)),
            query=q,
            tag=tag,
            format=format,
            visibility=visibility,
            status=status,
            order=sort,
            page=page_at(limit, cursor),
        )
    return items_of(await request.caller.ask(query), audio_file_of)


@get("/tags")
async def tags(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[TagCountPayload]:
    """The tags of one's own recordings, as words are sorted, each with how many have it."""
    page = await request.caller.ask(ListAudioTags(page=page_at(limit, cursor)))
    return items_of(page, _counted)


def _counted(count: TagCount) -> TagCountPayload:
    return TagCountPayload(tag=count.tag, count=count.count)
