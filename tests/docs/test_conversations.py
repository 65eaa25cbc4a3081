"""What a page says to a running server works, from top to bottom."""

from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT
from tests.docs.conversations import hold_conversation, served
from tests.docs.pages import examples, pages

# A how-to page has a test of its own.
PAGES: Final = [page for page in pages() if examples(page, "bash") and page.parent.name != "how-to"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_pages_conversation_with_a_server_works(page: Path, tmp_path: Path) -> None:
    with served(tmp_path / "data") as address:
        hold_conversation(page, address, tmp_path)
