"""Looking at images, loading them, describing them, deleting them."""

from typing import Annotated, Any, Final, Literal

from litestar import Response, delete, get, patch
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.images.links import shown, url_of
from phantom_app.http.images.payloads import (
    ImageLinkPayload,
    ImagePayload,
    image_id_of,
    image_link_of,
)
from phantom_app.http.paging import CursorText, Items, Limit, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_core.kernel import (
    ANONYMOUS,
    ID_PATTERN,
    UNCHANGED,
    Forbidden,
    Id,
    NotFound,
    Outdated,
    Visibility,
)
from phantom_core.media.images import (
    ChangeImage,
    DeleteImage,
    GetAvatar,
    GetImage,
    LinkedType,
    ListImages,
    UsageType,
    VariantName,
)

__all__ = ["ImageChange", "avatar", "change", "list_images", "remove", "show", "url"]

_KindText = Literal["None", "Profile", "Project", "AudioFile"]
_AVATAR_SECONDS: Final = 60

_SENT: Final = {
    307: ResponseSpec(
        ImageLinkPayload, generate_examples=False, description="At this URL; for `?redirect=1`."
    )
}


class ImageChange(Payload):
    """How an image shall be; what is left out stays."""

    usage_type: UsageType | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    title: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    linked_entity_type: _KindText | UnsetType | None = UNSET
    linked_entity_id: IdText | UnsetType | None = UNSET
    version: VersionNumber | None = None


@get("/")
async def list_images(  # noqa: PLR0913 (each is a parameter of the query)
    request: PhantomRequest,
    *,
    mine: Annotated[bool, QueryParameter(description="Only one's own, private ones too.")] = False,
    usage_type: Annotated[UsageType | None, QueryParameter(name="usageType")] = None,
    linked_entity_type: Annotated[_KindText | None, QueryParameter(name="linkedEntityType")] = None,
    linked_entity_id: Annotated[
        str | None, QueryParameter(name="linkedEntityId", pattern=ID_PATTERN)
    ] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[ImagePayload]:
    """Public images, newest first; all, for admins; those of a project, for who is in it."""
    query = ListImages(
        mine=mine,
        usage_type=usage_type,
        linked_entity_type=_kind(linked_entity_type),
        linked_entity_id=None if linked_entity_id is None else Id(linked_entity_id),
        page=page_at(limit, cursor),
    )
    page = await request.caller.ask(query)
    return Items(items=[await shown(request, image) for image in page.items], next=page.next)


@get("/{image_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, image_id: IdInPath) -> Response[ImagePayload]:
    """An image."""
    image = await request.caller.ask(GetImage(image_id=image_id_of(image_id)))
    return versioned(await shown(request, image), image.version)


@patch("/{image_id:str}", refuses=[NotFound, Forbidden, Outdated], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    image_id: IdInPath,
    data: JSONBody[ImageChange],
    if_match: IfMatch = None,
) -> Response[ImagePayload]:
    """Describe, show or link one's image otherwise; what is left out stays."""
    command = ChangeImage(
        image_id=image_id_of(image_id),
        usage_type=_given(data.usage_type),
        visibility=_given(data.visibility),
        title=_or_unchanged(data.title),
        description=_or_unchanged(data.description),
        linked_entity_type=_kind(_or_unchanged(data.linked_entity_type)),
        linked_entity_id=_or_unchanged(data.linked_entity_id),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        image = await request.caller.do(command)
    return versioned(await shown(request, image), image.version)


@delete("/{image_id:str}", refuses=[NotFound, Forbidden])
async def remove(request: PhantomRequest, image_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete one's image, in all its sizes."""
    command = DeleteImage(image_id=image_id_of(image_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


@get("/{image_id:str}/url", refuses=[NotFound], responses=_SENT)
async def url(
    request: PhantomRequest,
    image_id: IdInPath,
    *,
    variant: Annotated[VariantName, QueryParameter(description="Which size.")] = VariantName.FULL,
    redirect: Annotated[
        bool, QueryParameter(description="Whether to answer 307 to the URL instead of telling it.")
    ] = False,
) -> Response[ImageLinkPayload]:
    """Where an image can be loaded for a while."""
    image = await request.caller.ask(GetImage(image_id=image_id_of(image_id)))
    link = await url_of(request, image, variant)
    if redirect:
        return Response(image_link_of(link), status_code=307, headers={"Location": link.url})
    return Response(image_link_of(link))


@get(
    "/{image_id:str}/avatar",
    status_code=307,
    open=True,
    refuses=[NotFound],
)
async def avatar(request: PhantomRequest, image_id: IdInPath) -> Response[ImageLinkPayload]:
    """Somebody's avatar: this address is its own for ever, and needs no token.

    It leads to a URL of the small size. Only public avatars are found here.
    """
    image = await request.caller.ask(GetAvatar(image_id=image_id_of(image_id)))
    link = await url_of(request, image, VariantName.THUMBNAIL, reader=ANONYMOUS)
    left = (link.expires_at - request.caller.services.clock()).total_seconds()
    kept = min(_AVATAR_SECONDS, int(left / 2))
    headers = {"Location": link.url, "Cache-Control": f"private, max-age={kept}"}
    return Response(image_link_of(link), headers=headers, status_code=307)


def _kind(given: Any) -> Any:
    """A linked type as the core knows it; `None` in words is nothing."""
    if given == "None":
        return None
    return LinkedType(given) if isinstance(given, str) else given


def _given(value: Any) -> Any:
    return None if value is UNSET else value


def _or_unchanged(value: Any) -> Any:
    return UNCHANGED if value is UNSET else value
