"""The breaker between us and the server of a bucket, at the one place that all requests pass."""

from typing import Any, Final

from phantom_adapters.web.circuit import Circuit

__all__ = ["guard"]

_SERVERS_FAULT: Final = 500


def guard(client: Any, circuit: Circuit) -> None:
    """Have every request of a botocore client pass a breaker first, and tell it of the answer.

    An answer of whatever kind, but for those of a server that is broken, says that it is there.
    What a request is refused with by the breaker is `Unavailable`, as from any call.
    """

    def enter(**_: Any) -> None:
        circuit.enter()

    def settle(http_response: Any, **_: Any) -> None:
        if http_response.status_code >= _SERVERS_FAULT:
            circuit.fail()
        else:
            circuit.succeed()

    def fail(**_: Any) -> None:
        circuit.fail()

    events = client.meta.events
    events.register("before-call.s3", enter)
    events.register("after-call.s3", settle)
    events.register("after-call-error.s3", fail)
