"""The music service that imports may ask."""

from contextlib import AsyncExitStack

from phantom_app.services import Services
from phantom_app.settings import BadSetting, Settings
from phantom_core.catalog.music_service import MusicServiceUnconfigured
from phantom_core.catalog.music_service_ports import MusicService

__all__ = ["chosen_service", "music_of"]


def chosen_service(settings: Settings, stack: AsyncExitStack) -> MusicService | None:
    """The service that the settings name, if any; it is closed by `stack`. Raises: BadSetting."""
    client_id, secret = settings.spotify_client_id, settings.spotify_client_secret
    if client_id is None and secret is None:
        return None
    if client_id is None or secret is None:
        raise BadSetting(
            "PHANTOM_SPOTIFY_CLIENT_ID and PHANTOM_SPOTIFY_CLIENT_SECRET", "must both be set"
        )
    from phantom_adapters.catalogue.spotify_compatible import SpotifyCompatible, SpotifySettings

    service = SpotifyCompatible(
        SpotifySettings(
            url=settings.spotify_url,
            token_url=settings.spotify_token_url,
            client_id=client_id,
            client_secret=secret,
        )
    )
    stack.push_async_callback(service.close)
    return service


def music_of(services: Services) -> MusicService:
    """The service that was composed. Raises: MusicServiceUnconfigured."""
    if services.music is None:
        raise MusicServiceUnconfigured
    return services.music
