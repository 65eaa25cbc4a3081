"""Where mailed links lead."""

from datetime import timedelta
from pathlib import Path

import anyio
import pytest

from phantom_app.settings import BadSetting, Settings, read_settings
from phantom_app.site import await_site, keep_site, site_at, site_of

AT_ONCE, SOON = timedelta(0), timedelta(seconds=20)
HERE = "http://127.0.0.1:8123"


def settings(folder: Path, **environment: str) -> Settings:
    return read_settings(environment, data_dir=str(folder))


def test_a_server_tells_those_who_share_its_folder(tmp_path: Path) -> None:
    keep_site(settings(tmp_path), HERE)

    assert site_of(settings(tmp_path)) == HERE
    assert [path.name for path in tmp_path.iterdir()] == ["site.url"]


def test_the_server_that_was_started_last_is_right(tmp_path: Path) -> None:
    keep_site(settings(tmp_path), "https://old.example")
    keep_site(settings(tmp_path), HERE)

    assert site_of(settings(tmp_path)) == HERE


@pytest.mark.parametrize(
    ("environment", "site"),
    [
        ({"PHANTOM_PUBLIC_URL": "https://api.example/v1/"}, "https://api.example/v1"),
        ({"PHANTOM_APP_URL": "https://app.example"}, "https://app.example"),
        (
            {"PHANTOM_PUBLIC_URL": "https://api.example", "PHANTOM_APP_URL": "https://app.example"},
            "https://app.example",
        ),
    ],
)
def test_what_operators_say_stands_first(
    tmp_path: Path, environment: dict[str, str], site: str
) -> None:
    keep_site(settings(tmp_path), HERE)

    assert site_of(settings(tmp_path, **environment)) == site
    assert site_at(settings(tmp_path, **environment), HERE) == site


def test_a_server_leads_to_where_it_listens_if_nothing_is_set(tmp_path: Path) -> None:
    keep_site(settings(tmp_path), "https://old.example")

    assert site_at(settings(tmp_path), HERE) == HERE


async def test_without_any_word_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"PHANTOM_PUBLIC_URL: must say .* {tmp_path} to tell"):
        await await_site(settings(tmp_path), AT_ONCE)


async def test_a_server_that_starts_at_the_same_time_is_waited_for(tmp_path: Path) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(await_site, settings(tmp_path), SOON)
        await anyio.lowlevel.checkpoint()
        keep_site(settings(tmp_path), HERE)
