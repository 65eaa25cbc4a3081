"""URLs that carry their own permission: a grant, signed with HMAC-SHA-256 (RFC 2104).

Who holds the URL may do what it says until it expires; nobody else needs to be asked. The
signature covers everything: what may be done, with which blob, until when, and how the blob is
presented. There is no "not before", so servers whose clocks differ a little agree.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import attrs

from phantom_core.blobs.errors import (
    SignatureExpired,
    SignatureFlaw,
    SignatureInvalid,
    SigningUnconfigured,
)
from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.multipart import MultipartId, PartToCome
from phantom_core.blobs.presentation import OCTETS, Presentation
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.quantities import EPOCH, ByteCount

__all__ = [
    "SECRET_BYTES",
    "BlobGrant",
    "GrantedAccess",
    "GrantedPart",
    "KeyRing",
    "Parameters",
    "SigningKey",
    "authenticate",
    "shared_expiry",
    "sign",
    "verify",
]

SECRET_BYTES: Final = 32
"""The shortest secret: as long as the hash it feeds."""

Parameters = Sequence[tuple[str, str]]
"""The parameters of a URL's query in their order, decoded once."""

_VERSION: Final = b"phantom-blob-1"
_REQUIRED: Final = frozenset({"exp", "kid", "sig"})
_PART: Final = frozenset({"upload", "part", "size"})
_KNOWN: Final = _REQUIRED | _PART | {"for", "type", "name", "inline"}
_SECOND: Final = timedelta(seconds=1)
_STEPS: Final = 5
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,10}")
_KID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


class GrantedAccess(Enum):
    """What a signed URL lets its holder do."""

    READ = "read"
    """GET and HEAD."""

    WRITE = "write"
    """PUT, of one part of a blob."""


def _to_full_second(moment: datetime) -> datetime:
    return moment + (EPOCH - moment) % _SECOND


@attrs.frozen(kw_only=True)
class GrantedPart:
    """The one part that may be written.

    Attributes:
        upload_id: of which blob that comes in parts.
        part: its number, and how many bytes it has exactly.
    """

    upload_id: MultipartId
    part: PartToCome


@attrs.frozen(kw_only=True)
class BlobGrant:
    """A permission: to do this with that blob until then.

    Attributes:
        access: what may be done.
        key: the one blob it is about.
        expires_at: the first instant at which it is no longer good; kept to the second, a
            fraction counts as a whole one.
        reader: whom it is made for, by a name of the application's own; anybody, if absent.
            Who serves the blob may ask whether they may still read it.
        presentation: how a reader is shown the blob.
        part: the one part that may be written, where it is to write.
    """

    access: GrantedAccess = GrantedAccess.READ
    key: BlobKey
    expires_at: datetime = attrs.field(converter=_to_full_second)
    reader: str | None = None
    presentation: Presentation = attrs.field(factory=Presentation)
    part: GrantedPart | None = None

    def expect_good(self, now: datetime) -> None:
        """Check that it has not expired. Raises: SignatureExpired."""
        if now >= self.expires_at:
            raise SignatureExpired


@attrs.frozen(kw_only=True)
class SigningKey:
    """A secret, and the name by which URLs tell which secret signed them.

    Attributes:
        kid: up to 32 letters, digits, `_` and `-`; it shows in URLs.
        secret: at least `SECRET_BYTES` random bytes.

    Raises: Invalid.
    """

    kid: str = attrs.field()
    secret: bytes = attrs.field(repr=False)

    @kid.validator
    def _is_name(self, _attribute: "attrs.Attribute[str]", kid: str) -> None:
        if _KID.fullmatch(kid) is None:
            raise Invalid(Fault("kid", "a key's name has 1 to 32 letters, digits, `_` and `-`"))

    @secret.validator
    def _is_long(self, _attribute: "attrs.Attribute[bytes]", secret: bytes) -> None:
        if len(secret) < SECRET_BYTES:
            raise Invalid(Fault("secret", f"a secret has at least {SECRET_BYTES} bytes"))


@attrs.frozen
class KeyRing:
    """The keys in use, newest first: the newest signs, all verify.

    To change keys, put a new one in front, and take the old one away when the last URL that it
    signed has expired. An empty ring signs nothing and lets nothing pass.

    Raises: Invalid, for two keys of one name.
    """

    keys: tuple[SigningKey, ...] = attrs.field(default=())

    @keys.validator
    def _are_distinct(self, _attribute: object, keys: tuple[SigningKey, ...]) -> None:
        if len({key.kid for key in keys}) < len(keys):
            raise Invalid(Fault("keys", "two keys have the same name"))

    def newest(self) -> SigningKey:
        """The key that signs. Raises: SigningUnconfigured."""
        if not self.keys:
            raise SigningUnconfigured
        return self.keys[0]

    def named(self, kid: str) -> SigningKey:
        """The key of this name. Raises: SignatureInvalid."""
        for key in self.keys:
            if key.kid == kid:
                return key
        raise SignatureInvalid(SignatureFlaw.UNKNOWN_KEY)


def shared_expiry(now: datetime, life: timedelta) -> datetime:
    """When a URL that is asked for now expires: within `life`, and earlier by a fifth at most.

    It is the same for all that are asked for within that fifth, or second if that is longer. A page
    that asks for its pictures every minute is then given the same URLs, and caches work.
    """
    step = max(_SECOND, life // _STEPS // _SECOND * _SECOND)
    wanted = now + life
    return wanted - (wanted - EPOCH) % step


def sign(grant: BlobGrant, ring: KeyRing) -> list[tuple[str, str]]:
    """Write the grant as the parameters of a URL whose path tells the key.

    Raises: SigningUnconfigured.
    """
    signer = ring.newest()
    shown = grant.presentation
    parameters = [("exp", str(_seconds(grant.expires_at))), ("kid", signer.kid)]
    if grant.reader is not None:
        parameters.append(("for", grant.reader))
    if shown.content_type != OCTETS:
        parameters.append(("type", shown.content_type))
    if shown.file_name is not None:
        parameters.append(("name", shown.file_name))
    if shown.inline:
        parameters.append(("inline", "1"))
    parameters += _told_part(grant.part)
    return [*parameters, ("sig", _signature(signer, grant.access, grant.key, parameters))]


def verify(
    access: GrantedAccess, key: BlobKey, parameters: Parameters, ring: KeyRing, *, now: datetime
) -> BlobGrant:
    """Read the grant out of a URL, if it is ours, whole, and still good for this access.

    Raises: SignatureInvalid, SignatureExpired.
    """
    grant = authenticate(access, key, parameters, ring)
    grant.expect_good(now)
    return grant


def authenticate(
    access: GrantedAccess, key: BlobKey, parameters: Parameters, ring: KeyRing
) -> BlobGrant:
    """Read the grant out of a URL, if it is ours and whole, whether or not it has expired.

    The same is answered for the same at any time, so it may be remembered.

    Raises: SignatureInvalid.
    """
    values = _distinct(parameters)
    signer = ring.named(values["kid"])
    signed = [(name, value) for name, value in parameters if name != "sig"]
    expected = _signature(signer, access, key, signed)
    if not hmac.compare_digest(_bytes(values["sig"]), _bytes(expected)):
        raise SignatureInvalid(SignatureFlaw.MISMATCH)
    return _grant(access, key, values)


def _distinct(parameters: Parameters) -> dict[str, str]:
    values = dict(parameters)
    if len(values) < len(parameters):
        raise SignatureInvalid(SignatureFlaw.REPEATED)
    if not values.keys() <= _KNOWN:
        raise SignatureInvalid(SignatureFlaw.UNKNOWN_PARAMETER)
    if not values.keys() >= _REQUIRED:
        raise SignatureInvalid(SignatureFlaw.MISSING)
    numbers = (values[name] for name in ("exp", "part", "size") if name in values)
    if not all(map(_NUMBER.fullmatch, numbers)) or values.get("inline", "1") != "1":
        raise SignatureInvalid(SignatureFlaw.MALFORMED)
    if values.keys() & _PART and not values.keys() >= _PART:
        raise SignatureInvalid(SignatureFlaw.MISSING)
    return values


def _grant(access: GrantedAccess, key: BlobKey, values: dict[str, str]) -> BlobGrant:
    presentation = Presentation(
        content_type=values.get("type", OCTETS),
        file_name=values.get("name"),
        inline="inline" in values,
    )
    expires_at = EPOCH + int(values["exp"]) * _SECOND
    return BlobGrant(
        access=access,
        key=key,
        expires_at=expires_at,
        reader=values.get("for"),
        presentation=presentation,
        part=_part(values),
    )


def _told_part(granted: GrantedPart | None) -> list[tuple[str, str]]:
    if granted is None:
        return []
    number, size = str(granted.part.number), str(granted.part.size)
    return [("upload", granted.upload_id), ("part", number), ("size", size)]


def _part(values: dict[str, str]) -> GrantedPart | None:
    if "upload" not in values:
        return None
    part = PartToCome(number=int(values["part"]), size=ByteCount(int(values["size"])))
    return GrantedPart(upload_id=MultipartId(values["upload"]), part=part)


def _signature(signer: SigningKey, access: GrantedAccess, key: str, parameters: Parameters) -> str:
    """Authenticate every part, each told with its length so that none runs into the next."""
    parts = [access.value, key, *(text for parameter in sorted(parameters) for text in parameter)]
    told = b"".join(b"%d:%b," % (len(part), part) for part in map(_bytes, parts))
    digest = hmac.digest(signer.secret, _VERSION + b"," + told, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _seconds(moment: datetime) -> int:
    return (moment - EPOCH) // _SECOND
