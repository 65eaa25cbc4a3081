"""Secrets: made once, for their owner alone, and different for each use."""

import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from phantom_app.secret_keys import expect_unguessable, is_example, secret_keys
from phantom_app.settings import BadSetting, Settings, read_settings
from tests.cli.program import run

DOCS = Path(__file__).parents[2] / "docs"
GOOD = "Vq2-9sJxN0cTgR7wLhZyKpE4mBdUfA8iO1tG6eQ3"


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


def test_every_key_that_our_pages_show_is_known_as_an_example() -> None:
    pages = [path.read_text("utf-8") for path in sorted(DOCS.rglob("*")) if path.suffix == ".md"]
    shown = {key for page in pages for key in re.findall(r"PHANTOM_SECRET_KEY=([\w-]{32,})", page)}

    assert len(shown) > 0
    assert [key for key in shown if not is_example(key)] == []


@pytest.mark.parametrize("key", ["a" * 40, "abcdefg" * 6, f"{GOOD},{'a' * 40}"])
def test_no_server_begins_with_a_key_that_can_be_guessed(key: str, tmp_path: Path) -> None:
    settings = read_settings({"PHANTOM_SECRET_KEY": key}, data_dir=str(tmp_path))
    with pytest.raises(BadSetting, match=r"^PHANTOM_SECRET_KEY: .*8 different") as caught:
        expect_unguessable(settings)

    assert key not in str(caught.value)


def test_a_key_made_by_chance_is_good_for_a_server(tmp_path: Path) -> None:
    for given in ({}, {"PHANTOM_SECRET_KEY": GOOD}):
        expect_unguessable(read_settings(given, data_dir=str(tmp_path)))


@pytest.mark.parametrize("several", [(), ("--workers", "2")])
def test_serving_with_an_example_is_refused_at_once(
    tmp_path: Path, several: tuple[str, ...]
) -> None:
    settings = {"PHANTOM_SECRET_KEY": "the-same-32-characters-or-more-everywhere"}
    if several:
        settings["PHANTOM_DATABASE_URL"] = "postgresql://u@127.0.0.1:1/x"
    ended = run("serve", "--port", "0", "--data-dir", tmp_path, *several, settings=settings)

    assert ended.returncode == 2
    assert "PHANTOM_SECRET_KEY: is an example" in ended.stderr


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
