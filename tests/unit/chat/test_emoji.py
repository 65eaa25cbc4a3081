"""What is one emoji, and what is a few."""

import pytest

from phantom_core.chat.emoji import emoji, emoji_line

ONE = [
    *("👍", "❤", "❤️", "👍🏽", "👩‍🎤", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "#⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕", "™", "🫠", "🏳️‍🌈"),
]


@pytest.mark.parametrize("text", ONE)
def test_one_emoji_is_one_however_it_is_made(text: str) -> None:
    assert list(emoji(text)) == []
    assert list(emoji_line(text)) == []


@pytest.mark.parametrize(
    "text", ["", "a", "ä", "1", "#", "🇩", "👍👍", "👍a", "\u200d", "❤\u200d", " 👍"]
)
def test_everything_else_is_none(text: str) -> None:
    assert list(emoji(text)) == [("", "must be one emoji")]


def test_a_picture_that_is_joined_of_too_many_is_none() -> None:
    assert list(emoji("\u200d".join(["👩"] * 20)))


@pytest.mark.parametrize("text", ["", "👍 👍", "👍" * 11, "ok 👍"])
def test_a_line_of_emoji_has_one_to_ten_and_nothing_else(text: str) -> None:
    ((_, message),) = emoji_line(text)

    assert message == "must be 1 to 10 emoji, and nothing else"
