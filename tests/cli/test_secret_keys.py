"""Secrets: made once, for their owner alone, and different for each use."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from phantom_app.secret_keys import secret_keys
from phantom_app.settings import BadSetting, Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server whose data folder is new."""
    return read_settings({}, data_dir=str(tmp_path / "new"))


def test_a_key_is_made_at_the_first_start_and_kept(settings: Settings) -> None:
    first, second = secret_keys(settings), secret_keys(settings)
    (path,) = settings.data_dir.iterdir()

    assert first == second
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_servers_never_share_a_key(tmp_path: Path) -> None:
    keys = [
        secret_keys(read_settings({}, data_dir=str(tmp_path / name)))[0].derive("x")
        for name in "ab"
    ]

    assert keys[0] != keys[1]


def test_processes_that_begin_at_once_agree_on_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = set(threads.map(lambda _: secret_keys(settings)[0].derive("x"), range(64)))

    assert len(found) == 1
    assert len(list(settings.data_dir.iterdir())) == 1


def test_each_use_has_a_key_of_its_own_that_its_name_says_nothing_of(settings: Settings) -> None:
    key = secret_keys(settings)[0]

    assert len({key.derive("a"), key.derive("b")}) == 2
    assert len(key.derive("a")) == 32
    assert bytes.fromhex(key.name("a")) not in key.derive("a")


def test_given_keys_are_used_in_their_order_and_none_is_made(tmp_path: Path) -> None:
    given = {"PHANTOM_SECRET_KEY": f"{'n' * 32},{'o' * 32}"}
    newest, oldest = secret_keys(read_settings(given, data_dir=str(tmp_path)))

    assert newest != oldest
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"x" * 31, b"\xff" * 40, "é".encode() * 40])
def test_a_kept_key_that_can_be_guessed_is_refused_with_its_path(
    settings: Settings, content: bytes
) -> None:
    settings.data_dir.mkdir()
    path = settings.data_dir / "secret.key"
    path.write_bytes(content)
    with pytest.raises(BadSetting) as caught:
        secret_keys(settings)

    assert str(caught.value).startswith(f"{path}: must hold a key of at least 32")
    assert path.read_bytes() == content


def test_the_name_of_a_new_key_is_on_the_disk_before_the_key_is_used(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []

    def note(descriptor: int) -> None:
        linked = (settings.data_dir / "secret.key").exists()
        synced.append(linked and stat.S_ISDIR(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(os, "fsync", note)
    secret_keys(settings)

    assert synced == [False, True]


def test_a_key_is_never_shown(settings: Settings) -> None:
    (key,) = secret_keys(settings)
    (path,) = settings.data_dir.iterdir()

    assert path.read_text() not in repr(key)
