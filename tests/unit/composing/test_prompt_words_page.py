"""The reference page of the words that prompts are understood by."""

from pathlib import Path

from phantom_app.prompt_words_page import page

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "prompts.md"


def test_the_reference_tells_the_words_that_are_understood() -> None:
    assert REFERENCE.read_text("utf-8") == page()
