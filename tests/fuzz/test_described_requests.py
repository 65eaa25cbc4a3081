"""The served API holds its own description, whatever is asked of it.

Every operation of the OpenAPI document is called with requests that fit the description and with
requests that do not. No answer is a fault of the server, of a status or content type that is not
documented, or breaks its schema.
"""

from contextlib import suppress
from typing import Any, Final

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
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

from tests.fuzz.conftest import FuzzedServer

_FEWEST: Final = 4_000
_SETTINGS: Final = settings(
    max_examples=80,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Client:
    """Calls as one of several people, and signs them in again when their session was ended."""

    def __init__(self, server: FuzzedServer) -> None:
        self._server = server
        self._tokens: dict[str, str] = {}
        self._session = requests.Session()
        self.calls = 0

    def call(self, case: Any, name: str | None) -> None:
        """Send a case, and hold the answer against the description."""
        headers = {} if name is None else {"Authorization": f"Bearer {self._token(name)}"}
        answer = case.call(base_url=self._server.address, headers=headers, session=self._session)
        case.validate_response(answer, checks=_CHECKS)
        self.calls += 1
        if answer.status_code == 401 and name is not None:
            self._tokens.pop(name)

    def _token(self, name: str) -> str:
        if name not in self._tokens:
            self._tokens[name] = self._server.sign_in(name)
        return self._tokens[name]


@pytest.mark.filterwarnings("ignore")
def test_every_operation_holds_its_description(server: FuzzedServer) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}/schema/openapi.json")
    client = Client(server)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        for mode in GenerationMode:
            _fuzz(found.ok(), mode, client, server)

    assert client.calls >= _FEWEST
    assert server.alive()


def _fuzz(operation: Any, mode: GenerationMode, client: Client, server: FuzzedServer) -> None:
    @_SETTINGS
    @given(
        case=operation.as_strategy(generation_mode=mode),
        name=st.sampled_from(["ada", "root", "root", None]),
        real_id=st.sampled_from([None, *server.people.values()]),
    )
    def check(case: Any, name: str | None, real_id: str | None) -> None:
        if real_id is not None and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, real_id)
        client.call(case, name)

    with suppress(Unsatisfiable):  # where nothing can be wrong, nothing wrong can be sent
        check()
