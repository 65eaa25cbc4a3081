"""The served API holds its own description, whatever is asked of it.

Every operation of the OpenAPI document is called with requests that fit the description and with
requests that do not. No answer is a fault of the server, of a status or content type that is not
documented, or breaks its schema.
"""

from collections import Counter
from contextlib import suppress
from itertools import cycle, product
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.callers import Callers, Surroundings
from tests.fuzz.conftest import FuzzedServer

_PARTS: Final = 4
_ROUNDS: Final = 10
_SETTINGS: Final = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_EXAMPLES: Final = {GenerationMode.POSITIVE: 30, GenerationMode.NEGATIVE: 10}
_CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


_ANSWERED_TO_NOBODY_HERE: Final = {
    "POST /api/audio": "a form of chance holds no sound; `Surroundings` hands recordings in",
    "GET /api/media/images/{imageId}/avatar": "it always leads elsewhere, by 307",
    "POST /api/projects/import": "a form of chance holds no project; `Projects` carries one",
    "POST /api/stems/{stemId}/segments/midi": "nor MIDI; `Projects` hands some in",
    "PUT /api/segments/{segmentId}/midi": "nor MIDI; `Projects` hands some in",
    "POST /api/auth/verify": "its token stands in a mail",
    "POST /api/auth/reset": "its token stands in a mail",
    "DELETE /api/users/me": "chance knows no password, and whoever went would be missed here",
    "DELETE /api/admin/jobs/{jobId}": "what is dropped was given up, and nothing is here",
    "DELETE /api/admin/users/{userId}": "it is not called: whoever went would be missed here",
}
"""The operations that no request of chance can be answered well by, and why."""


_NOT_CALLED: Final = frozenset({"DELETE /api/admin/users/{userId}"})
"""What would leave nobody to call."""


class Client:
    """Calls as one of several people, and counts."""

    def __init__(self, server: FuzzedServer, callers: Callers, tried: Counter[str]) -> None:
        self._server = server
        self._callers = callers
        self._tried = tried
        self.served: set[str] = set()

    def call(self, case: Any, name: str | None) -> None:
        """Send a case, and hold the answer against the description."""
        headers, session = self._callers.headers(name), self._callers.session
        answer = case.call(base_url=self._server.address, headers=headers, session=session)
        self._tried["described requests"] += 1
        case.validate_response(answer, checks=_CHECKS)
        if answer.status_code < 300:
            self.served.add(case.operation.label)
        if answer.status_code == 401 and name is not None:
            self._callers.forget(name)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("part", range(_PARTS))
def test_every_operation_holds_its_description(
    server: FuzzedServer, tried: Counter[str], part: int
) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}/schema/openapi.json")
    callers = Callers(server)
    client, surroundings = Client(server, callers, tried), Surroundings(server, callers)
    found = list(schema.get_all_operations())
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    described = {operation.label for operation in operations}
    for operation in operations[part::_PARTS]:
        if operation.label in _NOT_CALLED:
            continue
        for mode in GenerationMode:
            surroundings.restore()
            _fuzz(operation, mode, client, surroundings, 0)
        # What the first round has not been served may have had no luck.
        for round_ in range(1, _ROUNDS):
            if operation.label in client.served | _ANSWERED_TO_NOBODY_HERE.keys():
                break
            surroundings.restore()
            _fuzz(operation, GenerationMode.POSITIVE, client, surroundings, round_)

    asked = {operation.label for operation in operations[part::_PARTS]}
    assert len(operations) == len(found)
    assert described >= _ANSWERED_TO_NOBODY_HERE.keys()
    assert asked - client.served == _ANSWERED_TO_NOBODY_HERE.keys() & asked
    assert server.alive()


def _fuzz(
    operation: Any,
    mode: GenerationMode,
    client: Client,
    surroundings: Surroundings,
    round_: int,
) -> None:
    turns = cycle(product((None, 0, 1, 2, 3, 4, 5), ("ada", "root", None)))

    @seed(round_)
    @settings(_SETTINGS, max_examples=_EXAMPLES[mode])
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        # In turn: left to chance, most calls are alike, and some people never get to some places.
        place, name = next(turns)
        if place is not None:
            surroundings.put_into(case, name, place)
        client.call(case, name)

    with suppress(Unsatisfiable):  # where nothing can be wrong, nothing wrong can be sent
        check()
