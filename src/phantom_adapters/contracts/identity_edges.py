"""What every password hasher, codec of access tokens, and mailer promises."""

import base64
import json
from datetime import datetime, timedelta
from typing import Final

import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_core.identity import (
    AccessClaims,
    AccessTokens,
    Mail,
    Mailer,
    PasswordHash,
    PasswordHasher,
    SessionId,
)
from phantom_core.kernel import NotAuthenticated, uuid7

__all__ = ["AccessTokensContract", "MailerContract", "PasswordHasherContract"]

_PASSWORD: Final = "correct horse battery staple"  # noqa: S105 - it opens nothing
_LONGEST_TOKEN: Final = 4096


class PasswordHasherContract:
    """Bind it with fixtures `hasher`, and `other_hasher`: one with other parameters."""

    async def test_a_password_is_known_again_and_no_other(self, hasher: PasswordHasher) -> None:
        known = await hasher.hash(_PASSWORD)

        assert await hasher.verify(known, _PASSWORD)
        for wrong in ("", _PASSWORD.upper(), f"{_PASSWORD} ", _PASSWORD[:-1]):
            assert not await hasher.verify(known, wrong)

    @pytest.mark.parametrize("password", ["pässwörd ☃ 🎧", "x" * 128, "nul\0inside", "\u0301 x"])
    async def test_any_text_may_be_a_password(self, hasher: PasswordHasher, password: str) -> None:
        known = await hasher.hash(password)

        assert await hasher.verify(known, password)
        assert not await hasher.verify(known, password[:-1])

    async def test_accents_are_the_same_however_they_are_typed(
        self, hasher: PasswordHasher
    ) -> None:
        known = await hasher.hash("pa\u0308sswo\u0308rd")

        assert await hasher.verify(known, "p\u00e4ssw\u00f6rd")

    async def test_no_two_hashes_are_equal_and_none_holds_its_password(
        self, hasher: PasswordHasher
    ) -> None:
        hashes = {await hasher.hash(_PASSWORD) for _ in range(3)}

        assert len(hashes) == 3
        assert not any(_PASSWORD in known for known in hashes)

    @pytest.mark.parametrize("password", [_PASSWORD, "", "\0" * 8])
    async def test_without_a_hash_the_answer_is_no(
        self, hasher: PasswordHasher, password: str
    ) -> None:
        assert not await hasher.verify(None, password)

    @pytest.mark.parametrize("known", ["", "plain", "$x$y$z", "scrypt$a$b", "$argon2id$v=19$x"])
    async def test_what_is_no_hash_is_nobodys_and_stale(
        self, hasher: PasswordHasher, known: str
    ) -> None:
        assert not await hasher.verify(PasswordHash(known), _PASSWORD)
        assert hasher.is_stale(PasswordHash(known))

    async def test_a_hash_with_other_parameters_is_stale_and_still_good(
        self, hasher: PasswordHasher, other_hasher: PasswordHasher
    ) -> None:
        known = await other_hasher.hash(_PASSWORD)

        assert hasher.is_stale(known)
        assert not other_hasher.is_stale(known)
        assert await hasher.verify(known, _PASSWORD)


class AccessTokensContract:
    """Bind it with fixtures `access_tokens`, and `foreign_tokens`: those of another issuer."""

    def _claims(self, issued_at: datetime = MOMENT) -> AccessClaims:
        return AccessClaims(
            user_id=user_id(1),
            session_id=SessionId(uuid7(MOMENT, 2)),
            issued_at=issued_at,
            expires_at=issued_at + timedelta(minutes=15),
        )

    def test_claims_are_read_back_until_they_expire(self, access_tokens: AccessTokens) -> None:
        claims = self._claims()
        token = access_tokens.issue(claims)

        assert access_tokens.read(token, MOMENT) == claims
        assert access_tokens.read(token, claims.expires_at - timedelta(milliseconds=1)) == claims
        for late in (timedelta(), timedelta(days=1)):
            with pytest.raises(NotAuthenticated):
                access_tokens.read(token, claims.expires_at + late)

    def test_a_clock_that_is_behind_does_not_matter(self, access_tokens: AccessTokens) -> None:
        claims = self._claims()
        token = access_tokens.issue(claims)

        assert access_tokens.read(token, MOMENT - timedelta(seconds=3)) == claims

    def test_a_token_fits_into_a_header(self, access_tokens: AccessTokens) -> None:
        token = access_tokens.issue(self._claims())

        assert token.isascii()
        assert token.isprintable()
        assert " " not in token
        assert len(token) <= _LONGEST_TOKEN

    def test_a_foreign_token_is_refused(
        self, access_tokens: AccessTokens, foreign_tokens: AccessTokens
    ) -> None:
        with pytest.raises(NotAuthenticated):
            access_tokens.read(foreign_tokens.issue(self._claims()), MOMENT)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "a.b.c",
            "....",
            "\ud800.\udfff.x",
            "☃.☃.☃",
            "\0",
            "[" * 4000 + ".x.y",
            base64.urlsafe_b64encode(b"[" * 3000).decode() + ".e30.x",
            base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode() + ".e30.",
            "x" * 100_000,
        ],
    )
    def test_no_text_whatever_does_harm(self, access_tokens: AccessTokens, text: str) -> None:
        with pytest.raises(NotAuthenticated):
            access_tokens.read(text, MOMENT)

    def test_a_token_that_was_tampered_with_is_refused(self, access_tokens: AccessTokens) -> None:
        token = access_tokens.issue(self._claims())
        for place in range(0, len(token), 7):
            other = "A" if token[place] != "A" else "B"
            with pytest.raises(NotAuthenticated):
                access_tokens.read(token[:place] + other + token[place + 1 :], MOMENT)


class MailerContract:
    """Bind it with fixtures `mailer`, and `delivered`: the mails that have arrived."""

    async def test_mails_arrive_as_they_were_sent_in_order(
        self, mailer: Mailer, delivered: list[Mail]
    ) -> None:
        mails = [
            Mail(to="ada@example.org", subject="Hello ☃", text="Zoë,\n\n    a link\n.\nlast\n"),
            Mail(to="bob@example.org", subject="Again", text="short\n"),
        ]
        for mail in mails:
            await mailer.send(mail)

        assert delivered == mails
