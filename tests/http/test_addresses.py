"""By which address things are told: URLs to who asked, mails to whoever reads them."""

from typing import Any

import httpx
import pytest

from tests.http.places import OWN_URLS
from tests.http.world import Someone, World
from tests.use_cases.audio.studio import tone


async def asked(
    ada: Someone, *hosts: str, kind: str = "stream", scheme: str = "http"
) -> httpx.Response:
    """Ask where a new recording is, on the hosts that the request names."""
    added = await ada.send("POST", "/api/audio", files={"file": ("a.wav", tone())})
    path = f"{scheme}://phantom.test/api/audio/{added.json()['id']}/{kind}"
    headers: Any = [*ada.headers.items(), *(("Host", host) for host in hosts)]
    return await ada.http.get(path, headers=headers)


@OWN_URLS
@pytest.mark.parametrize("kind", ["stream", "download", "stream?redirect=1"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["192.168.1.5:8000", "studio.local", "[fd00::1]:8000"])
async def test_who_asks_is_told_a_url_of_the_address_that_they_asked(
    world: World, kind: str, scheme: str, host: str
) -> None:
    answer = await asked(await world.someone("ada"), host, kind=kind, scheme=scheme)
    url = answer.json()["url"]

    assert url.startswith(f"{scheme}://{host}/blobs/")
    assert answer.headers.get("location", url) == url
    assert answer.headers["cache-control"] == "no-store"
    assert (await world.http.get(url)).content == tone()


@OWN_URLS
@pytest.mark.parametrize(
    "hosts",
    [("",), ("a.example/b",), ("a@b.example",), ("a b",), ("[::1",), ('a"b',), ("a", "b")],
)
async def test_who_names_no_host_is_told_no_url(world: World, hosts: tuple[str, ...]) -> None:
    answer = await asked(await world.someone("ada"), *hosts)

    assert answer.status_code == 400
    assert "blobs" not in answer.text


class TestAnAddressThatTheOperatorNames:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_PUBLIC_URL": "https://phantom.example/music"}

    @OWN_URLS
    async def test_urls_are_of_that_address_whatever_a_request_says(self, world: World) -> None:
        answer = await asked(await world.someone("ada"), "evil.example")
        url = answer.json()["url"]

        assert url.startswith("https://phantom.example/music/blobs/")

    async def test_mails_lead_there(self, world: World) -> None:
        await world.someone("ada")
        await world.work()

        assert "\n    https://phantom.example/music/verify?token=" in world.mailer.sent[0].text


class TestPagesElsewhere:
    @pytest.fixture
    def environment(self) -> dict[str, str]:
        return {"PHANTOM_APP_URL": "https://app.example"}

    @OWN_URLS
    async def test_mails_lead_there_and_urls_do_not(self, world: World) -> None:
        ada = await world.someone("ada")
        await world.http.post("/api/auth/forgot", json={"email": "ada@example.org"})
        await world.work()
        letters = "".join(mail.text for mail in world.mailer.sent)

        assert "\n    https://app.example/verify?token=" in letters
        assert "\n    https://app.example/reset?token=" in letters
        assert (await asked(ada)).json()["url"].startswith("http://phantom.test/blobs/")


async def test_mails_never_lead_where_a_request_says(world: World) -> None:
    await world.someone("ada")
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    body = {"email": "ada@example.org"}
    answer = await world.http.post("/api/auth/forgot", json=body, headers=lies)
    await world.work()

    assert answer.status_code == 202
    assert len(world.mailer.sent) == 2
    assert not any("evil.example" in mail.text for mail in world.mailer.sent)
