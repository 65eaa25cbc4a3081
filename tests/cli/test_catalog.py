"""`phantom catalog import`, run as its users run it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from phantom_adapters.contracts.music_examples import MIXTAPE
from phantom_adapters.contracts.tagged_recordings import tagged_wav
from phantom_app.composition import composed
from phantom_app.settings import read_settings
from phantom_core.audio import ListAudioFiles
from phantom_core.catalog import FindSongs, ListPlaylists
from phantom_core.identity import GrantAdmin, Registration
from phantom_core.identity.flows import register
from phantom_core.kernel import SYSTEM, Actor, person
from tests.cli.program import Ended, run, run_cold
from tests.contracts.spotify_server import CLIENT, Scripted, SpotifyServer, spotify_server

_WIDE = {"COLUMNS": "200"}


def _run(*arguments: str, folder: Path, **settings: str) -> Ended:
    return run(*_command(*arguments, folder=folder), cwd=folder, settings=_WIDE | settings)


def _command(*arguments: str, folder: Path) -> Sequence[str | Path]:
    return ["catalog", "import", *arguments, "--data-dir", folder / "data"]


@pytest.fixture(scope="module")
def server() -> Iterator[SpotifyServer]:
    with spotify_server() as server:
        yield server


def _settings(server: SpotifyServer) -> dict[str, str]:
    return {
        "PHANTOM_SPOTIFY_CLIENT_ID": CLIENT[0],
        "PHANTOM_SPOTIFY_CLIENT_SECRET": CLIENT[1],
        "PHANTOM_SPOTIFY_URL": server.url,
        "PHANTOM_SPOTIFY_TOKEN_URL": server.token_url,
    }


@pytest.fixture
async def ada(tmp_path: Path) -> Actor:
    """An admin."""
    form = Registration(email="ada@example.org", username="ada", password="a long enough secret")
    async with composed(read_settings({}, data_dir=str(tmp_path / "data"))) as services:
        signed_in = await register(services.desk, form)
        await services.phantom.do(GrantAdmin(username="ada"), actor=SYSTEM)
    return person(signed_in.user.id, is_admin=True)


async def _songs(folder: Path) -> dict[str, bool]:
    """The titles of all songs, and whether they can be played."""
    async with composed(read_settings({}, data_dir=str(folder / "data"))) as services:
        found = await services.phantom.ask(FindSongs(), actor=SYSTEM)
    return {track.song.title: track.song.playable for track in found.items}


async def test_a_file_is_imported_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text("title,artist,duration\nOlé,Ann,3:00\nNoise,,\n")
    told = run_cold(*_command("songs.csv", folder=tmp_path), cwd=tmp_path)

    assert told.returncode == 1
    assert told.stderr == "songs.csv:3: artist is missing\n"
    assert told.stdout == (
        "genres: 1 added, 0 updated, 0 unchanged\n"
        "artists: 1 added, 0 updated, 0 unchanged\n"
        "songs: 1 added, 0 updated, 0 unchanged\n"
        "playlists: 0 added, 0 updated, 0 unchanged\n"
        "rows left out: 1\n"
    )
    assert await _songs(tmp_path) == {"Olé": False}


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "songs.csv").write_text("title,artist,duration\nOlé,Ann,3:00\n")
    _run("songs.csv", folder=tmp_path)
    told = _run("songs.csv", folder=tmp_path)

    assert told.returncode == 0
    assert "songs: 0 added, 0 updated, 1 unchanged" in told.stdout


async def test_a_dry_run_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "songs.txt").write_text("title,artist,duration\nOlé,Ann,3:00\n")
    told = _run("songs.txt", "--dry-run", "--format", "csv", folder=tmp_path)

    assert told.stdout.startswith("Nothing was done. This would be:\ngenres: 1 added")
    assert await _songs(tmp_path) == {}


async def test_a_folder_makes_its_songs_playable_once(tmp_path: Path, ada: Actor) -> None:
    music = tmp_path / "music"
    music.mkdir()
    (music / "x.wav").write_bytes(tagged_wav(title="Olé", artist="Ann"))
    (music / "again.wav").write_bytes(tagged_wav(title="Olé", artist="Ann"))
    (music / "Bo - Broken.wav").write_bytes(_of_unknown_kind(tagged_wav()))
    told = [_run("music", "--upload", "--as", "ada", folder=tmp_path) for _ in range(2)]
    async with composed(read_settings({}, data_dir=str(tmp_path / "data"))) as services:
        kept = await services.phantom.ask(ListAudioFiles(), actor=ada)

    assert [each.returncode for each in told] == [1, 1]
    assert all("Bo - Broken.wav: " in each.stderr for each in told)
    assert await _songs(tmp_path) == {"Olé": True}
    assert [file.title for file in kept.items] == ["Olé"]


def _of_unknown_kind(recording: bytes) -> bytes:
    """The same, said to be written in a way that nobody reads."""
    return recording[:20] + b"\x61\x01" + recording[22:]


async def test_playlists_are_of_who_imports(tmp_path: Path, ada: Actor) -> None:
    (tmp_path / "Mine.m3u").write_text("#EXTM3U\n#EXTINF:3,Ann - Olé\nx.mp3\n")
    nobodys = _run("Mine.m3u", folder=tmp_path)
    adas = _run("Mine.m3u", "--as", "ada@example.org", folder=tmp_path)
    async with composed(read_settings({}, data_dir=str(tmp_path / "data"))) as services:
        playlists = await services.phantom.ask(ListPlaylists(), actor=ada)

    assert "Playlists were left out: say with --as" in nobodys.stderr
    assert "playlists: 1 added" in adas.stdout
    assert [each.name for each in playlists.items] == ["Mine"]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nina", "songs: 2 added"),
        (f"playlist:{MIXTAPE.id}", "songs: 63 added"),
        ("artist:4Z8W4fKeB5YxbusRsdQVPb", "songs: 120 added"),
    ],
)
def test_a_music_service_is_asked(
    tmp_path: Path, server: SpotifyServer, what: str, said: str
) -> None:
    told = _run("--spotify", what, folder=tmp_path, **_settings(server))

    assert said in told.stdout


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("playlist:nothere", "phantom: There is no playlist nothere.\n"),
        ("artist:../x", "must be an id"),
    ],
)
def test_what_the_service_does_not_have_is_one_sentence(
    tmp_path: Path, server: SpotifyServer, what: str, said: str
) -> None:
    told = _run("--spotify", what, folder=tmp_path, **_settings(server))

    assert told.returncode == 1
    assert said in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_service_that_is_too_busy_is_one_sentence(tmp_path: Path, server: SpotifyServer) -> None:
    server.script.append(Scripted(429, headers={"Retry-After": "3600"}))
    told = _run("--spotify", "nina", folder=tmp_path, **_settings(server))

    assert told.returncode == 1
    assert told.stderr == "phantom: The music service is asked too much.\n"


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        ([], {}, 2, "Name either a PATH or --spotify."),
        (["songs.csv", "--spotify", "nina"], {}, 2, "Name either a PATH or --spotify."),
        (["nothing.csv"], {}, 2, "does not exist"),
        (["songs.csv", "--upload"], {}, 2, "--upload needs --as"),
        (["songs.csv", "--as", "nobody"], {}, 1, "phantom: There is no user nobody."),
        (["--spotify", "nina"], {}, 1, "phantom: No music service is configured"),
        (["--spotify", ""], {}, 1, "query: "),
        (
            ["--spotify", "nina"],
            {"PHANTOM_SPOTIFY_CLIENT_ID": "x"},
            2,
            "PHANTOM_SPOTIFY_CLIENT_SECRET: must both be set",
        ),
        (
            ["--spotify", "nina"],
            {"PHANTOM_SPOTIFY_URL": "http://elsewhere.example/v1"},
            2,
            "would send secrets in the clear",
        ),
    ],
)
def test_misuse_is_told_in_words(
    tmp_path: Path, arguments: list[str], settings: dict[str, str], code: int, said: str
) -> None:
    (tmp_path / "songs.csv").write_text("title,artist\n")
    told = _run(*arguments, folder=tmp_path, **settings)

    assert told.returncode == code
    assert said in told.stderr
    assert "Traceback" not in told.stderr


async def test_who_is_no_admin_cannot_be_named(tmp_path: Path) -> None:
    form = Registration(email="bob@example.org", username="bob", password="a long enough secret")
    async with composed(read_settings({}, data_dir=str(tmp_path / "data"))) as services:
        await register(services.desk, form)
    (tmp_path / "songs.csv").write_text("title,artist\n")
    told = _run("songs.csv", "--as", "bob", folder=tmp_path)

    assert (told.returncode, told.stderr) == (1, "phantom: Only admins may do this.\n")
