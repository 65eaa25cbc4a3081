"""Settings: services that know music, or compose it."""

from datetime import timedelta

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["ServiceSettings"]


@attrs.frozen(kw_only=True, slots=False)
class ServiceSettings:
    """Services that know music, or compose it."""

    spotify_client_id: str | None = setting(
        "",
        values.credential,
        "Who Phantom is to a Spotify-compatible music service; none if unset.",
    )
    spotify_client_secret: str | None = setting(
        "", values.credential, "What proves it, by client credentials.", shown=False
    )
    spotify_url: str = setting(
        "https://api.spotify.com/v1", values.secret_site, "Where that service's Web API begins."
    )
    spotify_token_url: str = setting(
        "https://accounts.spotify.com/api/token",
        values.secret_site,
        "Where it gives out access tokens.",
    )
    ai_url: str | None = setting(
        "",
        values.secret_site,
        "Where the API of an OpenAI-compatible service begins that composes: "
        "`https://HOST/v1`. What is built in composes if unset, and where the service fails.",
    )
    ai_model: str | None = setting("", values.text, "Which of that service's models composes.")
    ai_key: str | None = setting(
        "", values.credential, "What proves who we are to that service, if it asks.", shown=False
    )
    ai_timeout: timedelta = setting(
        "30", values.seconds, "Seconds that one try to have that service compose may take."
    )
