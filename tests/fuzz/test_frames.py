"""The served socket holds its own description, whatever is sent over it.

Every frame of the AsyncAPI document is sent as it is described, otherwise, and tampered with byte
by byte. Each is answered, as is described, or ends the connection with a code for what was wrong
with it; none is a fault of the server.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import cycle, product
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NotSet

from tests.fuzz.callers import Callers, Surroundings
from tests.fuzz.conftest import FuzzedServer
from tests.fuzz.frame_facts import FrameFacts
from tests.fuzz.frames import Conversation, Described
from tests.fuzz.tampering import tampered

_EXAMPLES: Final = {GenerationMode.POSITIVE: 60, GenerationMode.NEGATIVE: 40}
_SETTINGS: Final = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_TAMPERED: Final = 2_000
_SEED: Final = 20_261_129
_STATUSES: Final = {400, 401, 403, 404, 409, 410, 413, 415, 429}
_NOT_GRANTED: Final = {
    "call.answer": "there is no offer to answer",
    "project.push": "chance packs no changes",
}
"""The frames that none of chance is granted, and why."""


class Speaker:
    """Sends frames as Ada or Bob, counts them, and judges what comes."""

    def __init__(self, server: FuzzedServer, described: Described, tried: Counter[str]) -> None:
        self._server = server
        self._described = described
        self._tried = tried
        self._conversations = {name: self._begun(name) for name in ("ada", "bob")}
        self.granted: dict[str, bytes] = {}
        self.refused: dict[str, Any] = {}

    def join(self, topics: Iterable[str]) -> None:
        """Listen to topics: some things can be said by those alone who do."""
        for conversation, topic in product(self._conversations.values(), topics):
            conversation.ask(json.dumps({"type": "session.join", "topic": topic}).encode())

    def say(self, name: str, kind: str, frame: bytes) -> None:
        """Send a frame of a kind, and hold what is told against the description."""
        if self._told(name, "described frames", frame, kind):
            self.granted[kind] = frame

    def mumble(self, name: str, frame: bytes) -> None:
        """Send what may be a frame of any kind, or none."""
        self._told(name, "tampered frames", frame)

    def _told(self, name: str, case: str, frame: bytes, kind: str = "") -> bool:
        """Whether a frame was granted."""
        told = self._conversations[name].ask(frame)
        self._tried[case] += 1
        for each in told:
            self._described.expect(each, kind)
        (answer,) = [each for each in told if "ok" in each] or [{"ok": False}]
        assert answer.get("problem", {}).get("status", 400) in _STATUSES, (frame, answer)
        if not answer["ok"]:
            self.refused[kind] = frame, answer
        return bool(answer["ok"])

    def close(self) -> None:
        """Go."""
        for conversation in self._conversations.values():
            conversation.close()

    def _begun(self, name: str) -> Conversation:
        return Conversation(self._server.address, self._server.sign_in(name))


@pytest.fixture
def described(server: FuzzedServer) -> Described:
    return Described(Callers(server).ask("root", "/schema/asyncapi.json"))


@pytest.fixture
def speaker(server: FuzzedServer, described: Described, tried: Counter[str]) -> Iterator[Speaker]:
    speaker = Speaker(server, described, tried)
    yield speaker
    speaker.close()


@pytest.mark.filterwarnings("ignore")
def test_every_frame_holds_its_description(
    server: FuzzedServer, described: Described, speaker: Speaker
) -> None:
    callers = Callers(server)
    surroundings = Surroundings(server, callers)
    for kind, operation in described.as_operations().items():
        surroundings.restore()
        facts = FrameFacts(callers, surroundings, server.people)
        speaker.join(facts.topics.values())
        for mode in GenerationMode:
            _fuzz(kind, operation, mode, speaker, facts)
            assert (kind in speaker.granted) is (kind not in _NOT_GRANTED), speaker.refused[kind]

    _tamper(speaker)
    assert server.alive()


def _fuzz(
    kind: str, operation: Any, mode: GenerationMode, speaker: Speaker, facts: FrameFacts
) -> None:
    turns = cycle(product((0, 1, 2, 3, 4, 5, None), ("ada", "bob")))

    @seed(kind)  # with one for all, what they make would have the same ids
    @settings(_SETTINGS, max_examples=_EXAMPLES[mode])
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        place, name = next(turns)
        if place is not None and isinstance(case.body, dict):
            facts.put_into(case.body, name, kind, place)
        speaker.say(name, kind, _written(case.body))

    with suppress(Unsatisfiable):  # where nothing can be wrong, nothing wrong can be sent
        check()


def _written(body: Any) -> bytes:
    """A body as it goes over the wire: one that is no JSON is bytes already, or is not set."""
    if isinstance(body, NotSet):
        return b""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def _tamper(speaker: Speaker) -> None:
    """Send what has been sent and granted once more, with something wrong in its bytes."""
    chance, seeds = random.Random(_SEED), [*speaker.granted.values()]
    for turn in range(_TAMPERED):
        speaker.mumble(("ada", "bob")[turn % 2], tampered(chance, seeds[turn % len(seeds)]))
