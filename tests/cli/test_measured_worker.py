"""A worker has no port but the one that it is measured at."""

import re
import signal
import time
import urllib.request
from pathlib import Path

from tests.cli.program import started

SETTINGS = {
    "PHANTOM_METRICS_ADDRESS": "127.0.0.1:9400",
    "PHANTOM_PUBLIC_URL": "http://phantom.test",
}


def _told(log: Path) -> str:
    """Where it says that it is measured."""
    until = time.monotonic() + 60
    while (found := re.search(r"http://[0-9.:]+/metrics", log.read_text())) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    return found[0]


def test_a_worker_is_measured_and_stops_cleanly(tmp_path: Path) -> None:
    log, data = tmp_path / "log", tmp_path / "data"
    with started("worker", "--data-dir", data, settings=SETTINGS, log=log) as process:
        with urllib.request.urlopen(_told(log), timeout=60) as answer:  # noqa: S310 - our own
            text = answer.read().decode()
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)

    assert "phantom_jobs" in text
    assert "process_open_fds" in text
    assert code == 0
