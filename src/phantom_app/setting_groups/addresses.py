"""Settings: addresses, proxies and browsers."""

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["AddressSettings"]


@attrs.frozen(kw_only=True, slots=False)
class AddressSettings:
    """Addresses, proxies and browsers."""

    public_url: str | None = setting(
        "",
        values.site,
        "The URL by which clients reach this server. If unset, signed URLs name the host that each "
        "request was sent to, and mailed links the one where the server listens.",
    )
    app_url: str | None = setting(
        "",
        values.site,
        "Where mailed links lead: to its pages `/verify` and `/reset`; "
        "to those of this server itself if unset.",
    )
    trusted_proxies: str = setting(
        "127.0.0.1",
        values.proxies,
        "Addresses and networks of proxies, separated by commas, whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed; `*` believes everybody.",
    )
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
