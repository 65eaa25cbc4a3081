"""A composer behind an API like OpenAI's chat completions, such as many services and servers have.

The service writes chords and notes; key, tempo, meter, form and instruments are those of the brief.
What it answers is held against `answer_shapes`, to the last note, and is refused as a whole if
anything is off. Where it goes is said by the settings alone, and redirects are not followed.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import anyio
import attrs

from phantom_adapters.composing.answer_shapes import BadAnswer, read_answer
from phantom_adapters.composing.asking_words import messages_of
from phantom_adapters.web.calls import Patience, WebCalls
from phantom_adapters.web.circuit import Circuit
from phantom_core.composing import Brief, Composed, Composer
from phantom_core.kernel import Unavailable

__all__ = ["OpenAiCompatible", "OpenAiSettings"]

_NAME: Final = "The composing service"
_GOOD: Final = 200
_VERSION: Final = "chat-completions"


@attrs.frozen(kw_only=True)
class OpenAiSettings:
    """Where the service is, and who we are to it.

    Attributes:
        url: what the addresses of the API begin with: `https://.../v1`.
        model: which of its models composes.
        key: what proves who we are; nothing, if the service does not ask.
    """

    url: str
    model: str
    key: str | None = attrs.field(default=None, repr=False)
    patience: Patience = Patience(attempts=2, timeout=30.0, largest=1024 * 1024)


class OpenAiCompatible(Composer):
    """Asks once for a piece; a service that fails or talks nonsense is left alone for a while.

    Attributes:
        circuit: what leaves it alone.
    """

    def __init__(
        self,
        settings: OpenAiSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self._settings = settings
        places, patience = (settings.url,), settings.patience
        self._calls = WebCalls(_NAME, within=places, patience=patience, clock=clock, sleep=sleep)
        self.circuit = Circuit(_NAME, clock)

    async def close(self) -> None:
        """Close the connections."""
        await self._calls.close()

    @property
    def engine(self) -> str:
        """The model, and how it is asked."""
        return f"{self._settings.model}/{_VERSION}"

    async def compose(self, brief: Brief, prompt: str) -> Composed:
        """Have a piece composed."""
        self.circuit.enter()
        try:
            text = await self._answer(brief, prompt)
            piece = await anyio.to_thread.run_sync(read_answer, text, brief)
        except Unavailable:
            self.circuit.fail()
            raise
        except BadAnswer as error:
            self.circuit.fail()
            raise Unavailable(f"{_NAME} answers with no such piece: {error}.") from error
        except BaseException:
            self.circuit.leave()
            raise
        self.circuit.succeed()
        return Composed(piece=piece, engine=self._settings.model, version=_VERSION)

    async def _answer(self, brief: Brief, prompt: str) -> str:
        body = {
            "model": self._settings.model,
            "messages": messages_of(brief, prompt),
            "response_format": {"type": "json_object"},
            "seed": brief.seed,
        }
        key = self._settings.key
        answer = await self._calls.call(
            "POST",
            f"{self._settings.url.rstrip('/')}/chat/completions",
            json=body,
            headers={} if key is None else {"Authorization": f"Bearer {key}"},
        )
        if answer.status != _GOOD:
            raise Unavailable(f"{_NAME} refuses ({answer.status}).")
        return _text(answer.body)


def _text(body: Any) -> str:
    """What the model said. Raises: BadAnswer."""
    try:
        text = body["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise BadAnswer("no message") from None
    if not isinstance(text, str):
        raise BadAnswer("no text")
    return text
