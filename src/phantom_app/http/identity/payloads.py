"""People, on the wire."""

from datetime import date
from typing import Annotated, Any

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.identity import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Account,
    Consent,
    Gender,
    Person,
    Profile,
    PublicProfile,
    Purpose,
    Seeking,
    SignedIn,
    SignedInDevice,
    Tokens,
    User,
    UserStatus,
)

__all__ = [
    "AgesPayload",
    "ConsentPayload",
    "DevicePayload",
    "DisplayNameText",
    "EmailText",
    "MePayload",
    "NewPasswordText",
    "PersonPayload",
    "PreferencesPayload",
    "ProfilePayload",
    "PublicProfilePayload",
    "SeekingPayload",
    "SignedInPayload",
    "TokensPayload",
    "UserPayload",
    "UsernameText",
    "consent_of",
    "device_of",
    "me_of",
    "person_of",
    "profile_of",
    "public_fields",
    "signed_in_of",
    "tokens_of",
    "user_of",
]


def _documented(**schema: object) -> msgspec.Meta:
    """Limits for readers of the API's description; the core enforces them, all at once."""
    return msgspec.Meta(extra_json_schema=schema)


EmailText = Annotated[str, _documented(format="email", maxLength=254)]
"""An e-mail address."""

UsernameText = Annotated[str, _documented(pattern="^[A-Za-z0-9_.-]{3,32}$")]
"""A user name."""

DisplayNameText = Annotated[str, _documented(minLength=1, maxLength=64)]
"""What a person calls themself."""

NewPasswordText = Annotated[
    str,
    _documented(minLength=SHORTEST_PASSWORD, maxLength=LONGEST_PASSWORD, format="password"),
]
"""A password that is chosen."""

_Words = Annotated[tuple[str, ...], _documented(maxItems=20, uniqueItems=True)]
_Prose = Annotated[str, _documented(maxLength=2000)]


class PersonPayload(Payload):
    """A person, wherever one is named."""

    id: IdText
    username: str
    display_name: str
    gender: Gender | None = None
    avatar_url: Annotated[
        str | None,
        msgspec.Meta(description="Where their avatar is, on this server; it needs no token."),
    ] = None


class PreferencesPayload(Payload):
    """What a user has chosen for themself."""

    default_tempo: float
    collaboration_notifications: bool
    private_receipts: Annotated[
        bool,
        msgspec.Meta(description="Whether nobody else is told which messages one has seen."),
    ]


class UserPayload(PersonPayload):
    """An account, as its owner sees it."""

    email: str
    avatar_image_id: IdText | None = None
    birth_date: date | None = None
    email_verified_at: InstantText | None = None
    is_admin: bool
    status: UserStatus
    preferences: PreferencesPayload
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class AgesPayload(Payload):
    """Ages from one to another, in years, both included."""

    lowest: int
    highest: int


class SeekingPayload(Payload):
    """Whom a person wishes to meet; what is left out is open."""

    genders: tuple[Gender, ...] = ()
    ages: AgesPayload | None = None
    roles: _Words = ()
    regions: _Words = ()


class ProfilePayload(Payload):
    """What a user tells about themself."""

    bio: _Prose
    roles: _Words
    instruments: _Words
    region: str | None = None
    tags: _Words
    samples: tuple[IdText, ...]
    banner_image_id: IdText | None = None
    seeking: SeekingPayload
    discoverable: bool
    updated_at: InstantText
    version: VersionNumber


class MePayload(UserPayload):
    """An account with its profile."""

    profile: ProfilePayload


class ConsentPayload(Payload):
    """One consent, from its granting to its revocation."""

    purpose: Purpose
    granted: Annotated[bool, msgspec.Meta(description="Whether it stands.")]
    granted_at: InstantText
    revoked_at: InstantText | None = None


class DevicePayload(Payload):
    """A device that is signed in."""

    id: IdText
    device: Annotated[str, msgspec.Meta(description="What the client called itself.")]
    created_at: InstantText
    last_used_at: InstantText
    expires_at: InstantText


class PublicProfilePayload(PersonPayload):
    """What everybody may read about a user."""

    bio: str
    roles: tuple[str, ...]
    instruments: tuple[str, ...]
    region: str | None = None
    tags: tuple[str, ...]
    banner_image_id: IdText | None = None
    samples: tuple[IdText, ...]
    followers: int
    following: int
    followed: Annotated[bool, msgspec.Meta(description="Whether the caller follows them.")]
    follows_you: Annotated[bool, msgspec.Meta(description="Whether they follow the caller.")]
    mutual: Annotated[bool, msgspec.Meta(description="Whether each follows the other.")]


class TokensPayload(Payload):
    """What a client needs to speak for who is signed in."""

    access_token: str
    refresh_token: Annotated[
        str, msgspec.Meta(description="Good for one use, which gives the next.")
    ]
    expires_in: Annotated[int, msgspec.Meta(description="Seconds the access token is good for.")]


class SignedInPayload(TokensPayload):
    """Somebody who has just signed in."""

    user: UserPayload


def person_of(person: Person) -> PersonPayload:
    """A person."""
    return PersonPayload(**_person_fields(person))


def user_of(user: User) -> UserPayload:
    """An account."""
    return UserPayload(**_user_fields(user))


def me_of(account: Account) -> MePayload:
    """An account with its profile."""
    return MePayload(**_user_fields(account.user), profile=profile_of(account.profile))


def profile_of(profile: Profile) -> ProfilePayload:
    """A profile, as its owner sees it."""
    return ProfilePayload(
        bio=profile.bio,
        roles=profile.roles,
        instruments=profile.instruments,
        region=profile.region,
        tags=profile.tags,
        samples=profile.samples,
        banner_image_id=profile.banner_image_id,
        seeking=_seeking_of(profile.seeking),
        discoverable=profile.discoverable,
        updated_at=instant(profile.updated_at),
        version=profile.version,
    )


def consent_of(consent: Consent) -> ConsentPayload:
    """A consent."""
    revoked_at = consent.revoked_at
    return ConsentPayload(
        purpose=consent.purpose,
        granted=consent.stands,
        granted_at=instant(consent.granted_at),
        revoked_at=None if revoked_at is None else instant(revoked_at),
    )


def device_of(device: SignedInDevice) -> DevicePayload:
    """A device that is signed in."""
    return DevicePayload(
        id=device.id,
        device=device.device,
        created_at=instant(device.created_at),
        last_used_at=instant(device.last_used_at),
        expires_at=instant(device.expires_at),
    )


def public_fields(profile: PublicProfile) -> dict[str, Any]:
    """What a profile says, as others see it."""
    return {
        **_person_fields(profile.person),
        "bio": profile.bio,
        "roles": profile.roles,
        "instruments": profile.instruments,
        "region": profile.region,
        "tags": profile.tags,
        "banner_image_id": profile.banner_image_id,
        "samples": profile.samples,
        "followers": profile.followers,
        "following": profile.following,
        "followed": profile.followed,
        "follows_you": profile.follows_viewer,
        "mutual": profile.mutual,
    }


def tokens_of(tokens: Tokens) -> TokensPayload:
    """Tokens."""
    return TokensPayload(**_token_fields(tokens))


def signed_in_of(signed_in: SignedIn) -> SignedInPayload:
    """Somebody who has just signed in."""
    return SignedInPayload(**_token_fields(signed_in.tokens), user=user_of(signed_in.user))


def _person_fields(person: Person) -> dict[str, Any]:
    avatar = person.avatar_image_id
    return {
        "id": person.id,
        "username": person.username,
        "display_name": person.display_name,
        "gender": person.gender,
        "avatar_url": None if avatar is None else f"/api/media/images/{avatar}/avatar",
    }


def _token_fields(tokens: Tokens) -> dict[str, Any]:
    return {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_in": int(tokens.expires_in.total_seconds()),
    }


def _user_fields(user: User) -> dict[str, Any]:
    verified_at = user.email_verified_at
    return {
        **_person_fields(user.person),
        "email": user.email,
        "avatar_image_id": user.avatar_image_id,
        "birth_date": user.birth_date,
        "email_verified_at": None if verified_at is None else instant(verified_at),
        "is_admin": user.is_admin,
        "status": user.status,
        "preferences": PreferencesPayload(
            default_tempo=user.preferences.default_tempo,
            collaboration_notifications=user.preferences.collaboration_notifications,
            private_receipts=user.preferences.private_receipts,
        ),
        "created_at": instant(user.created_at),
        "updated_at": instant(user.updated_at),
        "version": user.version,
    }


def _seeking_of(seeking: Seeking) -> SeekingPayload:
    ages = seeking.ages
    return SeekingPayload(
        genders=seeking.genders,
        ages=AgesPayload(lowest=ages.lowest, highest=ages.highest) if ages else None,
        roles=seeking.roles,
        regions=seeking.regions,
    )
