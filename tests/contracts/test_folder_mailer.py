"""Mails that are written into a folder arrive there."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from phantom_adapters.contracts.identity_edges import MailerContract
from phantom_adapters.mail import FolderMailer
from phantom_core.identity import Mail


class _Arrived(list[Mail]):
    """The mails in a folder, read when they are compared."""

    __hash__ = None

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __eq__(self, others: object) -> bool:
        return [_read(path) for path in sorted(self._folder.glob("*.eml"))] == others


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    text = message.get_content().replace("\r\n", "\n")
    return Mail(to=message["To"], subject=message["Subject"], text=text)


class TestFolderMailer(MailerContract):
    adapters = (FolderMailer,)

    @pytest.fixture
    def mailer(self, tmp_path: Path) -> FolderMailer:
        return FolderMailer(tmp_path / "mail", "Phantom <phantom@localhost>")

    @pytest.fixture
    def delivered(self, tmp_path: Path) -> list[Mail]:
        return _Arrived(tmp_path / "mail")

    async def test_whoever_looks_into_the_file_sees_links_whole(
        self, tmp_path: Path, mailer: FolderMailer
    ) -> None:
        link = f"http://localhost:8000/verify?token={'x' * 60}"
        await mailer.send(Mail(to="ada@example.org", subject="Hello", text=f"Zoë,\n\n    {link}\n"))
        (path,) = (tmp_path / "mail").iterdir()

        assert f"\n    {link}\n" in path.read_text("utf-8")

    async def test_only_the_owner_can_read_them(self, tmp_path: Path, mailer: FolderMailer) -> None:
        await mailer.send(Mail(to="ada@example.org", subject="Hello", text="secret\n"))
        (path,) = (tmp_path / "mail").iterdir()

        assert path.stat().st_mode & 0o777 == 0o600
