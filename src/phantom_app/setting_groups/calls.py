"""Settings: calls."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting
from phantom_core.calls import IceSettings

__all__ = ["CallSettings"]


@attrs.frozen(kw_only=True, slots=False)
class CallSettings:
    """Calls."""

    stun_urls: tuple[str, ...] | None = setting(
        "",
        values.ice_urls("stun", "stuns"),
        "STUN servers for calls, separated by commas: `stun:HOST:PORT`.",
    )
    turn_urls: tuple[str, ...] | None = setting(
        "",
        values.ice_urls("turn", "turns"),
        "TURN servers for calls, separated by commas: `turn:HOST:PORT?transport=udp`.",
    )
    turn_secret: str | None = setting(
        "",
        values.text,
        "What the TURN servers share with Phantom (coturn: `static-auth-secret`); each caller is "
        "given credentials of their own.",
        shown=False,
    )
    turn_ttl: timedelta = setting(
        "3600", values.seconds, "Seconds that a caller's credentials for TURN are good."
    )

    @property
    def ice(self) -> IceSettings:
        """Which servers help callers to find each other."""
        return IceSettings(
            stun_urls=self.stun_urls or (),
            turn_urls=self.turn_urls or (),
            turn_secret=self.turn_secret,
            turn_life=self.turn_ttl,
        )
