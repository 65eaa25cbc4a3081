"""URLs are signed as AWS's documents say, and as its own client does."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as TheirCredentials
from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.blobs.s3.signing import Credentials, SignedRequest, signed_at, signed_url

EXAMPLE = Credentials(
    access_key="AKIAIOSFODNN7EXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 28, 12, 0, 30, tzinfo=UTC)


def test_the_example_of_the_reference_is_signed_as_it_says() -> None:
    request = SignedRequest(
        method="GET",
        url="https://examplebucket.s3.amazonaws.com/test.txt",
        region="us-east-1",
        at=datetime(2013, 5, 24, tzinfo=UTC),
        life=DAY,
    )

    assert signed_url(request, EXAMPLE) == (
        "https://examplebucket.s3.amazonaws.com/test.txt"
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


@pytest.mark.parametrize("token", [None, "a+token/with=signs"])
def test_the_client_of_aws_makes_the_same_signature(
    monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    monkeypatch.setattr(auth, "get_current_datetime", lambda **_: NOW)
    query = (("partNumber", "7"), ("uploadId", "2~a b/ü"))
    ours = signed_url(
        SignedRequest(
            method="PUT",
            url="https://files.example:7480/music/audio/1.flac",
            region="eu-central-1",
            at=NOW,
            life=timedelta(hours=1),
            query=query,
            headers={"content-length": "5242880"},
        ),
        Credentials(access_key="key", secret_key="secret", token=token),
    )
    request = AWSRequest(
        method="PUT",
        url="https://files.example:7480/music/audio/1.flac",
        params=dict(query),
        headers={"Content-Length": "5242880"},
    )
    theirs = TheirCredentials("key", "secret", token)
    auth.S3SigV4QueryAuth(theirs, "s3", "eu-central-1", expires=3600).add_auth(request)

    assert _parameters(ours) == _parameters(request.url)


@given(seconds=st.integers(1, 7 * 86400), later=st.integers(0, 3600))
def test_a_url_is_good_from_before_it_was_asked_for_and_for_seven_days_at_most(
    seconds: int, later: int
) -> None:
    end = NOW + timedelta(seconds=seconds)
    at = signed_at(end, NOW)

    assert at <= NOW
    assert end - at <= timedelta(days=7)
    if timedelta() < end - NOW <= DAY:
        assert signed_at(end, NOW + timedelta(seconds=later)) == at


def test_a_url_tells_no_secret_and_neither_do_its_credentials() -> None:
    lent = Credentials(access_key="key", secret_key="hidden", token="lent")
    request = SignedRequest(method="GET", url="https://a.example/b", region="x", at=NOW, life=DAY)

    assert "hidden" not in signed_url(request, lent)
    assert "hidden" not in repr(lent)
    assert "'lent'" not in repr(lent)


def _parameters(url: Any) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))
