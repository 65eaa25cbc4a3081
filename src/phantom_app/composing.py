"""The service that may compose."""

from contextlib import AsyncExitStack

from phantom_app.settings import BadSetting, Settings
from phantom_core.composing import Composer

__all__ = ["chosen_composer"]


def chosen_composer(settings: Settings, stack: AsyncExitStack) -> Composer | None:
    """The service that the settings name, if any; it is closed by `stack`. Raises: BadSetting."""
    if settings.ai_url is None:
        if settings.ai_key is not None or settings.ai_model is not None:
            raise BadSetting("PHANTOM_AI_URL", "must be set where PHANTOM_AI_MODEL or _KEY is")
        return None
    if settings.ai_model is None:
        raise BadSetting("PHANTOM_AI_MODEL", "must be set where PHANTOM_AI_URL is")
    from phantom_adapters.composing.openai_compatible import OpenAiCompatible, OpenAiSettings
    from phantom_adapters.web.calls import Patience

    composer = OpenAiCompatible(
        OpenAiSettings(
            url=settings.ai_url,
            model=settings.ai_model,
            key=settings.ai_key,
            patience=Patience(
                attempts=2, timeout=settings.ai_timeout.total_seconds(), largest=1024 * 1024
            ),
        )
    )
    stack.push_async_callback(composer.close)
    return composer
