"""A bucket by TLS: its server is believed by an authority that is ours, or told why not."""

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final

import anyio
import pytest

from phantom_app.backups.files import files_of
from phantom_app.doctor import Level
from phantom_app.doctor.services import files
from phantom_app.settings import BadSetting, Settings, read_settings
from tests.tls.gate import ELSEWHERE, HERE, gate_before, tunnel_to

SECRET: Final = "s3cret-of-the-bucket"
HANDSHAKE_FAILURE: Final = bytes([21, 3, 3, 0, 2, 2, 40])
"""What TLS says in place of a certificate: a record with an alert, that is fatal, of this kind."""

LENT: Final = b"""\
<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <Credentials>
      <AccessKeyId>key</AccessKeyId>
      <SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>token</SessionToken>
      <Expiration>2100-01-01T00:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>"""


class Bucket(BaseHTTPRequestHandler):
    """A bucket that is there, and of which nothing more is asked; beside it, who lends a role."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(LENT)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[str, int]]:
    """Where it is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield "127.0.0.1", server.server_port
        server.shutdown()


def settings(port: int, folder: Path) -> Settings:
    chosen = {
        "PHANTOM_BLOB_URL": "s3://files",
        "PHANTOM_S3_ENDPOINT": f"https://localhost:{port}",
        "PHANTOM_S3_ACCESS_KEY": "key",
        "PHANTOM_S3_SECRET_KEY": SECRET,
    }
    return read_settings(chosen, data_dir=str(folder))


async def checked(settings: Settings) -> None:
    """Look at the bucket as a server does that starts."""
    with anyio.fail_after(30):
        async with files_of(settings):
            return


async def test_its_server_is_believed_by_an_authority_of_ours(
    bucket: tuple[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(HERE))
    with gate_before(bucket) as port:
        await checked(settings(port, tmp_path))

    assert caplog.messages == []


@pytest.mark.parametrize(
    ("certificate", "authority", "said"),
    [
        (HERE, ELSEWHERE, "certificate verify failed"),
        (HERE, "/etc/nowhere.pem", "No such file"),
        (ELSEWHERE, ELSEWHERE, "Hostname mismatch"),
    ],
    ids=["another authority", "no authority", "another name"],
)
async def test_what_is_wrong_is_told_by_its_setting_and_without_the_key(
    bucket: tuple[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    certificate: Path,
    authority: Path | str,
    said: str,
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(authority))
    with gate_before(bucket, certificate) as port:
        chosen = settings(port, tmp_path)
        with pytest.raises(BadSetting, match=said) as told:
            await checked(chosen)
        (finding,) = [each async for each in files(chosen)]

    assert str(told.value).startswith("PHANTOM_BLOB_URL: ")
    assert finding.level is Level.FAILURE
    assert said in finding.said
    assert "AWS_CA_BUNDLE" in finding.said
    assert SECRET not in str(told.value) + finding.said + finding.advice


async def test_a_server_that_refuses_tls_now_is_away_which_keeps_nobody_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(HANDSHAKE_FAILURE)
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1") as server:
        await checked(settings(server.sockets[0].getsockname()[1], tmp_path))

    assert caplog.messages[-1].startswith("The bucket files: ")


async def test_a_proxy_on_the_way_changes_nothing_of_whom_to_believe(
    bucket: tuple[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(HERE))
    with gate_before(bucket) as port, tunnel_to(("127.0.0.1", port)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        await checked(settings(port, tmp_path))
    with gate_before(bucket, ELSEWHERE) as port, tunnel_to(("127.0.0.1", port)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        with pytest.raises(BadSetting, match="certificate verify failed"):
            await checked(settings(port, tmp_path))


async def test_whoever_lends_the_role_is_believed_by_their_name_too(
    bucket: tuple[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (token := tmp_path / "token").write_text("a token that is nobody else's")
    (bundle := tmp_path / "authorities.pem").write_text(HERE.read_text() + ELSEWHERE.read_text())
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/phantom")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    with gate_before(bucket) as port, gate_before(bucket, ELSEWHERE) as other:
        place = {
            "PHANTOM_BLOB_URL": "s3://files",
            "PHANTOM_S3_ENDPOINT": f"https://localhost:{port}",
        }
        chosen = read_settings(place, data_dir=str(tmp_path))
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"https://localhost:{port}")
        await checked(chosen)
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"https://localhost:{other}")
        with pytest.raises(BadSetting, match="Hostname mismatch"):
            await checked(chosen)
