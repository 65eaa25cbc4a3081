"""What a server logs: every line with what was being done, and never a secret."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

import pytest

from phantom_app.logs import ACCESS, formatter
from phantom_app.redacting import REDACTED, Redactor
from phantom_app.settings import read_settings
from tests.http.world import PASSWORD, World
from tests.socket.site import Site, live

SECRETS: Final = {
    "PHANTOM_SECRET_KEY": "k" * 31 + "1",
    "PHANTOM_DATABASE_URL": "postgresql://phantom:pa%24sword@db.example/phantom",
    "PHANTOM_SMTP_URL": "smtps://phantom:mail-pass@mail.example:465",
    "PHANTOM_AI_KEY": "sk-of-the-service",
}


class Log:
    """All that is logged, as it would be written to standard error."""

    def __init__(self) -> None:
        self._written = io.StringIO()
        self.handler = logging.StreamHandler(self._written)

    @property
    def text(self) -> str:
        return self._written.getvalue()

    def lines(self, logger: str) -> list[dict[str, Any]]:
        """The lines of a logger; they are JSON."""
        found = map(json.loads, self.text.splitlines())
        return [line for line in found if line["logger"] == logger]


@pytest.fixture
def environment() -> dict[str, str]:
    """Nothing but what the server needs; where it would connect is of no concern here."""
    return {"PHANTOM_RATE_LIMITS": "off"}


@pytest.fixture(params=["json", "console"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    """Everything, down to debug, in both forms."""
    log, root, access = Log(), logging.getLogger(), logging.getLogger(ACCESS)
    log.handler.setFormatter(formatter(read_settings(SECRETS, log_format=request.param)))
    before = root.level
    root.addHandler(log.handler)
    root.setLevel(logging.DEBUG)
    access.setLevel(logging.INFO)
    yield log
    root.removeHandler(log.handler)
    root.setLevel(before)
    access.setLevel(logging.NOTSET)


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    async with live(world) as site:
        yield site


async def secrets_of_a_day(site: Site) -> list[str]:
    """Live through what secrets travel by, and answer them."""
    http, ada = site.world.http, await site.world.someone("ada")
    wrong = "not the password at all"
    await http.post("/api/auth/login", json={"login": "ada", "password": wrong})
    await http.post("/api/auth/login", content=f'{{"login": "ada", "password": "{wrong}')
    refresh = {"refreshToken": ada.signed_in["refreshToken"]}
    renewed = (await http.post("/api/auth/refresh", json=refresh)).json()
    await http.post("/api/auth/refresh", json=refresh)
    await http.get(f"/api/auth/me?token={renewed['accessToken']}")
    await http.post("/api/auth/verify", json={"token": "no-such-token-of-any-mail-0123"})
    await http.get("/api/auth/me", headers={"Cookie": "session=crumbs-of-a-cookie"})
    again = await site.again("ada")
    wav = ("a.wav", b"RIFF\x24\0\0\0WAVEfmt nonsense", "audio/wav")
    await again.send("POST", "/api/audio", files={"file": wav})
    url = "/blobs/audio/one?exp=1&kid=k&sig=Abcd1234signatureOfAnUrl"
    await http.get(url)
    socket = site.connect(again.signed_in["accessToken"])
    await socket.next()
    await socket.ask({"type": "auth", "token": "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"})
    await socket.ask('{"type": "auth", "token": "half-a-frame-with-a-token')
    password = {"current": PASSWORD, "new": "another long enough secret"}
    await again.send("POST", "/api/auth/password", password)
    signed_in = [ada.signed_in, again.signed_in, renewed]
    tokens = [each[kind] for each in signed_in for kind in ("accessToken", "refreshToken")]
    mailed = [mail.text.rpartition("token=")[2].split()[0] for mail in site.world.mailer.sent]
    sent = [PASSWORD, wrong, "another long enough secret", "crumbs-of-a-cookie"]
    return [*tokens, *mailed, *sent, "Abcd1234signatureOfAnUrl", "c2lnbmF0dXJl"]


async def test_nothing_that_is_secret_is_logged(site: Site, log: Log) -> None:
    secrets = await secrets_of_a_day(site)
    for secret in secrets:
        # What others may write who know no better: an error, a URL, a header.
        logging.getLogger("library").error("GET /x?token=%s failed", secret)
        logging.getLogger("library").error("headers: {'authorization': 'Bearer %s'}", secret)
    for value in SECRETS.values():
        logging.getLogger("library").warning("connecting to %s", value)

    assert "library" in log.text
    assert REDACTED in log.text
    found = [secret for secret in secrets if secret in log.text]
    assert found == []
    for known in ("k" * 31, "pa%24sword", "pa$sword", "mail-pass", "sk-of-the-service"):
        assert known not in log.text


async def test_a_secret_in_a_trace_is_not_logged(log: Log) -> None:
    error = ValueError("postgresql://phantom:pa$sword@db.example refused token=abcdefgh")
    logging.getLogger("library").error("It failed.", exc_info=error)

    assert "db.example" in log.text
    assert "pa$sword" not in log.text
    assert "abcdefgh" not in log.text


@pytest.mark.parametrize(
    "harmless",
    [
        "room 01ARZ3NDEKTSV4RRFFQ69G5FAV is due",
        "tests/http/test_log_lines.py::test_what_says_nothing_secret_is_left_as_it_is",
        "audio/01arz3ndektsv4rrffq69g5fav/original",
        "GET /api/users/{user_id} 200 in 3.1 ms: GetPublicProfile",
        "https://phantom.example/schema?x=1",
        "the tokens of 3 sessions ended",
    ],
)
def test_what_says_nothing_secret_is_left_as_it_is(harmless: str) -> None:
    assert Redactor(["long enough a secret"])(harmless) == harmless


@pytest.mark.parametrize("log", ["json"], indirect=True)
async def test_a_request_is_told_with_its_command_and_actor(site: Site, log: Log) -> None:
    ada = await site.world.someone("ada")
    headers = {"X-Request-ID": "from-the-proxy.1"}
    answer = await ada.send("POST", "/api/projects", {"name": "Song"}, headers=headers)
    line = log.lines(ACCESS)[-1]

    assert answer.headers["x-request-id"] == "from-the-proxy.1"
    assert (line["request"], line["actor"]) == ("from-the-proxy.1", ada.id)
    assert (line["method"], line["route"], line["status"]) == ("POST", "/api/projects", 201)
    assert "CreateProject" in line["operations"]
    assert line["ms"] >= 0
    assert "Song" not in log.text


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "-x", "ö", "a;b", '"'])
async def test_an_id_that_is_not_sane_is_not_taken_over(world: World, given: str) -> None:
    headers = [(b"X-Request-ID", given.encode())]
    answers = [await world.http.get("/health/live", headers=headers) for _ in range(2)]

    made = {answer.headers["x-request-id"] for answer in answers}
    assert len(made) == 2
    assert given not in made


@pytest.mark.parametrize("log", ["json"], indirect=True)
async def test_a_frame_is_told_with_what_came_of_it(site: Site, log: Log) -> None:
    ada = await site.world.someone("ada")
    socket = await site.admitted(ada)
    await socket.ask({"id": "p", "type": "ping", "data": {"t0": 1}})
    await socket.ask({"id": "j", "type": "session.join", "topic": f"room:{ada.id}"})
    ping, join = log.lines(ACCESS)[-2:]

    assert (ping["frame"], ping["outcome"]) == ("ping", "done")
    assert (join["frame"], join["outcome"]) == ("session.join", "not-found")
    assert join["actor"] == ada.id
    assert ping["request"] == join["request"]


@pytest.mark.parametrize("log", ["json"], indirect=True)
async def test_what_is_said_while_a_job_is_done_tells_which(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.someone("ada")

    async def send(_: object) -> None:
        logging.getLogger("library").warning("The mail server is slow.")

    monkeypatch.setattr(world.mailer, "send", send)
    await world.work()
    (line,) = log.lines("library")

    assert line["request"].startswith("job-")
    assert line["operations"]
