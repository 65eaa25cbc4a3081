"""What operators choose about browsers."""

import attrs

from phantom_app import setting_values as values
from phantom_app.seeing_settings import SeeingSettings
from phantom_app.setting_fields import setting

__all__ = ["BrowserSettings"]


@attrs.frozen(kw_only=True)
class BrowserSettings(SeeingSettings):
    """Choices about whose pages may call, and what browsers are told."""

    allowed_origins: tuple[str, ...] | None = setting(
        "",
        values.origins,
        "Origins, separated by commas, whose pages may use the API and the socket; "
        "only pages of this server itself, and of its public address, if unset.",
    )
    hsts: str = setting(
        "subdomains",
        values.one_of("off", "host", "subdomains"),
        "What browsers that came by https are to use it for from then on, for a year: this `host`, "
        "its `subdomains` too, or nothing (`off`).",
    )
