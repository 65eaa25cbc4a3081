"""People who only hand recordings in, have them analysed, and delete them."""

from collections.abc import Awaitable, Callable

import httpx

from tests.crash.people import Person


class Owner(Person):
    """A person with eyes for nothing but their recordings."""

    def _choose(self) -> Callable[[httpx.AsyncClient], Awaitable[None]]:
        if not self._token:
            return self.come_in
        acts = {
            self._upload: 6,
            self._upload_again: 2,
            self._analyse: 2,
            self._delete: 3,
            self._rename: 1,
            self._look: 1,
        }
        return self._chance.choices([*acts], [*acts.values()])[0]

    def sound(self) -> bytes:
        """A WAV file unlike any other."""
        return self._sound()
