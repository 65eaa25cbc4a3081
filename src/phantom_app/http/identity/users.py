"""People: oneself, others, and what is between them."""

from datetime import date
from typing import Annotated, Any

from litestar import Response, Router, delete, get, patch, put
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly, versioned
from phantom_app.http.identity.payloads import (
    AgesPayload,
    ConsentPayload,
    DisplayNameText,
    MePayload,
    PersonPayload,
    ProfilePayload,
    SeekingPayload,
    UsernameText,
    UserPayload,
    consent_of,
    me_of,
    person_of,
    profile_of,
    user_of,
)
from phantom_app.http.identity.showing import ShownProfilePayload, shown_profile
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_app.http.privacy.receipts import ErasurePayload, begun
from phantom_app.http.problems import naming, within
from phantom_core.identity import (
    UNCHANGED,
    AgeRange,
    BlockUser,
    ChangeUser,
    FindUsers,
    FollowUser,
    Gender,
    GetMe,
    ListBlocked,
    ListConsents,
    ListFollowers,
    ListFollowing,
    NotYourself,
    Profile,
    Purpose,
    ReplaceProfile,
    Seeking,
    SetConsent,
    TooYoung,
    UnblockUser,
    UnfollowUser,
    UsernameTaken,
    WrongPassword,
)
from phantom_core.kernel import Bpm, Id, NotFound, Outdated, UserId
from phantom_core.privacy.flows import erase_me

__all__ = [
    "ROUTES",
    "ConsentChange",
    "Farewell",
    "NewProfile",
    "PreferencesChange",
    "UserChange",
    "block",
    "blocked",
    "change_me",
    "consents",
    "erase",
    "find",
    "follow",
    "followers",
    "following",
    "me",
    "my_profile",
    "profile",
    "replace_profile",
    "set_consent",
    "unblock",
    "unfollow",
]


class PreferencesChange(Payload):
    """The preferences that shall be others."""

    default_tempo: float | UnsetType = UNSET
    collaboration_notifications: bool | UnsetType = UNSET
    private_receipts: bool | UnsetType = UNSET


class UserChange(Payload):
    """What shall be otherwise; what is left out stays."""

    username: UsernameText | UnsetType = UNSET
    display_name: DisplayNameText | UnsetType = UNSET
    gender: Gender | UnsetType | None = UNSET
    avatar_image_id: IdText | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET
    preferences: PreferencesChange = PreferencesChange()
    version: VersionNumber | None = None


class NewProfile(Payload):
    """All that one's profile shall say; what is left out is empty, and the banner stays."""

    bio: str = ""
    roles: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    region: str | None = None
    tags: tuple[str, ...] = ()
    samples: tuple[IdText, ...] = ()
    banner_image_id: IdText | UnsetType | None = UNSET
    seeking: SeekingPayload = SeekingPayload()
    discoverable: bool = True
    version: VersionNumber | None = None


class ConsentChange(Payload):
    """What is allowed from now on, or no longer."""

    purpose: Purpose
    granted: bool


class Farewell(Payload):
    """What confirms that it is really them."""

    password: str


@get("/me", response_headers=TAGGED)
async def me(request: PhantomRequest) -> Response[MePayload]:
    """One's own account and profile; the tag begins with the account's version."""
    account = await request.caller.ask(GetMe())
    return versioned(me_of(account), account.user.version, _rest_of(account.profile))


@patch("/me", refuses=[Outdated, UsernameTaken], response_headers=TAGGED)
async def change_me(
    request: PhantomRequest, data: JSONBody[UserChange], if_match: IfMatch = None
) -> Response[UserPayload]:
    """Change one's own account; what is left out stays."""
    change = ChangeUser(
        username=_or_unchanged(data.username),
        display_name=_or_unchanged(data.display_name),
        gender=_or_unchanged(data.gender),
        avatar_image_id=_or_unchanged(data.avatar_image_id),
        birth_date=_or_unchanged(data.birth_date),
        default_tempo=_or_unchanged(data.preferences.default_tempo, Bpm),
        collaboration_notifications=_or_unchanged(data.preferences.collaboration_notifications),
        private_receipts=_or_unchanged(data.preferences.private_receipts),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match), naming(default_tempo="preferences.defaultTempo"):
        user = await request.caller.do(change)
    return versioned(user_of(user), user.version)


@put("/me/profile", refuses=[Outdated], response_headers=TAGGED)
async def replace_profile(
    request: PhantomRequest, data: JSONBody[NewProfile], if_match: IfMatch = None
) -> Response[ProfilePayload]:
    """Say all that one's profile says; the tag is the profile's version."""
    command = ReplaceProfile(
        bio=data.bio,
        roles=data.roles,
        instruments=data.instruments,
        region=data.region,
        tags=data.tags,
        samples=tuple(Id(sample) for sample in data.samples),
        banner_image_id=_or_unchanged(data.banner_image_id),
        seeking=_seeking(data.seeking),
        discoverable=data.discoverable,
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        profile = await request.caller.do(command)
    return versioned(profile_of(profile), profile.version)


@delete("/me", status_code=202, allowance="log-in", refuses=[WrongPassword])
async def erase(request: PhantomRequest, data: JSONBody[Farewell]) -> Response[ErasurePayload]:
    """Be forgotten, for good. One is signed out everywhere at once; the rest follows soon.

    Keep the `Location`: it tells without signing in what was done.
    """
    caller = request.caller
    erasure = await erase_me(caller.services.desk, actor=caller.actor, password=data.password)
    return begun(erasure)


@get("/me/profile", response_headers=TAGGED)
async def my_profile(request: PhantomRequest) -> Response[ProfilePayload]:
    """One's own profile; the tag is the profile's version."""
    profile = (await request.caller.ask(GetMe())).profile
    return versioned(profile_of(profile), profile.version)


@get("/me/consents")
async def consents(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[ConsentPayload]:
    """All one has ever allowed, the latest first."""
    history = await request.caller.ask(ListConsents(page=page_at(limit, cursor)))
    return items_of(history, consent_of)


@put("/me/consents", status_code=204, refuses=[TooYoung])
async def set_consent(request: PhantomRequest, data: JSONBody[ConsentChange]) -> None:
    """Allow something, or no longer; revoking deletes what was made of it."""
    await request.caller.do(SetConsent(purpose=data.purpose, granted=data.granted))


@get("/me/blocked")
async def blocked(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[PersonPayload]:
    """Whom one has blocked, the latest first."""
    page = await request.caller.ask(ListBlocked(page=page_at(limit, cursor)))
    return items_of(page, person_of)


@get("/")
async def find(  # noqa: PLR0913, PLR0917 - a list is narrowed in many ways
    request: PhantomRequest,
    q: Annotated[str, QueryParameter(description="The beginning of a name or of a word.")] = "",
    role: Annotated[str | None, QueryParameter(description="Something they do, whole.")] = None,
    instrument: Annotated[str | None, QueryParameter(description="What they play, whole.")] = None,
    tag: Annotated[str | None, QueryParameter(description="One of their tags, whole.")] = None,
    region: Annotated[str | None, QueryParameter(description="Where they are, whole.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[PersonPayload]:
    """People by name and by what they say of themselves, those whose name fits best first.

    Case and accents are nothing. Without a name, everybody who may be found.
    """
    with naming(query="q"):
        query = FindUsers(
            query=q,
            role=role,
            instrument=instrument,
            tag=tag,
            region=region,
            page=page_at(limit, cursor),
        )
    return items_of(await request.caller.ask(query), person_of)


@get("/{user_id:str}", refuses=[NotFound])
async def profile(request: PhantomRequest, user_id: IdInPath) -> ShownProfilePayload:
    """What somebody shows everybody: their words, their banner, samples that play, images."""
    return await shown_profile(request, _user(user_id))


@put("/{user_id:str}/follow", status_code=204, refuses=[NotFound, NotYourself])
async def follow(request: PhantomRequest, user_id: IdInPath) -> None:
    """Follow somebody."""
    await request.caller.do(FollowUser(user_id=_user(user_id)))


@delete("/{user_id:str}/follow")
async def unfollow(request: PhantomRequest, user_id: IdInPath) -> None:
    """Follow somebody no longer."""
    await request.caller.do(UnfollowUser(user_id=_user(user_id)))


@get("/{user_id:str}/followers", refuses=[NotFound])
async def followers(
    request: PhantomRequest, user_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[PersonPayload]:
    """Who follows somebody, the latest first."""
    query = ListFollowers(user_id=_user(user_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), person_of)


@get("/{user_id:str}/following", refuses=[NotFound])
async def following(
    request: PhantomRequest, user_id: IdInPath, limit: Limit = 50, cursor: CursorText = None
) -> Items[PersonPayload]:
    """Whom somebody follows, the latest first."""
    query = ListFollowing(user_id=_user(user_id), page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), person_of)


@put("/{user_id:str}/block", status_code=204, refuses=[NotFound, NotYourself])
async def block(request: PhantomRequest, user_id: IdInPath) -> None:
    """Be nothing to somebody, and have them be nothing to oneself; they are not told."""
    await request.caller.do(BlockUser(user_id=_user(user_id)))


@delete("/{user_id:str}/block")
async def unblock(request: PhantomRequest, user_id: IdInPath) -> None:
    """Take a block back."""
    await request.caller.do(UnblockUser(user_id=_user(user_id)))


def _rest_of(profile: Profile) -> str:
    """What stands in an account's tag for the profile, once that has been changed."""
    return str(profile.version) if profile.version > 1 else ""


def _user(text: str) -> UserId:
    return UserId(Id(text))


def _or_unchanged(value: Any, kind: Any = None) -> Any:
    if value is UNSET:
        return UNCHANGED
    return value if kind is None else kind(value)


def _seeking(wanted: SeekingPayload) -> Seeking:
    ages = _ages(wanted.ages) if wanted.ages else None
    with within("seeking"):
        return Seeking(
            genders=wanted.genders, ages=ages, roles=wanted.roles, regions=wanted.regions
        )


def _ages(ages: AgesPayload) -> AgeRange:
    with within("seeking.ages"):
        return AgeRange(lowest=ages.lowest, highest=ages.highest)


ROUTES = (
    Router(
        "/api/users",
        tags=["Users"],
        route_handlers=[
            me,
            change_me,
            erase,
            my_profile,
            replace_profile,
            consents,
            set_consent,
            blocked,
            find,
            profile,
            follow,
            unfollow,
            followers,
            following,
            block,
            unblock,
        ],
    ),
)
"""What is served here."""
