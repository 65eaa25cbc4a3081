"""The proxy of `docs/deploy` is understood by nginx, and does what its page says."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from phantom_adapters.blobs import DirectoryBlobStore
from tests.http.delivery_server import delivery_app, serving
from tests.nginx_server import nginx
from tests.players.conftest import program
from tests.ports import kept_port

DEPLOY: Final = Path(__file__).parents[2] / "docs" / "deploy" / "nginx"
_RESOLVING: Final = (1, 27, 3)
"""The first nginx that asks for names again and again without being paid."""

CERTIFICATE: Final = Path(__file__).parents[1] / "contracts" / "localhost.pem"


def site(name: str, folder: Path, backend: str, secure: str) -> str:
    """A site as it is shipped, on this machine's ports and with a certificate of tests."""
    shared = folder / "site.conf"
    shared.write_text(_here((DEPLOY / "site.conf").read_text("utf-8"), secure))
    text = _here((DEPLOY / name).read_text("utf-8"), secure)
    for place in ("127.0.0.1:8001", "127.0.0.1:8002", "server-1:8000", "server-2:8000"):
        text = text.replace(place, backend)
    text = text.replace("files:9000", backend).replace("${NGINX_LOCAL_RESOLVERS}", "127.0.0.1")
    if _version() < _RESOLVING:
        text = text.replace(" resolve ", " ")
    # Its ports are changed by who runs it, so it is written out here.
    return text.replace("include /etc/nginx/phantom/site.conf;", shared.read_text())


def _version() -> tuple[int, ...]:
    told = subprocess.run([program("nginx"), "-v"], capture_output=True, text=True, check=True)
    (version,) = re.findall(r"nginx/([0-9.]+)", told.stderr)
    return tuple(int(part) for part in version.split("."))


def _here(text: str, secure: str) -> str:
    text = text.replace("listen 443 ssl;", f"listen {secure} ssl;")
    for name in ("fullchain.pem", "privkey.pem"):
        text = text.replace(f"/etc/nginx/certificates/{name}", str(CERTIFICATE))
    return text


@pytest.mark.parametrize("name", ["units.conf", "containers.conf"])
def test_nginx_understands_the_site(name: str, tmp_path: Path) -> None:
    conf = tmp_path / "nginx.conf"
    text = site(name, tmp_path, "127.0.0.1:9", "127.0.0.1:8443").replace(
        "listen 80;", "listen 8080;"
    )
    conf.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    command = [program("nginx"), "-t", "-q", "-e", str(tmp_path / "log"), "-c", str(conf)]

    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where it is reached in the clear, and by TLS."""
    program("nginx")
    folder = tmp_path_factory.mktemp("site")
    app = delivery_app(DirectoryBlobStore(tmp_path_factory.mktemp("blobs")))
    with serving(app) as behind:
        secure = f"127.0.0.1:{kept_port()}"
        with nginx(folder, site("units.conf", folder, f"127.0.0.1:{behind.port}", secure)) as front:
            yield front.url, f"https://{secure}"


def test_plain_http_leads_pages_to_https_and_refuses_programs(urls: tuple[str, str]) -> None:
    page = httpx.get(f"{urls[0]}/reset?token=x", headers={"Host": "music.example"}, timeout=60)
    refused = [
        httpx.get(f"{urls[0]}{path}", timeout=60).status_code for path in ("/api/users/me", "/ws")
    ]

    assert (page.status_code, page.headers["location"]) == (
        308,
        "https://music.example/reset?token=x",
    )
    assert refused == [403, 403]


def test_by_tls_phantom_answers_and_measurements_stay_inside(urls: tuple[str, str]) -> None:
    with httpx.Client(base_url=urls[1], verify=False, timeout=60) as client:  # noqa: S501 - the tests' own
        blob, metrics = client.get("/blobs/audio/nothing"), client.get("/metrics")
        inside = client.get("/_blobs/audio/nothing")

    assert (blob.status_code, blob.headers["content-type"]) == (403, "application/problem+json")
    assert (metrics.status_code, inside.status_code) == (404, 404)
