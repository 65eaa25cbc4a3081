"""Hashers, codecs and mailers keep the promises of their ports, and some of their own."""

import base64
import hmac
import json
import traceback
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import anyio
import attrs
import pytest

from phantom_adapters.contracts.identity_edges import (
    AccessTokensContract,
    MailerContract,
    PasswordHasherContract,
)
from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_adapters.mail import SmtpMailer, SmtpServer, SmtpTls
from phantom_adapters.memory.access_tokens import MemoryAccessTokens
from phantom_adapters.memory.mail import MemoryMailer
from phantom_adapters.security import (
    Argon2Cost,
    Argon2Passwords,
    JwtAccessTokens,
    ScryptPasswords,
    SigningKeys,
)
from phantom_core.identity import AccessClaims, Mail, MailRefused, SessionId
from phantom_core.kernel import NotAuthenticated, PhantomError, Unavailable, uuid7
from tests.contracts.smtp_server import CERTIFICATE, SmtpServerHere, smtp_server
from tests.proxy import proxy_before

CHEAP = Argon2Cost(passes=1, memory_kib=64)
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
MAIL = Mail(to="ada@example.org", subject="Hello", text="Hello.\n")


def signed(header: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    """A token with a good signature, whatever it says."""
    parts = [_text(json.dumps(_given(part)).encode()) for part in (header, payload)]
    digest = {"HS256": "sha256", "HS512": "sha512"}.get(header["alg"])
    message = ".".join(parts)
    signature = hmac.digest(KEY, message.encode(), digest) if digest else b""
    return f"{message}.{_text(signature)}"


def _given(part: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in part.items() if value is not None}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class TestArgon2Passwords(PasswordHasherContract):
    adapters = (Argon2Passwords,)

    @pytest.fixture
    def hasher(self) -> Argon2Passwords:
        return Argon2Passwords(CHEAP)

    @pytest.fixture
    def other_hasher(self) -> Argon2Passwords:
        return Argon2Passwords(attrs.evolve(CHEAP, passes=2))

    async def test_the_default_cost_is_what_owasp_asks_for(self) -> None:
        known = await Argon2Passwords().hash("password")

        assert known.startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    async def test_many_at_once_wait_for_their_turn(self) -> None:
        hasher = Argon2Passwords(CHEAP, at_once=1)
        known = await hasher.hash("password")
        answers = []

        async def verify() -> None:
            answers.append(await hasher.verify(known, "password"))

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(verify)

        assert answers == [True] * 20


class TestScryptPasswords(PasswordHasherContract):
    adapters = (ScryptPasswords,)

    @pytest.fixture
    def hasher(self) -> ScryptPasswords:
        return ScryptPasswords(work=2)

    @pytest.fixture
    def other_hasher(self) -> ScryptPasswords:
        return ScryptPasswords(work=4)


class TestMemoryAccessTokens(AccessTokensContract):
    adapters = (MemoryAccessTokens,)

    @pytest.fixture
    def access_tokens(self) -> MemoryAccessTokens:
        return MemoryAccessTokens()

    @pytest.fixture
    def foreign_tokens(self) -> MemoryAccessTokens:
        return MemoryAccessTokens()


class TestJwtAccessTokens(AccessTokensContract):
    adapters = (JwtAccessTokens,)

    @pytest.fixture
    def access_tokens(self) -> JwtAccessTokens:
        return JwtAccessTokens(SigningKeys(current="a", keys={"a": KEY, "old": OTHER_KEY}))

    @pytest.fixture(params=["another key", "another name of the key", "another issuer"])
    def foreign_tokens(self, request: pytest.FixtureRequest) -> JwtAccessTokens:
        match request.param:
            case "another key":
                return JwtAccessTokens(SigningKeys(current="a", keys={"a": OTHER_KEY}))
            case "another name of the key":
                return JwtAccessTokens(SigningKeys(current="b", keys={"b": KEY}))
            case _:
                keys = SigningKeys(current="a", keys={"a": KEY})
                return JwtAccessTokens(keys, issuer="somebody else")

    def test_a_token_of_an_older_key_is_good_until_the_key_is_taken_away(
        self, access_tokens: JwtAccessTokens
    ) -> None:
        older = JwtAccessTokens(SigningKeys(current="old", keys={"old": OTHER_KEY}))
        token = older.issue(self._claims())
        newest = JwtAccessTokens(SigningKeys(current="a", keys={"a": KEY}))

        assert access_tokens.read(token, MOMENT) == self._claims()
        with pytest.raises(NotAuthenticated):
            newest.read(token, MOMENT)

    @pytest.mark.parametrize(
        ("header", "payload", "algorithm"),
        [
            ({"typ": "JWT"}, {}, "HS256"),
            ({"typ": None}, {}, "HS256"),
            ({"kid": None}, {}, "HS256"),
            ({"kid": "nowhere"}, {}, "HS256"),
            ({}, {}, "HS512"),
            ({}, {}, "none"),
            ({"crit": ["b64"], "b64": False}, {}, "HS256"),
            ({}, {"iss": ["phantom"]}, "HS256"),
            ({}, {"sub": "ada"}, "HS256"),
            ({}, {"sub": 7}, "HS256"),
            ({}, {"sid": None}, "HS256"),
            ({}, {"sid": ["x"]}, "HS256"),
            ({}, {"exp": None}, "HS256"),
            ({}, {"exp": "soon"}, "HS256"),
            ({}, {"exp": 10**30}, "HS256"),
            ({}, {"exp": float("inf")}, "HS256"),
            ({}, {"iat": float("nan")}, "HS256"),
            ({}, {"iat": {}}, "HS256"),
        ],
    )
    def test_only_its_own_kind_of_token_is_believed_though_the_key_be_right(
        self,
        access_tokens: JwtAccessTokens,
        header: Mapping[str, Any],
        payload: Mapping[str, Any],
        algorithm: str,
    ) -> None:
        good = {
            "iss": "phantom",
            "sub": user_id(1),
            "sid": uuid7(MOMENT, 2),
            "iat": int(MOMENT.timestamp()),
            "exp": int(MOMENT.timestamp()) + 60,
        }
        headers = {"alg": algorithm, "typ": "at+jwt", "kid": "a", **header}
        token = signed(headers, {**good, **payload})

        with pytest.raises(NotAuthenticated):
            access_tokens.read(token, MOMENT)

    def test_a_token_signed_elsewhere_with_the_key_is_believed(
        self, access_tokens: JwtAccessTokens
    ) -> None:
        claims = self._claims()
        payload = {
            "iss": "phantom",
            "sub": claims.user_id,
            "sid": claims.session_id,
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        token = signed({"alg": "HS256", "typ": "at+jwt", "kid": "a"}, payload)

        assert access_tokens.read(token, MOMENT) == claims

    def test_a_token_that_is_remembered_expires_all_the_same(
        self, access_tokens: JwtAccessTokens
    ) -> None:
        claims = AccessClaims(
            user_id=user_id(1),
            session_id=SessionId(uuid7(MOMENT, 2)),
            issued_at=MOMENT,
            expires_at=MOMENT + timedelta(seconds=1),
        )
        token = access_tokens.issue(claims)

        assert [access_tokens.read(token, MOMENT) for _ in range(2)] == [claims] * 2
        with pytest.raises(NotAuthenticated):
            access_tokens.read(token, claims.expires_at)

    @pytest.mark.parametrize(
        ("current", "keys", "fault"),
        [("b", {"a": KEY}, "no signing key named 'b'"), ("a", {"a": KEY[1:]}, "at least 32")],
    )
    def test_keys_that_are_no_good_are_refused_at_once(
        self, current: str, keys: Mapping[str, bytes], fault: str
    ) -> None:
        with pytest.raises(ValueError, match=fault):
            SigningKeys(current=current, keys=keys)

    def test_keys_are_not_shown(self) -> None:
        assert "kkkk" not in repr(SigningKeys(current="a", keys={"a": KEY}))


class TestMemoryMailer(MailerContract):
    adapters = (MemoryMailer,)

    @pytest.fixture
    def mailer(self) -> MemoryMailer:
        return MemoryMailer()

    @pytest.fixture
    def delivered(self, mailer: MemoryMailer) -> list[Mail]:
        return mailer.sent


def mailer_for(server: SmtpServerHere, **options: Any) -> SmtpMailer:
    given = {
        "host": "localhost",
        "port": server.port,
        "sender": "phantom@example.org",
        "tls": SmtpTls(server.tls),
        "ca_file": str(CERTIFICATE),
        "timeout": 10.0,
    }
    return SmtpMailer(SmtpServer(**{**given, **options}))


class TestSmtpMailer(MailerContract):
    adapters = (SmtpMailer,)

    @pytest.fixture(params=["none", "starttls", "implicit"])
    def server(self, request: pytest.FixtureRequest) -> Iterator[SmtpServerHere]:
        with smtp_server(request.param) as server:
            yield server

    @pytest.fixture
    def mailer(self, server: SmtpServerHere) -> SmtpMailer:
        return mailer_for(server, username="phantom", password="s3cret")

    @pytest.fixture
    def delivered(self, server: SmtpServerHere) -> list[Mail]:
        return server.delivered


@pytest.mark.parametrize(
    ("tls", "options"),
    [
        ("none", {"username": "phantom", "password": "wrong"}),
        ("none", {"tls": SmtpTls.STARTTLS}),
        ("starttls", {"ca_file": None}),
        ("implicit", {"ca_file": None}),
        ("starttls", {"host": "127.0.0.2"}),
    ],
)
async def test_a_server_that_is_not_as_it_should_be_gets_no_mail(
    tls: str, options: Mapping[str, Any]
) -> None:
    with smtp_server(tls) as server:
        with pytest.raises(Unavailable, match="does not take mail now"):
            await mailer_for(server, **options).send(MAIL)

        assert server.delivered == []


async def test_a_server_that_fails_again_and_again_is_left_alone() -> None:
    with smtp_server() as server, proxy_before(("localhost", server.port)) as proxy:
        mailer = mailer_for(server, port=proxy.port, tls=SmtpTls.STARTTLS)
        for _ in range(8):
            with pytest.raises(Unavailable):
                await mailer.send(MAIL)

    assert proxy.connections == 5


async def test_a_sender_may_have_a_name() -> None:
    with smtp_server() as server:
        await mailer_for(server, sender="Phantom ☾ <noreply@example.org>").send(MAIL)

        (raw,) = server.raw
    assert b"\nMessage-ID: <" in raw
    assert b"@example.org>" in raw
    assert raw.isascii()


@pytest.mark.parametrize(
    ("name", "refusal", "code"), [("nobody", MailRefused, "550"), ("full", Unavailable, "452")]
)
async def test_a_mail_that_the_server_refuses_is_not_lost_silently_and_its_address_not_told(
    name: str, refusal: type[PhantomError], code: str
) -> None:
    with smtp_server() as server:
        with pytest.raises(refusal, match=code) as refused:
            await mailer_for(server).send(attrs.evolve(MAIL, to=f"{name}@example.org"))

        assert server.delivered == []
    assert f"{name}@" not in "".join(traceback.format_exception(refused.value))


async def test_what_the_server_says_at_parting_does_not_matter() -> None:
    with smtp_server() as server:
        server.farewell = "421 enough for today"
        await mailer_for(server).send(MAIL)

        assert server.delivered == [MAIL]


def test_the_servers_password_is_not_shown() -> None:
    server = SmtpServer(host="h", port=25, sender="a@example.org", password="s3cret")

    assert "s3cret" not in repr(server)
