"""A signed URL gives what it was signed for, to its end, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.blobs import (
    BlobGrant,
    GrantedAccess,
    GrantedPart,
    KeyRing,
    MultipartId,
    PartToCome,
    Presentation,
    SignatureExpired,
    SignatureFlaw,
    SignatureInvalid,
    SigningKey,
    SigningUnconfigured,
    authenticate,
    blob_key,
    shared_expiry,
    sign,
    verify,
)
from phantom_core.kernel.errors import Forbidden, Invalid
from phantom_core.kernel.quantities import EPOCH, ByteCount

NOW: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KEY: Final = blob_key("audio/01J/original.flac")
OLD: Final = SigningKey(kid="old", secret=b"o" * 32)
NEW: Final = SigningKey(kid="new", secret=b"n" * 32)
RING: Final = KeyRing((NEW, OLD))
SHOWN: Final = Presentation(content_type="audio/flac", file_name="a song.flac", inline=True)
GRANT: Final = BlobGrant(key=KEY, expires_at=NOW + timedelta(minutes=5), presentation=SHOWN)
READ: Final = GrantedAccess.READ

Parameters = list[tuple[str, str]]


def refused(parameters: Parameters, ring: KeyRing = RING) -> SignatureFlaw:
    with pytest.raises(SignatureInvalid) as refusal:
        verify(READ, KEY, parameters, ring, now=NOW)
    assert isinstance(refusal.value, Forbidden)
    return refusal.value.flaw


def changed(name: str, value: str) -> Parameters:
    return [(n, value if n == name else v) for n, v in sign(GRANT, RING)]


def without(name: str) -> Parameters:
    return [(n, v) for n, v in sign(GRANT, RING) if n != name]


def test_what_was_signed_is_read_back() -> None:
    assert verify(READ, KEY, sign(GRANT, RING), RING, now=NOW) == GRANT


def test_the_plainest_grant_has_the_fewest_parameters() -> None:
    grant = BlobGrant(key=KEY, expires_at=GRANT.expires_at)
    parameters = sign(grant, RING)

    assert [name for name, _ in parameters] == ["exp", "kid", "sig"]
    assert verify(READ, KEY, parameters, RING, now=NOW) == grant


def test_the_order_of_the_parameters_does_not_matter() -> None:
    assert verify(READ, KEY, sign(GRANT, RING)[::-1], RING, now=NOW) == GRANT


def test_the_newest_key_signs() -> None:
    assert dict(sign(GRANT, RING))["kid"] == "new"


def test_an_old_key_still_verifies() -> None:
    assert verify(READ, KEY, sign(GRANT, KeyRing((OLD,))), RING, now=NOW) == GRANT


def test_a_key_that_was_taken_away_verifies_nothing() -> None:
    signed = sign(GRANT, KeyRing((OLD,)))

    assert refused(signed, KeyRing((NEW,))) is SignatureFlaw.UNKNOWN_KEY


def test_a_key_of_the_same_name_with_another_secret_verifies_nothing() -> None:
    signed = sign(GRANT, KeyRing((SigningKey(kid="new", secret=b"x" * 32),)))

    assert refused(signed) is SignatureFlaw.MISMATCH


def test_without_a_key_nothing_is_signed_and_nothing_passes() -> None:
    with pytest.raises(SigningUnconfigured):
        sign(GRANT, KeyRing())

    assert refused(sign(GRANT, RING), KeyRing()) is SignatureFlaw.UNKNOWN_KEY


def test_a_url_is_good_until_its_expiry_and_not_then() -> None:
    signed = sign(GRANT, RING)
    last = GRANT.expires_at - timedelta(milliseconds=1)

    assert verify(READ, KEY, signed, RING, now=last) == GRANT
    with pytest.raises(SignatureExpired):
        verify(READ, KEY, signed, RING, now=GRANT.expires_at)


def test_a_url_is_authentic_whatever_the_time() -> None:
    grant = authenticate(READ, KEY, sign(GRANT, RING), RING)

    assert grant == GRANT
    with pytest.raises(SignatureExpired):
        grant.expect_good(GRANT.expires_at)


def test_a_server_whose_clock_is_behind_lets_a_url_pass() -> None:
    earlier = NOW - timedelta(hours=1)

    assert verify(READ, KEY, sign(GRANT, RING), RING, now=earlier) == GRANT


def test_a_fraction_of_a_second_counts_as_a_whole_one() -> None:
    grant = BlobGrant(key=KEY, expires_at=NOW + timedelta(milliseconds=1))

    assert grant.expires_at == NOW + timedelta(seconds=1)


def test_permission_to_read_is_none_to_write() -> None:
    with pytest.raises(SignatureInvalid):
        verify(GrantedAccess.WRITE, KEY, sign(GRANT, RING), RING, now=NOW)


def test_permission_to_write_is_none_to_read() -> None:
    grant = BlobGrant(access=GrantedAccess.WRITE, key=KEY, expires_at=GRANT.expires_at)
    signed = sign(grant, RING)

    assert verify(GrantedAccess.WRITE, KEY, signed, RING, now=NOW) == grant
    assert refused(signed) is SignatureFlaw.MISMATCH


PART: Final = BlobGrant(
    access=GrantedAccess.WRITE,
    key=KEY,
    expires_at=GRANT.expires_at,
    part=GrantedPart(upload_id=MultipartId("0" * 32), part=PartToCome(number=7, size=ByteCount(8))),
)


def test_permission_to_write_a_part_is_read_back() -> None:
    assert verify(GrantedAccess.WRITE, KEY, sign(PART, RING), RING, now=NOW) == PART


@pytest.mark.parametrize("name", ["upload", "part", "size"])
def test_a_part_is_told_whole(name: str) -> None:
    cut = [(n, v) for n, v in sign(PART, RING) if n != name]

    with pytest.raises(SignatureInvalid) as refusal:
        verify(GrantedAccess.WRITE, KEY, cut, RING, now=NOW)
    assert refusal.value.flaw is SignatureFlaw.MISSING


@pytest.mark.parametrize("name", ["part", "size"])
@pytest.mark.parametrize("value", ["0", "-1", "1e2", "", "9" * 12])
def test_the_numbers_of_a_part_are_plain(name: str, value: str) -> None:
    odd = [(n, value if n == name else v) for n, v in sign(PART, RING)]

    with pytest.raises(SignatureInvalid) as refusal:
        verify(GrantedAccess.WRITE, KEY, odd, RING, now=NOW)
    assert refusal.value.flaw is SignatureFlaw.MALFORMED


def test_another_blob_is_not_granted() -> None:
    with pytest.raises(SignatureInvalid):
        verify(READ, blob_key("audio/01J/other.flac"), sign(GRANT, RING), RING, now=NOW)


TAMPERED: Final = {
    "later expiry": (changed("exp", "1999999999"), SignatureFlaw.MISMATCH),
    "expiry in the past": (changed("exp", "1"), SignatureFlaw.MISMATCH),
    "expiry with a zero in front": (changed("exp", "01"), SignatureFlaw.MALFORMED),
    "expiry below zero": (changed("exp", "-1"), SignatureFlaw.MALFORMED),
    "expiry in another script": (changed("exp", "\u0661\u0662"), SignatureFlaw.MALFORMED),
    "expiry with an underscore": (changed("exp", "1_0"), SignatureFlaw.MALFORMED),
    "expiry beyond all time": (changed("exp", "9" * 5000), SignatureFlaw.MALFORMED),
    "expiry with a line break": (changed("exp", "1\n"), SignatureFlaw.MALFORMED),
    "no expiry": (without("exp"), SignatureFlaw.MISSING),
    "another key": (changed("kid", "old"), SignatureFlaw.MISMATCH),
    "a key nobody has": (changed("kid", "older"), SignatureFlaw.UNKNOWN_KEY),
    "no key": (without("kid"), SignatureFlaw.MISSING),
    "another type": (changed("type", "text/html"), SignatureFlaw.MISMATCH),
    "no type": (without("type"), SignatureFlaw.MISMATCH),
    "another name": (changed("name", "a song.exe"), SignatureFlaw.MISMATCH),
    "the name in another normal form": (
        changed("name", "a song\u0301.flac"),
        SignatureFlaw.MISMATCH,
    ),
    "no name": (without("name"), SignatureFlaw.MISMATCH),
    "not in place": (without("inline"), SignatureFlaw.MISMATCH),
    "in place otherwise": (changed("inline", "0"), SignatureFlaw.MALFORMED),
    "an empty signature": (changed("sig", ""), SignatureFlaw.MISMATCH),
    "a signature in another script": (changed("sig", "\xe9"), SignatureFlaw.MISMATCH),
    "a lone surrogate": (changed("sig", "\ud800"), SignatureFlaw.MISMATCH),
    "a padded signature": (
        changed("sig", dict(sign(GRANT, RING))["sig"] + "="),
        SignatureFlaw.MISMATCH,
    ),
    "no signature": (without("sig"), SignatureFlaw.MISSING),
    "nothing at all": ([], SignatureFlaw.MISSING),
    "the type twice": ([*sign(GRANT, RING), ("type", "text/html")], SignatureFlaw.REPEATED),
    "the same expiry twice": ([*sign(GRANT, RING), sign(GRANT, RING)[0]], SignatureFlaw.REPEATED),
    "what S3 would take": (
        [*sign(GRANT, RING), ("response-content-type", "text/html")],
        SignatureFlaw.UNKNOWN_PARAMETER,
    ),
    "a name in capitals": ([*sign(GRANT, RING), ("Type", "a/b")], SignatureFlaw.UNKNOWN_PARAMETER),
}


@pytest.mark.parametrize(("parameters", "flaw"), TAMPERED.values(), ids=TAMPERED)
def test_a_url_that_was_tampered_with_is_refused(
    parameters: Parameters, flaw: SignatureFlaw
) -> None:
    assert refused(parameters) is flaw


def test_the_last_bits_of_the_signature_count() -> None:
    signature = dict(sign(GRANT, RING))["sig"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    variants = [signature[:-1] + letter for letter in letters if letter != signature[-1]]

    assert {refused(changed("sig", variant)) for variant in variants} == {SignatureFlaw.MISMATCH}


def test_a_parameter_cannot_be_moved_into_its_neighbour() -> None:
    shown = Presentation(content_type="audio/flac", file_name="type")
    grant = BlobGrant(key=KEY, expires_at=GRANT.expires_at, presentation=shown)
    parts = dict(sign(grant, RING))
    moved = [("exp", parts["exp"]), ("kid", "new"), ("name", "typetypeaudio/flac")]

    assert refused([*moved, ("sig", parts["sig"])]) is SignatureFlaw.MISMATCH


@given(
    at=st.integers(min_value=0, max_value=100),
    letter=st.characters(codec="ascii", categories=["L", "N"]),
)
def test_no_single_letter_can_be_changed(at: int, letter: str) -> None:
    parameters = sign(GRANT, RING)
    name, value = parameters[at % len(parameters)]
    place = at // len(parameters) % len(value)
    forged = value[:place] + letter + value[place + 1 :]
    if forged != value:
        _ = refused(changed(name, forged))


names = st.text(min_size=1, max_size=40)


@given(name=names, inline=st.booleans(), seconds=st.integers(min_value=1, max_value=10**9))
def test_every_grant_is_read_back(name: str, *, inline: bool, seconds: int) -> None:
    shown = Presentation(content_type="audio/ogg; codecs=opus", file_name=name, inline=inline)
    until = NOW + timedelta(seconds=seconds)
    grant = BlobGrant(key=KEY, expires_at=until, presentation=shown)

    assert verify(READ, KEY, sign(grant, RING), RING, now=NOW) == grant


@pytest.mark.parametrize("kid", ["", "a b", "a&b", "a\n", "x" * 33])
def test_a_key_has_a_plain_name(kid: str) -> None:
    with pytest.raises(Invalid):
        SigningKey(kid=kid, secret=b"x" * 32)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(Invalid):
        SigningKey(kid="a", secret=b"x" * 31)


def test_a_secret_is_not_shown() -> None:
    assert "nnn" not in repr(RING)


def test_two_keys_cannot_have_one_name() -> None:
    with pytest.raises(Invalid):
        KeyRing((NEW, SigningKey(kid="new", secret=b"x" * 32)))


LIFE: Final = timedelta(minutes=5)


def test_urls_that_are_asked_for_within_a_fifth_of_their_life_expire_together() -> None:
    moments = [NOW + timedelta(seconds=second) for second in (0, 30, 59, 60)]
    expiries = [shared_expiry(moment, LIFE) for moment in moments]

    assert expiries == [NOW + LIFE] * 3 + [NOW + LIFE + LIFE / 5]


@given(
    now=st.timedeltas(timedelta(), timedelta(days=50_000)).map(EPOCH.__add__),
    life=st.timedeltas(timedelta(seconds=5), timedelta(days=1)),
)
def test_no_url_outlives_what_was_set_nor_loses_more_than_a_fifth_of_it(
    now: datetime, life: timedelta
) -> None:
    expires_at = shared_expiry(now, life)

    assert now + life * 4 / 5 < expires_at <= now + life
    assert expires_at.microsecond == 0


def test_whom_a_url_is_made_for_is_signed_with_it() -> None:
    grant = BlobGrant(key=KEY, expires_at=NOW + LIFE, reader="ada")
    parameters = sign(grant, RING)
    forged = [(name, "bob" if name == "for" else value) for name, value in parameters]
    bare = [(name, value) for name, value in parameters if name != "for"]

    assert verify(GrantedAccess.READ, KEY, parameters, RING, now=NOW) == grant
    for tampered in (forged, bare):
        with pytest.raises(SignatureInvalid):
            verify(GrantedAccess.READ, KEY, tampered, RING, now=NOW)
