"""What every store of tokens from mails promises."""

from datetime import timedelta

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    add_people,
    read,
    user,
    user_id,
    write,
    write_each,
)
from phantom_core.identity import EmailPurpose, EmailToken
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import Conflict, Storage

__all__ = ["EmailTokensContract"]


def _token(
    text: str, *, of: int = 1, purpose: EmailPurpose = EmailPurpose.VERIFY, hours: int = 1
) -> EmailToken:
    return EmailToken(
        user_id=user_id(of),
        purpose=purpose,
        token_hash=TokenHash(text),
        email=f"{text}@example.org",
        created_at=MOMENT,
        expires_at=MOMENT + timedelta(hours=hours),
    )


class EmailTokensContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Two people."""
        await add_people(storage, user(1), user(2))

    async def _replace(self, storage: Storage, *tokens: EmailToken) -> None:
        await write_each(storage, lambda work, token: work.email_tokens.replace(token), *tokens)

    async def _find(self, storage: Storage, text: str) -> EmailToken | None:
        return await read(storage, lambda work: work.email_tokens.find(TokenHash(text)))

    async def _remove(self, storage: Storage, text: str) -> bool:
        return await write(storage, lambda work: work.email_tokens.remove(TokenHash(text)))

    async def test_a_token_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        await self._replace(storage, _token("one"))

        assert await self._find(storage, "one") == _token("one")
        assert await self._find(storage, "two") is None

    async def test_a_later_one_takes_the_place_of_the_one_before(self, storage: Storage) -> None:
        later = _token("later", hours=2)
        await self._replace(storage, _token("one"), later)

        assert await self._find(storage, "one") is None
        assert await self._find(storage, "later") == later

    async def test_those_of_others_and_for_other_purposes_stay(self, storage: Storage) -> None:
        others = [_token("reset", purpose=EmailPurpose.RESET), _token("bobs", of=2)]
        await self._replace(storage, *others, _token("one"), _token("later"))

        assert [await self._find(storage, "reset"), await self._find(storage, "bobs")] == others

    async def test_the_last_one_is_found_by_its_user_and_purpose(self, storage: Storage) -> None:
        reset = _token("reset", purpose=EmailPurpose.RESET)
        await self._replace(storage, _token("one"), _token("later"), reset)

        async def last(of: int, purpose: EmailPurpose) -> EmailToken | None:
            return await read(storage, lambda work: work.email_tokens.last(user_id(of), purpose))

        assert await last(1, EmailPurpose.VERIFY) == _token("later")
        assert await last(1, EmailPurpose.RESET) == reset
        assert await last(2, EmailPurpose.VERIFY) is None

    async def test_a_token_knows_when_its_mail_was_sent_and_the_next_begins_unsent(
        self, storage: Storage
    ) -> None:
        await self._replace(storage, _token("one"), _token("bobs", of=2))
        later = MOMENT + timedelta(seconds=3)

        async def sent(text: str) -> None:
            await write(storage, lambda work: work.email_tokens.sent(TokenHash(text), later))

        await sent("one")
        await sent("nobodys")

        assert await self._find(storage, "one") == attrs.evolve(_token("one"), sent_at=later)
        assert await self._find(storage, "bobs") == _token("bobs", of=2)
        await self._replace(storage, _token("next"))
        assert await self._find(storage, "next") == _token("next")

    async def test_a_hash_is_of_one_token(self, storage: Storage) -> None:
        await self._replace(storage, _token("one"))

        with pytest.raises(Conflict):
            await self._replace(storage, _token("one", of=2))
        assert await self._find(storage, "one") == _token("one")

    async def test_a_token_is_taken_once(self, storage: Storage) -> None:
        await self._replace(storage, _token("one"), _token("bobs", of=2))

        assert [await self._remove(storage, "one") for _ in range(2)] == [True, False]
        assert await self._find(storage, "one") is None
        assert await self._find(storage, "bobs") is not None

    async def test_all_of_a_users_are_cleared_away(self, storage: Storage) -> None:
        await self._replace(
            storage,
            _token("one"),
            _token("reset", purpose=EmailPurpose.RESET),
            _token("bobs", of=2),
        )
        await write(storage, lambda work: work.email_tokens.clear(user_id(1)))

        assert await self._find(storage, "one") is None
        assert await self._find(storage, "reset") is None
        assert await self._find(storage, "bobs") is not None

    async def test_tokens_that_have_run_out_are_forgotten_a_few_at_a_time(
        self, storage: Storage
    ) -> None:
        old = [
            _token(f"{number}{purpose.value}", of=number, purpose=purpose)
            for number in (1, 2)
            for purpose in EmailPurpose
        ][:3]
        await self._replace(
            storage, *old, _token("young", of=2, purpose=EmailPurpose.RESET, hours=2)
        )
        now = MOMENT + timedelta(hours=1)

        async def forget() -> int:
            return await write(storage, lambda work: work.email_tokens.forget_expired(now, 2))

        assert [await forget() for _ in range(3)] == [2, 1, 0]
        assert await self._find(storage, "young") is not None
