"""A worker has no port but the one that it is measured at."""

import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.cli.program import started


def _fetched(url: str) -> str:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own
                return str(answer.read().decode())
        except urllib.error.URLError:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_worker_is_measured_and_stops_cleanly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = {"PHANTOM_METRICS_ADDRESS": place, "PHANTOM_PUBLIC_URL": "http://phantom.test"}
    with started("worker", "--data-dir", tmp_path / "data", settings=settings) as process:
        text = _fetched(f"http://{place}/metrics")
        process.send_signal(signal.SIGTERM)
        code = process.wait(30)

    assert "phantom_jobs" in text
    assert "process_open_fds" in text
    assert code == 0
