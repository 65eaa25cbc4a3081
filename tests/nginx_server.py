"""An nginx of the system's, on a free port, with a site that a test gives it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs

from tests.ports import kept_port

__all__ = ["Nginx", "documented_site", "find_nginx", "nginx"]

_DOCUMENTED: Final = Path(__file__).parents[1] / "docs" / "how-to" / "nginx.conf"
_PLACES: Final = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")
_PATIENCE: Final = 60.0

_FRAME: Final = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""


@attrs.frozen
class Nginx:
    """One that runs.

    Attributes:
        pid: its master process; the one below it does the work.
    """

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"


def find_nginx() -> str | None:
    """Where nginx is; it is rarely on the path of those who are not root."""
    return shutil.which("nginx") or next(filter(os.path.exists, _PLACES), None)


def documented_site(backend: str, blobs: Path) -> str:
    """The site of the documentation, in front of this server and on this folder."""
    site = _DOCUMENTED.read_text()
    changes = {
        "127.0.0.1:8000": backend.removeprefix("http://"),
        "/var/lib/phantom/blobs/": f"{blobs}/",
    }
    for documented, real in changes.items():
        assert documented in site
        site = site.replace(documented, real)
    return site


@contextmanager
def nginx(folder: Path, site: str) -> Iterator[Nginx]:
    """Run it on `site`, whose `listen 80` becomes a free port, until the context ends."""
    program = find_nginx()
    assert program is not None
    port = kept_port()
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(_FRAME.format(folder=folder, site=site, user=user))
    command = [program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(conf)]
    with subprocess.Popen(command) as process:
        try:
            _await(process, port, folder)
            yield Nginx(port, process.pid)
        finally:
            process.terminate()


def _await(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, (folder / "error.log").read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError("nginx does not answer")
