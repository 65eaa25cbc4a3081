"""A real S3 server for a test run: Ceph's gateway, as Debian has it, on a cluster of one.

Everything lives in one folder and listens on this machine only. `memstore` keeps its objects in
memory and is thrown away; `bluestore` keeps them in a file, and survives to be started again.
"""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from tests.ports import kept_port

__all__ = ["ACCESS_KEY", "PROGRAMS", "SECRET_KEY", "Ceph", "ceph", "missing"]

PROGRAMS: Final = ("ceph", "ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool")
"""What must be installed: Debian's `ceph-common`, `ceph-mon`, `ceph-osd` and `radosgw`."""

ACCESS_KEY: Final = "PHANTOMTESTKEY"
SECRET_KEY: Final = "phantom-test-secret"
_SECONDS: Final = 300.0
_DISK_BYTES: Final = 16 * 1024**3

# One daemon of each kind, no copies, no authentication between them: only the gateway's counts.
_CONFIGURATION: Final = Template("""\
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon2,v1:127.0.0.1:$mon1]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
run dir = $folder/run
admin socket = $folder/run/$$name.asok
pid file = $folder/run/$$name.pid
log file = $folder/log/$$name.log
crash dir = $folder/crash
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
osd max pg per osd hard ratio = 10

[mon]
mon data = $folder/mon
mon initial members = a
mon data avail crit = 1
mon data avail warn = 2

[osd]
osd data = $folder/osd
osd objectstore = $kind
memstore device bytes = $disk
bluestore block size = $disk
bluestore block db size = 0
bluestore fsck on mount = false
osd memory target = 1073741824
osd class load list = *
osd class default list = *

[client.rgw]
ms mon client mode = crc
auth client required = none
rgw frontends = beast endpoint=127.0.0.1:$port
rgw enable ops log = false
rgw dns name = localhost
rgw thread pool size = 64
""")


class Ceph:
    """A cluster of one and its gateway.

    Attributes:
        url: where the gateway is.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._kind = kind
        self._fsid = str(uuid4())
        self._port, self._mon1, self._mon2 = (kept_port() for _ in range(3))
        self.url = f"http://127.0.0.1:{self._port}"

    def initialise(self) -> None:
        """Make the cluster, start it, and let the gateway know us."""
        for name in ("mon", "osd", "run", "log", "crash"):
            (self._folder / name).mkdir()
        values = {
            "disk": _DISK_BYTES,
            "folder": self._folder,
            "fsid": self._fsid,
            "kind": self._kind,
            "mon1": self._mon1,
            "mon2": self._mon2,
            "port": self._port,
        }
        (self._folder / "ceph.conf").write_text(_CONFIGURATION.substitute(values))
        self._make_mon()
        self._start_mon()
        self._make_osd()
        self._start_osd()
        self.start_gateway()
        identity = [f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}"]
        self._run("radosgw-admin", "user", "create", "--uid=p", "--display-name=P", *identity)

    def start(self) -> None:
        """Start all of it again, with what it has kept."""
        self._start_mon()
        self._start_osd()
        self.start_gateway()

    def stop(self) -> None:
        """End all of it at once, as a loss of power would."""
        for name in ("client.rgw", "osd.0", "mon.a"):
            self._signal(name, signal.SIGKILL)

    def start_gateway(self) -> None:
        """Start the gateway, and return when it answers."""
        self._run("radosgw", "-n", "client.rgw")
        self._wait("the gateway", self._answers)

    def kill_gateway(self) -> None:
        """End the gateway in the middle of whatever it does."""
        self._signal("client.rgw", signal.SIGKILL)

    def halt_gateway(self) -> None:
        """Let the gateway answer nobody, though its connections stand."""
        self._signal("client.rgw", signal.SIGSTOP)

    def resume_gateway(self) -> None:
        """Let it go on."""
        self._signal("client.rgw", signal.SIGCONT)

    def _make_mon(self) -> None:
        monitors = f"[v2:127.0.0.1:{self._mon2},v1:127.0.0.1:{self._mon1}]"
        monmap = str(self._folder / "monmap")
        made = ["--create", "--addv", "a", monitors, "--fsid", self._fsid, "--clobber", monmap]
        self._run("monmaptool", *made)
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monmap)

    def _start_mon(self) -> None:
        self._run("ceph-mon", "-i", "a")
        self._wait("the monitor", lambda: self._tell("quorum_status") is not None)

    def _make_osd(self) -> None:
        name = str(uuid4())
        self._run("ceph", "osd", "new", name)
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", name)
        self._run("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=local")

    def _start_osd(self) -> None:
        self._run("ceph-osd", "-i", "0")
        self._wait("the disk", self._has_disk)

    def _has_disk(self) -> bool:
        told = self._tell("osd", "stat", "--format=json")
        return told is not None and json.loads(told)["num_up_osds"] == 1

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5):  # noqa: S310 - it is our own
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def _tell(self, *arguments: str) -> str | None:
        command = ["ceph", "--conf", self._conf(), "--connect-timeout=2", *arguments]
        asked = subprocess.run(command, check=False, capture_output=True, text=True)
        return asked.stdout if asked.returncode == 0 else None

    def _run(self, program: str, *arguments: str) -> None:
        command = [program, "--conf", self._conf(), *arguments]
        with (self._folder / "log" / "commands").open("ab") as log:
            subprocess.run(command, check=True, timeout=_SECONDS, stdout=log, stderr=log)

    def _wait(self, what: str, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _SECONDS
        while not holds():
            if time.monotonic() > deadline:
                message = f"{what} did not come within {_SECONDS} s; Ceph said:\n{self.said()}"
                raise TimeoutError(message)
            time.sleep(0.1)

    def said(self) -> str:
        """The ends of all its logs."""
        logs = sorted((self._folder / "log").glob("*"))
        return "\n".join(f"{log.name}: {log.read_text(errors='replace')[-2000:]}" for log in logs)

    def _conf(self) -> str:
        return str(self._folder / "ceph.conf")

    def _signal(self, name: str, number: signal.Signals) -> None:
        file = self._folder / "run" / f"{name}.pid"
        if not file.exists():
            return
        pid = int(file.read_text())
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if number is signal.SIGKILL:
            self._wait(f"the end of {name}", lambda: not Path(f"/proc/{pid}").exists())


@contextmanager
def ceph(kind: str = "memstore") -> Iterator[Ceph]:
    """Run a cluster of one's own for a while; its data goes away with it."""
    with TemporaryDirectory(prefix="phantom-s3-", ignore_cleanup_errors=True) as name:
        server = Ceph(Path(name), kind)
        try:
            server.initialise()
            yield server
        except subprocess.SubprocessError as error:
            message = f"Ceph could not be started; it said:\n{server.said()}"
            raise RuntimeError(message) from error
        finally:
            server.stop()


def missing() -> list[str]:
    """Which of the programs are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]
