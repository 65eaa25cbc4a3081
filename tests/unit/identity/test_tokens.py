"""Secrets that are shown once and kept as hashes."""

import pytest

from phantom_core.identity.tokens import RefreshToken, email_token_hash, email_token_text

TOKEN = RefreshToken(family=bytes(range(32)), turn=bytes(range(32, 64)))


def test_a_token_is_read_back_from_its_text() -> None:
    assert RefreshToken.read(TOKEN.text) == TOKEN
    assert len(TOKEN.text) == 86


@pytest.mark.parametrize(
    "text",
    [
        "",
        TOKEN.text[:-1],
        TOKEN.text + "A",
        TOKEN.text[:-1] + "=",
        TOKEN.text[:-1] + "*",
        TOKEN.text[:-1] + "\n",
        TOKEN.text[:-1] + "é",
        # The last letter holds four bits that mean nothing: another letter is another text.
        TOKEN.text[:-1] + chr(ord(TOKEN.text[-1]) + 1),
    ],
)
def test_no_other_text_is_a_token(text: str) -> None:
    assert RefreshToken.read(text) is None


def test_the_next_token_is_of_the_same_family_and_another() -> None:
    following = TOKEN.next(bytes(32))

    assert following.family_hash == TOKEN.family_hash
    assert following.hash != TOKEN.hash


def test_hashes_are_sha256_and_hide_what_they_are_of() -> None:
    hashes = {TOKEN.hash, TOKEN.family_hash, email_token_hash("secret")}

    assert {len(known) for known in hashes} == {64}
    assert email_token_hash("secret") == (
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    )
    assert "00010203" not in repr(TOKEN)


def test_a_secret_in_a_mail_fits_into_an_address() -> None:
    text = email_token_text(bytes([255, 254] * 16))

    assert text.replace("-", "").replace("_", "").isalnum()
    assert len(text) == 43
