"""Settings: logs, metrics and traces."""

import re
from typing import Final

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["ObservingSettings", "address"]

_ADDRESS: Final = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})")
_LAST_PORT: Final = 65_535


def address(value: str) -> tuple[str, int]:
    """A host and a port: `127.0.0.1:9400`, `[::1]:9400`. Raises: ValueError."""
    found = _ADDRESS.fullmatch(value)
    if found is None or not 1 <= int(found[3]) <= _LAST_PORT:
        raise ValueError("must be HOST:PORT, with a port of 1 to 65535")
    return found[1] or found[2], int(found[3])


@attrs.frozen(kw_only=True, slots=False)
class ObservingSettings:
    """Logs, metrics and traces."""

    log_level: str = setting(
        "info",
        values.one_of("debug", "info", "warning", "error"),
        "The least that is logged: `debug`, `info`, `warning` or `error`.",
    )
    log_format: str = setting(
        "auto",
        values.one_of("auto", "console", "json"),
        "How: for people (`console`), for programs (`json`), or `auto`: the first on a terminal.",
    )
    access_log: bool = setting(
        "no",
        values.yes_or_no,
        "Whether each request, and each frame of the socket, is a line in the log.",
    )
    metrics: str = setting(
        "local",
        values.one_of("off", "local", "open"),
        "Who may read `/metrics`: nobody (`off`), callers on this machine (`local`), or everybody "
        "(`open`).",
    )
    metrics_address: tuple[str, int] | None = setting(
        "",
        address,
        "Where each process tells its own measurements, `HOST:PORT`: the first port from that one "
        "on that is free, of 64. For several servers on one port, and for workers; nowhere if "
        "unset.",
    )
    otel_url: str | None = setting(
        "",
        values.site,
        "Where an OpenTelemetry collector takes traces by OTLP over HTTP, such as "
        "`http://127.0.0.1:4318/v1/traces`; nothing is traced if unset. Takes the extra `otel`.",
    )
